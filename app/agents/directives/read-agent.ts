import type { HowRead } from '../../store/directives.ts';
import { conditionInWords, deedInWords } from '../practice/describe.ts';
import { toolOf } from '../practice/facts.ts';
import { readDirectives, readRules } from '../practice/read-directive.ts';
import { ALWAYS, type Deed, type Rule } from '../practice/rule.ts';
import type { KnownTool } from '../practice/tool-words.ts';
import { occasionsOf, priorityInWords, readPriority, sentencesOf } from './priority-reading.ts';
import type { DirectiveDraft } from './save-directives.ts';

/** Names a tool of an agent by the name that models know it by; undefined when this agent has none of that name. */
export type ToolTitle = (toolName: string) => string | undefined;

/**
 * How an agent's directives are read by rules. Where the agent has a model of its own, the model reads what stands here as
 * not understood, too; the practice model stops there.
 * @param known the actions that orders may name in the words of their titles
 */
export function readForAgent(
  directives: readonly DirectiveDraft[],
  titleOf: ToolTitle,
  known: readonly KnownTool[] = [],
): readonly HowRead[] {
  const on = directives.filter((draft) => draft.on && draft.text.trim() !== '');
  const all = directives.filter((draft) => draft.text.trim() !== '');
  const { rules } = readRules(
    on.map(({ text }) => text),
    known,
  );
  const readings = new Map(
    all.flatMap((draft) =>
      readDirectives([draft.text], known).map((reading) => [draft.id, reading] as const),
    ),
  );
  return directives.map((draft) => {
    const reading = readings.get(draft.id);
    const own = rules.filter((rule) => rule.source === draft.text);
    const tools = own.flatMap((rule) => rule.deeds.flatMap((deed) => toolOf(deed) ?? []));
    const missing = [...new Set(tools)].filter((name) => titleOf(name) === undefined);
    const urgency = sentencesOf(draft.text).flatMap((sentence) => {
      const read = readPriority(sentence);
      return read?.only && read.notUnderstood.length === 0 ? [read] : [];
    });
    return {
      id: draft.id,
      reactsTo: [
        ...(reading?.when === undefined ? (reading?.does ? ['every case'] : []) : [reading.when]),
        ...urgency.flatMap(occasionsOf),
      ],
      exactWords: [],
      does: [...(reading?.does ?? []), ...urgency.map(priorityInWords)],
      with: [...new Set(tools.flatMap((name) => titleOf(name) ?? []))],
      notUnderstood: [
        ...(reading?.notUnderstood === undefined ? [] : [`${reading.notUnderstood}.`]),
        ...missing.map(
          (name) => `It needs the tool “${name.replaceAll('_', ' ')}”, which this agent does not have.`,
        ),
      ],
      conflicts: draft.on ? conflictsOf(own, rules) : [],
      way: null,
      named: false,
    };
  });
}

/** What "do not …" forbids, as what a deed does. */
const FORBIDS: Readonly<Record<string, readonly Deed['do'][]>> = {
  offer: ['apply-offer'],
  refund: ['refund'],
  cancel: ['cancel'],
  reply: ['reply'],
  close: ['close'],
  post: ['post'],
};

function conflictsOf(own: readonly Rule[], all: readonly Rule[]): readonly string[] {
  const found = own.flatMap((rule) =>
    all.flatMap((other) => {
      if (other === rule || other.source === rule.source || !meet(rule, other)) return [];
      const clash = rule.deeds.find((deed) => other.deeds.some((second) => contradict(deed, second)));
      return clash ? [`“${other.source}” says something else about: ${deedInWords(clash)}.`] : [];
    }),
  );
  return [...new Set(found)];
}

/** Conditions that may hold at the same time as far as can be told: the same one, or one of them always. */
const meet = (a: Rule, b: Rule): boolean =>
  a.when === ALWAYS || b.when === ALWAYS || conditionInWords(a.when) === conditionInWords(b.when);

function contradict(a: Deed, b: Deed): boolean {
  if (a.do === 'leave' || b.do === 'leave') {
    const [leave, other] = a.do === 'leave' ? [a, b] : [b, a];
    return leave.do === 'leave' && other.do !== 'leave' && (FORBIDS[leave.what] ?? []).includes(other.do);
  }
  if (a.do === 'assign' && b.do === 'assign') return a.to !== b.to;
  if (a.do === 'cancel' && b.do === 'cancel') return a.when !== b.when;
  if (a.do === 'apply-offer' && b.do === 'apply-offer') return a.coupon !== b.coupon;
  return false;
}
