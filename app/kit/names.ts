/** Turns keys into names, for sentences. */
export interface Names {
  /** "Finance" for the agent key of this flow; the key itself when it is not known. */
  agent(key: string | undefined): string;
  /** The title of another node of the flow. */
  node(id: string | undefined): string;
}

export const plainNames: Names = { agent: (key) => key || 'an agent', node: (id) => id ?? 'a step' };

/** "a", "a and b", "a, b and c". */
export function listInWords(items: readonly string[], and = 'and'): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} ${and} ${items.at(-1)}`;
}

/** Shortened for a card, at a word's end where that is near. */
export function shorten(text: string, most: number): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  if (flat.length <= most) return flat;
  const cut = flat.slice(0, most - 1);
  const space = cut.lastIndexOf(' ');
  return `${space > most * 0.6 ? cut.slice(0, space) : cut}…`;
}
