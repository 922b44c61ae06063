import { conditionInWords } from '../../kit/condition/describe.ts';
import type { DirectiveEntry, DirectiveVersion } from '../../store/directives.ts';

/** A directive as a sentence names it. */
const name = (directive: DirectiveEntry): string =>
  `“${directive.text || (directive.when ? conditionInWords(directive.when) : 'a rule')}”`;

/** What a version changed against the one before it, in sentences. */
export function changesIn(
  version: DirectiveVersion,
  before: DirectiveVersion | undefined,
): readonly string[] {
  if (!before)
    return version.directives.length === 0 ? [] : version.directives.map((d) => `Begins with ${name(d)}`);
  const old = new Map(before.directives.map((directive) => [directive.id, directive]));
  const ids = new Set(version.directives.map(({ id }) => id));
  const changed = version.directives.flatMap((directive) => {
    const was = old.get(directive.id);
    if (!was) return [`Added ${name(directive)}`];
    return [
      ...(was.text === directive.text ? [] : [`${name(was)} became ${name(directive)}`]),
      ...(was.on === directive.on ? [] : [`Turned ${directive.on ? 'on' : 'off'} ${name(directive)}`]),
      ...(JSON.stringify(was.when) === JSON.stringify(directive.when)
        ? []
        : [`Changed the rule of ${name(directive)}`]),
      ...(was.way === directive.way || was.text !== directive.text
        ? []
        : [`${name(directive)} leads another way`]),
    ];
  });
  const removed = before.directives.filter(({ id }) => !ids.has(id)).map((d) => `Removed ${name(d)}`);
  const order = (list: readonly DirectiveEntry[], other: ReadonlySet<string>): string =>
    list
      .map(({ id }) => id)
      .filter((id) => other.has(id))
      .join(' ');
  const both = new Set([...ids].filter((id) => old.has(id)));
  const moved =
    order(version.directives, both) === order(before.directives, both) ? [] : ['Changed the order'];
  return [...changed, ...removed, ...moved];
}
