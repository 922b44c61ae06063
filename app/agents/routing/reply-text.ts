/** Where a mail program begins to repeat the message that is answered. */
const REPEATS: readonly RegExp[] = [
  /^\s*On .{4,120}\bwrote:\s*$/m,
  /^\s*-{2,}\s*(?:Original|Forwarded) message\s*-{2,}/im,
  /^\s*_{8,}\s*$/m,
  /^From: .+\n(?:Sent|Date|To): /m,
];

/** A message without the older messages it repeats below or behind ">". When nothing else is there, the whole text. */
export function ownWords(text: string): string {
  let own = text.replaceAll('\r\n', '\n');
  for (const repeat of REPEATS) {
    const at = own.search(repeat);
    if (at > 0 && own.slice(0, at).trim() !== '') own = own.slice(0, at);
  }
  own = own
    .split('\n')
    .filter((line) => !line.startsWith('>'))
    .join('\n')
    .trim();
  return own === '' ? text.trim() : own;
}

/** Sentences and lines of a text that hold more than a greeting's worth of letters. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/\n|(?<=[.!?])\s+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length > 3);
}
