import { canonicalJson } from '../../base/json.ts';
import { argumentsFor } from './arguments.ts';
import { toolOf, type Facts } from './facts.ts';
import { holdsForm, type Condition, type Deed, type Rule, type ToolDeed, type Unread } from './rule.ts';
import type { TaskRead } from './task.ts';
import type { Grounds } from './truth.ts';

/** Everything a move is chosen from. */
export interface Table {
  readonly facts: Facts;
  readonly directives: readonly Rule[];
  readonly task: TaskRead;
  readonly unread: readonly Unread[];
  readonly grounds: Grounds;
  readonly tools: ReadonlySet<string>;
}

/** Work that a task must name when it names any; small things such as tags follow their directives everywhere. */
const MAIN: ReadonlySet<string> = new Set<ToolDeed>(['refund', 'cancel', 'apply-offer', 'reply']);

/** Is it about how something turned out? */
export const isOutcome = (c: Condition): boolean =>
  c.is === 'done' || c.is === 'rejected' || c.is === 'failed';
/** Is it about a value of the case, such as a department? Where it is not so, it says nothing about the case. */
export const isValue = (c: Condition): boolean => c.is === 'value';
export const isTurnedDown = (c: Condition): boolean => c.is === 'rejected' || c.is === 'failed';

/** Does the rule belong to this visit, by what the task names? */
export function belongs(rule: Rule, { task, grounds, facts }: Table): boolean {
  if (holdsForm(rule.when, isOutcome)) return true;
  const answered = facts.replyText !== '' || grounds.claims.some((claim) => claim.is === 'answer');
  const aboutAnswer = holdsForm(rule.when, (c) => c.is === 'answer');
  if (answered && !aboutAnswer && rule.deeds.some((deed) => deed.do === 'reply' && deed.offer)) return false;
  const main = rule.deeds.filter((deed) => MAIN.has(deed.do));
  const named = new Set<string>(task.named.map(({ deed }) => deed));
  return (
    main.length === 0 || ![...named].some((deed) => MAIN.has(deed)) || main.some((deed) => named.has(deed.do))
  );
}

/** Stands where an order falls away, so that the others keep their place. */
export const NOTHING: Deed = { do: 'leave', what: 'everything' };

/** An order that may still have to be carried out. */
export type Pending = { readonly rule: Rule; readonly deed: Deed; readonly index: number };

/** A piece of the id of the call that carries an order out: so it is known again later. */
export const markOf = (rule: Rule, index: number): string => `-${rule.key}-${index}`;

/** Was this order carried out: by its own call, or by one with the same arguments? */
function isDone({ rule, deed, index }: Pending, facts: Facts): boolean {
  const tool = toolOf(deed);
  if (tool === undefined) return true;
  const mark = `${markOf(rule, index)}-`;
  const tried = facts.calls.some((past) => past.tool === tool && `${past.id}-`.includes(mark));
  if (tried) return true;
  const args = argumentsFor(deed, facts);
  return (
    'chosen' in args &&
    facts.calls.some(
      (past) => past.tool === tool && past.result && canonicalJson(past.args) === canonicalJson(args.chosen),
    )
  );
}

/** The orders of these rules that have not been carried out, in their order. */
export const pendingOf = (rules: readonly Rule[], facts: Facts): readonly Pending[] =>
  rules
    .flatMap((rule) => rule.deeds.map((deed, index) => ({ rule, deed, index })))
    .filter((entry) => !isDone(entry, facts));

/** The first of a rule's find-charge says which charge the refund after it is for. */
export function withCharge(deed: Deed, rule: Rule): Deed {
  const found = rule.deeds.find((other) => other.do === 'find-charge');
  return deed.do === 'refund' && found
    ? { do: 'refund', by: found.do === 'find-charge' ? found.by : deed.by }
    : deed;
}
