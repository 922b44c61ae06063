/** The scheme that serves the window's files. It is ours alone, so no other program and no page can answer for it. */
export const SCHEME = 'switchyard';
const HOST = 'app';

/** Where the window begins; `at` is the place in it, as the address behind `#`. */
export const windowAddress = (at: string): string => `${SCHEME}://${HOST}/#${at}`;

/**
 * Is this an address of the window's own files? Read as an address and compared part by part: as a text, a foreign
 * address can begin with ours. (`URL.origin` is of no use: for a scheme of one's own it is the text `null`.)
 */
export function isOwnAddress(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === `${SCHEME}:` && url.host === HOST && url.username === '' && url.password === '';
}
