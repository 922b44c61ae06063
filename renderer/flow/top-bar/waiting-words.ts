import type { WaitingView } from '../../../app/api/contract/views.ts';
import type { Catalog } from '../../../app/kit/catalog.ts';

/** A webhook has no place where calls could wait. */
export const REFUSED_CALLS =
  'Calls of its address were refused while it was off. How many they were cannot be counted.';

/** "17 tickets", "1 reply"; of several kinds, "17 items". */
export function itemsInWords(count: number, types: readonly string[], catalog: Catalog): string {
  const names = types.map((type) => {
    const definition = catalog.find(type);
    return definition?.kind === 'trigger' ? (definition.finds ?? ['item', 'items']) : ['item', 'items'];
  });
  const [first] = names;
  const same = first !== undefined && names.every(([one]) => one === first[0]);
  const [one, many] = same ? first : ['item', 'items'];
  return `${count} ${count === 1 ? one : many}`;
}

/** The question in one line: "17 tickets came in while it was off". */
export function cameInInWords({ total, isWhole, triggers }: WaitingView, catalog: Catalog): string {
  const items = itemsInWords(
    total,
    triggers.filter(({ count }) => count > 0).map(({ type }) => type),
    catalog,
  );
  if (isWhole) return `${items} came in while it was off`;
  return total === 0
    ? 'What came in while it was off cannot be counted'
    : `At least ${items} came in while it was off`;
}
