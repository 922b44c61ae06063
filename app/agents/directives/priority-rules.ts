import { stringsIn, type JsonObject } from '../../base/json.ts';
import { once } from '../../base/once.ts';
import type { Plan } from '../../graph/plan.ts';
import { ofRouter, WORKSPACE, type DirectiveEntry } from '../../store/directives.ts';
import type { FlowRecord, PriorityClaim } from '../../store/records.ts';
import type { Reader } from '../../store/store.ts';
import { conceptsNamedIn } from '../routing/concepts/named.ts';
import { alarmWords } from '../routing/escalation.ts';
import { readDirective } from '../routing/directive-reading.ts';
import { stem, stemmed, topicWords } from '../routing/words.ts';
import { readPriority, sentencesOf, type PriorityReading } from './priority-reading.ts';
import { fromRoutes, routesOf } from './standing.ts';

/** A directive that says how urgent something is. */
export interface PriorityRule {
  /** Of the directive. */
  readonly id: string;
  readonly text: string;
  readonly reading: PriorityReading;
  /** Words of which each set, where it stands in a message, is enough. */
  readonly words: readonly (readonly string[])[];
}

/** What such a directive is held against. */
export interface AboutMessage {
  readonly text: string;
  /** Its words as stems, as `stemmed` gives them. */
  readonly stems: string;
  /** Addresses it may have come from, in small letters. */
  readonly senders: readonly string[];
  /** One of our tools marks the customer as VIP. */
  readonly vip: boolean;
}

/** A message of which only that is worked out, and once, which a rule asks for. */
export function aboutMessage(given: {
  readonly senders: readonly string[];
  text(): string;
  vip(): boolean;
}): AboutMessage {
  const text = once(() => given.text());
  const stems = once(() => stemmed(text()));
  const vip = once(() => given.vip());
  return {
    senders: given.senders,
    get text() {
      return text();
    },
    get stems() {
      return stems();
    },
    get vip() {
      return vip();
    },
  };
}

const known = new WeakMap<readonly DirectiveEntry[], readonly PriorityRule[]>();

/** The directives among these that are on and speak of urgency. The same list is gone through once. */
export function priorityRulesIn(entries: readonly DirectiveEntry[]): readonly PriorityRule[] {
  const had = known.get(entries);
  if (had) return had;
  const rules = entries.flatMap(({ id, text, on, when }): readonly PriorityRule[] =>
    on && when === undefined
      ? sentencesOf(text).flatMap((sentence) => {
          const reading = readPriority(sentence);
          return reading && reading.notUnderstood.length === 0
            ? [{ id, text: sentence, reading, words: wordsOfRule(reading) }]
            : [];
        })
      : [],
  );
  known.set(entries, rules);
  return rules;
}

function wordsOfRule({ topics, when }: PriorityReading): readonly (readonly string[])[] {
  const named = conceptsNamedIn(when, topics);
  const exact = alarmWords({ ...readDirective(when), topics, when, callsPerson: false }, named);
  return [...topics, ...exact]
    .map((topic) => topicWords(topic).map(stem))
    .filter((words) => words.length > 0);
}

const routersOf = new WeakMap<Plan, readonly Plan['nodes'][keyof Plan['nodes']][]>();
const published = new WeakMap<object, readonly DirectiveEntry[]>();

/** What counts when an event comes in: the workspace's directives, and those of the flow's routers. */
export function rulesAtStart(read: Reader, flow: FlowRecord, plan: Plan): readonly PriorityRule[] {
  const workspace = read.directiveVersions(WORKSPACE, 1)[0];
  let routers = routersOf.get(plan);
  if (!routers) {
    routers = Object.values(plan.nodes).filter((node) => node.kind === 'router');
    routersOf.set(plan, routers);
  }
  if (!workspace && routers.length === 0) return [];
  const own = routers.flatMap((node) => {
    const version = read.directiveVersions(ofRouter(flow.id, node.id), 1)[0];
    if (version) return priorityRulesIn(version.directives);
    let entries = published.get(node.config);
    if (!entries) {
      entries = fromRoutes(routesOf(node.config), '', 0);
      published.set(node.config, entries);
    }
    return priorityRulesIn(entries);
  });
  return workspace ? [...priorityRulesIn(workspace.directives), ...own] : own;
}

/** `by-meaning`: everything else fits, and only the router by meaning can tell whether it is about one of the topics. */
export function applies(rule: PriorityRule, about: AboutMessage): 'yes' | 'no' | 'by-meaning' {
  const { vip, senders } = rule.reading;
  if (vip && !about.vip) return 'no';
  if (senders.length > 0 && !senders.some((end) => about.senders.some((from) => endsWith(from, end))))
    return 'no';
  if (rule.words.length === 0) return 'yes';
  const holds = (words: readonly string[]): boolean =>
    words.every((word) => about.stems.includes(` ${word} `));
  return rule.words.some(holds) ? 'yes' : 'by-meaning';
}

/** "firm.example" is the end of "ann@firm.example", and of no other firm's address. */
const endsWith = (address: string, end: string): boolean =>
  end.includes('@') && !end.startsWith('@')
    ? address === end
    : address.endsWith(end.startsWith('@') ? end : `@${end}`) || address.endsWith(`.${end.replace('@', '')}`);

/** The claim of directives that apply: the most urgent one speaks. */
export const claimOfRule = ({ text, reading }: PriorityRule, at: number): PriorityClaim => ({
  voice: 'directive',
  priority: reading.priority,
  why: `the directive “${text.trim()}” applies`,
  at,
});

/** Names under which messages keep their words. */
const WORDY = /(?:^|\.)(?:subject|text|body|title|message|description|summary|note|question|reply|comment)$/i;
const MOST_CHARACTERS = 20_000;

/** The words of an event: where it has fields for words, those; else all that it brings. */
export function wordsIn(subject: string, data: JsonObject): string {
  const all = [...stringsIn(data)];
  const wordy = all.filter(({ path }) => WORDY.test(path));
  return [subject, ...(wordy.length > 0 ? wordy : all).map(({ text }) => text)]
    .join('\n')
    .slice(0, MOST_CHARACTERS);
}

/** Addresses in fields of that name. */
export const sendersIn = (data: JsonObject): readonly string[] =>
  [...stringsIn(data)].flatMap(({ path, text }) =>
    /(?:^|\.)(?:email|from)$/i.test(path) && text.includes('@') ? [text.trim().toLowerCase()] : [],
  );
