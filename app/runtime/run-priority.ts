import {
  aboutMessage,
  applies,
  claimOfRule,
  priorityRulesIn,
  sendersIn,
  wordsIn,
  type AboutMessage,
  type PriorityRule,
} from '../agents/directives/priority-rules.ts';
import type { DirectiveEntry } from '../store/directives.ts';
import type { Priority, PriorityClaim } from '../store/records.ts';
import type { RouteReason } from '../store/trace.ts';
import { sayOfCase } from './case-priority.ts';
import { isVipKept, keepVip } from './event-priority.ts';
import { knownData } from './known-data.ts';
import { lookedUp } from './looked-up.ts';
import { vipOf } from './provenance.ts';
import type { RunContext } from './run-context.ts';

/** Whose directives speak: each list with the rules among it. */
const rulesOf = (lists: readonly (readonly DirectiveEntry[])[]): readonly PriorityRule[] =>
  lists.flatMap(priorityRulesIn);

/** What our tools have told in this run of whether the customer is a VIP. */
function vipInRun(context: RunContext): boolean | undefined {
  return vipOf([knownData(context), ...lookedUp(context.state)], sendersIn(context.state.data));
}

/** What a run knows of its case, to hold directives against. */
function aboutRun(context: RunContext, text?: string): AboutMessage {
  const { data } = context.state;
  return aboutMessage({
    senders: sendersIn(data),
    text: () => text ?? wordsIn(context.parts.store.read.caseById(context.run.case)?.subject ?? '', data),
    vip: () => vipInRun(context) === true,
  });
}

/**
 * The directives that make the case of a run more or less urgent: by words, marks and addresses, and, where only the meaning
 * of the text can tell, by the router by meaning. Nothing is written.
 * @param text what is decided on; absent: the words of the event
 */
export async function directivesThatApply(
  context: RunContext,
  lists: readonly (readonly DirectiveEntry[])[],
  text?: string,
): Promise<readonly PriorityRule[]> {
  const rules = rulesOf(lists);
  if (rules.length === 0) return [];
  const about = aboutRun(context, text);
  const judged = rules.map((rule) => ({ rule, is: applies(rule, about) }));
  const those = (is: ReturnType<typeof applies>): readonly PriorityRule[] =>
    judged.flatMap((one) => (one.is === is ? [one.rule] : []));
  const open = those('by-meaning');
  if (open.length === 0 || about.text.trim() === '') return those('yes');
  return [...those('yes'), ...(await meantBy(context, open, about.text))];
}

async function meantBy(
  context: RunContext,
  rules: readonly PriorityRule[],
  text: string,
): Promise<readonly PriorityRule[]> {
  // In the form of a directive that chooses a way, as the router by meaning reads them.
  const directives = rules.map(({ reading }, index) => ({
    id: `urgency-${index}`,
    text: `Messages about ${reading.when} go to the desk.`,
  }));
  const { meaning, log } = context.parts;
  // Whoever cannot say what is meant holds up nothing: the case stays where it stands.
  const { chosen } = await meaning.route({ text, directives }).catch((thrown: unknown) => {
    log.warn('urgency_not_read', { run: context.run.id, error: String(thrown) });
    return { chosen: [] as readonly string[] };
  });
  return rules.filter((_rule, index) => chosen.includes(`urgency-${index}`));
}

/** Lets the case stand where these directives put it. */
export const sayByDirectives = (context: RunContext, rules: readonly PriorityRule[]): Promise<void> =>
  sayOfCase(
    context,
    rules.map((rule) => claimOfRule(rule, context.now())),
  );

/** What a router's decision says of urgency: its way's setting, else that exact words called a person. */
export function claimOfRoute(
  at: number,
  label: string,
  setting: Priority | undefined,
  reason: Pick<RouteReason, 'exact' | 'matched'>,
): readonly PriorityClaim[] {
  if (setting !== undefined)
    return [{ voice: 'router', priority: setting, why: `it went to ${label}, where the router says so`, at }];
  if (!reason.exact) return [];
  const word = reason.matched[0];
  return [
    {
      voice: 'router',
      priority: 'high',
      why: word === undefined ? 'its words call a person' : `the word “${word}” calls a person`,
      at,
    },
  ];
}

/**
 * An agent has looked something up: directives about VIPs are held against what the tools say now, and it is kept who is
 * one. The agent's other directives of this kind were held against the text when its visit began.
 */
export async function priorityAfterLookUp(
  context: RunContext,
  lists: readonly (readonly DirectiveEntry[])[],
): Promise<void> {
  const rules = rulesOf(lists).filter(({ reading }) => reading.vip);
  if (rules.length === 0) return;
  const vip = vipInRun(context);
  if (vip === undefined) return;
  const senders = sendersIn(context.state.data);
  if (!isVipKept(context.parts.store.read, senders, vip))
    await context.write('case.priority', (tx) => keepVip(tx, senders, vip));
  const about = aboutRun(context);
  await sayByDirectives(
    context,
    rules.filter((rule) => applies(rule, about) === 'yes'),
  );
}
