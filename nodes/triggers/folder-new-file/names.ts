/** Names that programs give to files they are still writing, or keep for themselves. */
const UNFINISHED = /^(?:\.|~\$)|(?:~|\.(?:part|partial|crdownload|download|tmp|temp|swp))$/i;

export const isUnfinished = (name: string): boolean => UNFINISHED.test(name);

/** Does a name fit what was asked for? `*` stands for any letters; without it the whole name is meant. */
export function isMeant(name: string, wanted: string): boolean {
  const pieces = wanted.trim().toLowerCase().split('*');
  if (pieces.length === 1) return pieces[0] === '' || pieces[0] === name.toLowerCase();
  let rest = name.toLowerCase();
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (!rest.startsWith(first) || !rest.slice(first.length).endsWith(last)) return false;
  rest = rest.slice(first.length, rest.length - last.length);
  for (const piece of pieces.slice(1, -1)) {
    const at = rest.indexOf(piece);
    if (at === -1) return false;
    rest = rest.slice(at + piece.length);
  }
  return true;
}
