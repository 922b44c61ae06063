import type { DirectiveView } from '../../app/api/contract/directives.ts';
import type { RuleGroup } from '../../app/kit/condition/rules.ts';

/** A directive while it is edited. */
export interface DirectiveDraft {
  readonly id: string;
  readonly text: string;
  readonly on: boolean;
  readonly way?: string;
  readonly when?: RuleGroup;
  readonly examples?: readonly string[];
}

export const draftOf = ({ id, text, on, way, when, examples }: DirectiveView): DirectiveDraft => ({
  id,
  text,
  on,
  ...(way === undefined ? {} : { way }),
  ...(when === undefined ? {} : { when }),
  ...(examples === undefined ? {} : { examples }),
});

/** An id that no other directive has. */
export function freeId(directives: readonly { readonly id: string }[]): string {
  const taken = new Set(directives.map(({ id }) => id));
  let n = directives.length + 1;
  while (taken.has(`d${n}`)) n += 1;
  return `d${n}`;
}

/** Takes one out and puts it where another one stands; out of range leaves the list as it is. */
export function movedTo<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length || from === to) return list;
  return list.toSpliced(from, 1).toSpliced(to, 0, item);
}

/** What is sent: words trimmed, lists as the contract has them. */
export const toSend = (drafts: readonly DirectiveDraft[]) =>
  drafts.map(({ text, examples, when, ...rest }) => ({
    ...rest,
    text: text.trim(),
    // The contract's lists may be written; nobody does.
    ...(when === undefined ? {} : { when }),
    ...(examples === undefined ? {} : { examples: [...examples] }),
  }));
