/** Serves the window's files. It is ours alone: no other program can answer for it. */
export const SCHEME = 'switchyard';

// Compared part by part: as a text, a foreign address can begin with ours. (`URL.origin` would be the text `null`.)
export function isOwnAddress(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === `${SCHEME}:` && url.host === 'app' && url.username === '' && url.password === '';
}
