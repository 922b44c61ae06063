import { WORKSPACE, type DirectiveEntry } from '../../store/directives.ts';
import type { Correction, DirectiveText } from '../routing/meaning.ts';
import { readDirective } from '../routing/directive-reading.ts';
import { readPriority, withoutPriority } from './priority-reading.ts';
import { destinationIn, type RouterWay } from './ways.ts';

/** A directive that may decide in one router, with the way it leads to. */
export interface Candidate extends DirectiveEntry {
  readonly way: string;
}

/** Marks a directive of the workspace among those of a router. */
export const WORKSPACE_MARK = `${WORKSPACE}:`;

/**
 * What may decide in a router: its own directives that are on and lead to a way that is there, and those of the
 * workspace that name one of its ways.
 */
export function candidatesIn(
  own: readonly DirectiveEntry[],
  workspace: readonly DirectiveEntry[],
  ways: readonly RouterWay[],
): readonly Candidate[] {
  const known = new Set(ways.map(({ id }) => id));
  const candidates = own.flatMap((directive) =>
    directive.on &&
    directive.way !== undefined &&
    known.has(directive.way) &&
    (directive.when !== undefined || readPriority(directive.text)?.only !== true)
      ? [{ ...directive, way: directive.way }]
      : [],
  );
  const shared = workspace.flatMap((directive) => {
    if (!directive.on) return [];
    const destination = destinationIn(readDirective(withoutPriority(directive.text)).then, ways);
    return destination.is === 'way'
      ? [{ ...directive, id: `${WORKSPACE_MARK}${directive.id}`, way: destination.way }]
      : [];
  });
  return [...shared, ...candidates];
}

/** Those that decide by their words, as the router by meaning takes them. */
export const wordedOf = (candidates: readonly Candidate[]): readonly DirectiveText[] =>
  candidates
    .filter(({ when }) => when === undefined)
    .map(({ id, text, examples }) => ({
      id,
      text: withoutPriority(text),
      ...(examples ? { examples } : {}),
    }));

/** Corrections name ways, which stay; a decision names directives. The first that leads there stands for its way. */
export function correctionsFor(
  corrections: readonly { readonly text: string; readonly way: string | null }[],
  candidates: readonly Candidate[],
): readonly Correction[] {
  return corrections.flatMap(({ text, way }): Correction[] => {
    if (way === null) return [{ text, directive: null }];
    const directive = candidates.find((candidate) => candidate.when === undefined && candidate.way === way);
    return directive ? [{ text, directive: directive.id }] : [];
  });
}
