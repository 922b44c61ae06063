/** Cuts a text into the encoder's word pieces and gives their numbers. */
export type CutIntoPieces = (text: string) => number[];

/** The first entries of the vocabulary stand for no text. */
const RESERVED = 6;
/** What a character costs that no piece covers, against scores of about -3 to -12. */
const UNKNOWN = -20;

/**
 * Of all ways to cut a text into pieces of the vocabulary the most likely one.
 * @param vocabulary pieces with the logarithm of how frequent they are, in the encoder's order
 */
export function createWordPieces(
  vocabulary: readonly (readonly [piece: string, score: number])[],
): CutIntoPieces {
  const pieces = new Map<string, { readonly id: number; readonly score: number }>();
  let longest = 1;
  vocabulary.forEach(([piece, score], id) => {
    if (id < RESERVED) return;
    pieces.set(piece, { id, score });
    longest = Math.max(longest, [...piece].length);
  });
  return (text) => {
    const clean = text.normalize('NFKC').replace(/\s+/g, ' ').trim();
    if (clean === '') return [];
    const characters = [...`▁${clean.replaceAll(' ', '▁')}`];
    const { length } = characters;
    const best = new Float64Array(length + 1).fill(-Infinity);
    const from = new Int32Array(length + 1);
    const ids = new Int32Array(length + 1);
    best[0] = 0;
    const reach = (start: number, end: number, score: number, id: number): void => {
      if (best[start]! + score <= best[end]!) return;
      best[end] = best[start]! + score;
      from[end] = start;
      ids[end] = id;
    };
    for (let start = 0; start < length; start++) {
      let piece = '';
      let single = false;
      for (let end = start; end < Math.min(length, start + longest); end++) {
        piece += characters[end];
        const known = pieces.get(piece);
        if (!known) continue;
        single ||= end === start;
        reach(start, end + 1, known.score, known.id);
      }
      if (!single) reach(start, start + 1, UNKNOWN, 0);
    }
    const cut: number[] = [];
    for (let end = length; end > 0; end = from[end]!) cut.push(ids[end]!);
    return cut.toReversed().filter((id, i, all) => id !== 0 || all[i - 1] !== 0); // a run of unknown characters is one
  };
}
