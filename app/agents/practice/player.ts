import { canonicalJson, type JsonObject } from '../../base/json.ts';
import { withDefaults } from '../../kit/fields.ts';
import { argumentsFor } from './arguments.ts';
import { conditionInWords, deedInWords } from './describe.ts';
import { CALL_MARK, TOOL_NAMES, customerWords, textAt, toolOf, type Facts, type PastCall } from './facts.ts';
import { withHandOvers } from './hand-over.ts';
import { dueReplies, inTurn, joinReplies } from './joint-reply.ts';
import { readRules } from './read-directive.ts';
import { matters, needsCare } from './relevance.ts';
import { doneInWords, problemInWords, quoted, unreadInWords } from './report.ts';
import { asTheNoteSays, wasTriedAgain } from './redo.ts';
import { ALWAYS, deedName, holdsForm, type Deed, type Rule } from './rule.ts';
import { readTask } from './task.ts';
import { isTrouble, judge, type Grounds, type Truth } from './truth.ts';
import {
  belongs,
  isOutcome,
  isTurnedDown,
  isValue,
  markOf,
  NOTHING,
  pendingOf,
  withCharge,
  type Pending,
  type Table,
} from './visit.ts';

/** The next thing the practice model does. */
export type Move =
  | {
      readonly kind: 'call';
      readonly tool: string;
      readonly args: JsonObject;
      readonly id: string;
      readonly why: string;
    }
  | { readonly kind: 'person'; readonly reason: string }
  | { readonly kind: 'finish'; readonly text: string };

const person = (table: Table, reason: string): Move => {
  const done = doneInWords(table.facts);
  return {
    kind: 'person',
    reason:
      done === '' || table.facts.calls.every((past) => past.problem)
        ? reason
        : `${reason} Done before that: ${done}`,
  };
};

function call({ rule, deed, index }: Pending, table: Table): Move {
  const { facts, tools } = table;
  const tool = toolOf(deed);
  if (tool === undefined)
    return person(table, `${quoted(rule.source)} asks for something that no tool does.`);
  if (!tools.has(tool))
    return person(
      table,
      `The directive ${quoted(rule.source)} needs a tool that I am not given: ${quoted(deedInWords(deed), 60)}.`,
    );
  const wantsBilling = deed.do === 'refund' || deed.do === 'cancel' || deed.do === 'apply-offer';
  if (wantsBilling && !facts.billing && !lookedUp(facts)) return lookUp(table, rule);
  const args = argumentsFor(withCharge(deed, rule), facts);
  if ('why' in args) return person(table, `I stopped at ${quoted(rule.source)}, because ${args.why}.`);
  return {
    kind: 'call',
    tool,
    args: args.chosen,
    id: `${CALL_MARK}-${facts.calls.length + 1}${markOf(rule, index)}`,
    why: `${quoted(rule.source)}${rule.when === ALWAYS ? '' : ` applies: ${conditionInWords(rule.when)}.`}`,
  };
}

/** What several directives have to say to the customer goes out as one answer. */
function answer(replies: readonly Pending[], table: Table): Move {
  const moves = replies.map((reply) => call(reply, table));
  const [first] = moves;
  const other = moves.find((move) => move.kind !== 'call');
  if (!first || other || first.kind !== 'call') return other ?? person(table, 'There is nothing to answer.');
  if (moves.length === 1) return first;
  const texts = moves.map((move) => (move.kind === 'call' ? textAt(move.args, 'text') : ''));
  return {
    ...first,
    args: { ...first.args, text: joinReplies(texts) },
    id: `${CALL_MARK}-${table.facts.calls.length + 1}${replies.map(({ rule, index }) => markOf(rule, index)).join('')}`,
    why: moves.map((move) => (move.kind === 'call' ? move.why : '')).join(' '),
  };
}

const lookedUp = (facts: Facts): boolean => facts.calls.some((c) => c.deed === 'look-up');

/** Reading is free: the billing is asked when a rule cannot be judged or played without it. */
const lookUp = (table: Table, rule: Rule): Move =>
  table.tools.has(TOOL_NAMES['look-up'])
    ? call({ rule: { ...rule, key: 'billing', when: ALWAYS }, deed: { do: 'look-up' }, index: 0 }, table)
    : person(table, `${quoted(rule.source)} needs the billing, and I am not given a tool to look it up.`);

/** What went wrong and was not made good since: the same call went through later. */
const troublesOf = ({ calls }: Facts): readonly PastCall[] =>
  calls.filter(
    (past, at) =>
      past.problem &&
      !calls
        .slice(at + 1)
        .some(
          (later) =>
            later.tool === past.tool &&
            later.result &&
            canonicalJson(later.args) === canonicalJson(past.args),
        ),
  );

/** A call failed or was turned down: only a directive for that goes on, anything else is a person's. */
function recover(table: Table): Move | undefined {
  const { facts, directives, grounds } = table;
  const troubled = troublesOf(facts).filter((past) => !wasTriedAgain(past, facts));
  const redo = troubled.find((past) => past.problem?.redo !== undefined);
  const again = redo && asTheNoteSays(redo, facts);
  if (redo && again)
    return {
      kind: 'call',
      tool: redo.tool,
      ...again,
      why: `As the note says: ${quoted(redo.problem?.redo ?? '')}.`,
    };
  if (troubled.length === 0) return undefined;
  const rules = directives.filter(
    (rule) => holdsForm(rule.when, isTurnedDown) && judge(rule.when, grounds).is === true,
  );
  // What a directive tried for a trouble and failed with is not covered by that directive once more.
  const covers = (rule: Rule, past: PastCall): boolean =>
    !`${past.id}-`.includes(`-${rule.key}-`) &&
    holdsForm(rule.when, (c) => (c.is === 'rejected' || c.is === 'failed') && isTrouble(past, c));
  const lost = troubled.find((past) => !rules.some((rule) => covers(rule, past)));
  if (lost)
    return person(
      { ...table, facts: { ...facts, calls: facts.calls.filter((past) => past !== lost) } },
      `${problemInWords(lost, facts)} No directive says what to do then.`,
    );
  return play(rules, table) ?? { kind: 'finish', text: doneInWords(facts) };
}

/** The next order of these rules, or the hand-over to a person where they end in one. */
function play(rules: readonly Rule[], table: Table): Move | undefined {
  const pending = pendingOf(rules, table.facts);
  const next = inTurn(pending);
  if (next) {
    const blocking = table.unread.filter((entry) => matters(entry, rules, table.grounds));
    if (blocking.length > 0 && next.deed.do !== 'look-up')
      return person(table, `I could not read this, and it may matter here: ${unreadInWords(blocking)}.`);
    return next.deed.do === 'reply' ? answer(dueReplies(pending), table) : call(next, table);
  }
  const handed = rules.find((rule) => rule.deeds.some((deed) => deed.do === 'person'));
  return (
    handed &&
    person(
      table,
      `${quoted(handed.source)} applies${handed.when === ALWAYS ? '' : `: ${conditionInWords(handed.when)}`}.`,
    )
  );
}

/** Rules without what the rules that apply forbid. */
function withoutForbidden(rules: readonly Rule[], applying: readonly Rule[]): readonly Rule[] {
  const forbidden = new Set(
    applying.flatMap((rule) => rule.deeds.flatMap((deed) => (deed.do === 'leave' ? [deed.what] : []))),
  );
  if (forbidden.size === 0) return rules;
  const allowed = (deed: Deed): boolean =>
    deed.do === 'look-up' ||
    deed.do === 'person' ||
    deed.do === 'leave' ||
    deed.do === 'find-charge' ||
    !(
      forbidden.has('everything') ||
      (forbidden.has('offer') && (deed.do === 'apply-offer' || (deed.do === 'reply' && deed.offer))) ||
      [...forbidden].some((what) => what === deed.do)
    );
  return rules.map((rule) => ({
    ...rule,
    deeds: rule.deeds.map((deed): Deed => (allowed(deed) ? deed : NOTHING)),
  }));
}

const unreadNote = ({ unread }: Table): string =>
  unread.length > 0 ? ` I could not read: ${unreadInWords(unread)}.` : '';

/** Does this tool only read, with these arguments? Unknown tools do not. */
const reads = (tool: string, args: JsonObject, { tools }: Facts): boolean => {
  const known = tools.find(({ toolName }) => toolName === tool);
  return known !== undefined && known.effect(withDefaults(known.fields, args)) === 'read';
};
/** A call that changed nothing. */
const onlyLooks = ({ deed, tool, args }: PastCall, facts: Facts): boolean =>
  deed === 'look-up' || (deed.startsWith('use:') && reads(tool, args, facts));
/** An order that will change nothing. */
const isLook = (deed: Deed, facts: Facts): boolean => deed.do === 'use' && reads(deed.tool, {}, facts);

/** The end of a visit: everything that applied is done. Says so, or hands over what is left. */
function conclude(table: Table, applying: readonly Rule[]): Move {
  const { facts, task, directives, unread } = table;
  const acted = facts.calls.filter((past) => past.result && !onlyLooks(past, facts));
  const idle = applying.some((rule) =>
    rule.deeds.some((deed) => deed.do === 'leave' && deed.what === 'everything'),
  );
  const conditional = (rule: Rule): boolean => rule.when !== ALWAYS;
  const covered =
    applying.some(conditional) ||
    task.rules.some((rule) => applying.includes(rule)) ||
    !directives.some((rule) => conditional(rule) && !holdsForm(rule.when, (c) => isOutcome(c) || isValue(c)));
  if (!idle && (acted.length === 0 || !covered)) {
    const elsewhere = directives.find(
      (rule) => judge(rule.when, table.grounds).is === true && !belongs(rule, table),
    );
    return person(
      table,
      `${directives.length === 0 && unread.length === 0 ? 'I have no directives.' : elsewhere ? `${quoted(elsewhere.source)} would apply, but it is not part of this task.` : 'No directive covers this case.'}${unreadNote(table)}`,
    );
  }
  const missing = task.named.filter(
    ({ deed, optional }) => !optional && !acted.some((past) => past.deed === deed) && deed !== 'look-up',
  );
  if (missing[0] && !idle)
    return person(
      table,
      `The task says ${quoted(missing[0].clause)}, and nothing that applies says how.${unreadNote(table)}`,
    );
  const allUnread =
    unread.length > 0 ? ` Skipped, because it could not be read: ${unreadInWords(unread)}.` : '';
  return { kind: 'finish', text: `${doneInWords(facts) || 'Nothing was to be done here.'}${allUnread}` };
}

/**
 * What to do next, from the case and what was done so far. Pure: the same conversation gives the same move. A tool
 * that changes something is called only for a rule that was read as a whole and whose condition is known to be true;
 * the customer's words never add a call, they only decide conditions and fill in values.
 */
export function nextMove(given: {
  readonly directives: readonly string[];
  readonly task: string;
  readonly facts: Facts;
  readonly tools: ReadonlySet<string>;
}): Move {
  const { facts } = given;
  const { rules: read, unread: unreadDirectives } = readRules(given.directives, facts.tools);
  const directives = withHandOvers(read, facts, given.tools);
  const task = readTask(given.task, customerWords(facts), facts.tools);
  const rules = [...directives, ...task.rules];
  const grounds: Grounds = { facts, claims: task.claims, rules };
  const table: Table = {
    facts,
    directives,
    task,
    unread: [...unreadDirectives, ...task.unread],
    grounds,
    tools: given.tools,
  };

  const foreign = facts.calls.find((past) => !past.id.startsWith(CALL_MARK));
  if (foreign)
    return person(
      table,
      'Another model began this visit, and the practice model does not take over half-done work.',
    );
  const recovery = recover(table);
  if (recovery) return recovery;

  const mine = rules.filter((rule) => belongs(rule, table));
  const truths = new Map<Rule, Truth>(mine.map((rule) => [rule, judge(rule.when, grounds)]));
  const applying = mine.filter((rule) => truths.get(rule)?.is === true);

  const [first] = pendingOf(
    applying.map((rule) => ({ ...rule, deeds: rule.deeds.filter((deed) => deed.do === 'look-up') })),
    facts,
  );
  if (first && !lookedUp(facts)) return call(first, table);
  const care = needsCare(grounds);
  if (care !== undefined) return person(table, `${care}${unreadNote(table)}`);

  for (const [rule, truth] of truths) {
    if (truth.is !== 'unknown' || holdsForm(rule.when, isTurnedDown)) continue;
    if (truth.needsBilling && !lookedUp(facts)) return lookUp(table, rule);
    const [look] = pendingOf(applying, facts).filter(({ deed }) => isLook(deed, facts));
    if (look) return call(look, table);
    return person(table, `I cannot tell whether ${quoted(rule.source)} applies: ${truth.why}.`);
  }
  const handOver = applying.find((rule) => rule.deeds.some((deed) => deed.do === 'person'));
  if (handOver) return play([handOver], table) ?? person(table, `${quoted(handOver.source)} applies.`);

  const doable = withoutForbidden(applying, applying);
  const done = new Set(facts.calls.filter((past) => past.result).map((past) => past.deed));
  // The task's own orders come last, and only where no directive has done the same kind of work.
  const own = doable.filter((rule) => !task.rules.some(({ key }) => key === rule.key));
  const fromTask = doable
    .filter((rule) => task.rules.some(({ key }) => key === rule.key))
    .map((rule): Rule => ({
      ...rule,
      deeds: rule.deeds.map((deed): Deed => {
        const name = deedName(deed);
        return name !== undefined && done.has(name) ? NOTHING : deed;
      }),
    }));
  return play(own, table) ?? play(fromTask, table) ?? conclude(table, applying);
}
