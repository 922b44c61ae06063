import { canonicalJson, type JsonObject } from '../base/json.ts';
import type { Catalog } from '../kit/catalog.ts';
import { nextAgentTurn, type AgentTurn, type AgentWork } from './agent-turn.ts';
import { createPracticeModel } from './practice/practice-model.ts';
import type { TranscriptEntry } from './transcript.ts';

/** One thing that an agent did, or would do, in a visit. */
export interface Deed {
  /** The same deed has the same key. */
  readonly key: string;
  readonly title: string;
}

type Result = Exclude<TranscriptEntry, { kind: 'reply' }>;

/** What was done in a visit, and what each call gave. */
export interface Visit {
  readonly deeds: readonly Deed[];
  readonly results: ReadonlyMap<string, Result>;
}

/** No visit of the practice model is longer. */
const MOST_TURNS = 60;
const NOTHING_MORE: Deed = { key: 'done', title: 'nothing more' };
const A_PERSON: Deed = { key: 'stuck', title: 'hands it to a person' };

/** What stands in a recorded visit: caps and present tools do not matter for what has happened. */
export function visitAsItWas(
  work: AgentWork,
  transcript: readonly TranscriptEntry[],
  catalog: Catalog,
): Visit {
  const deeds: Deed[] = [];
  const results = new Map<string, Result>();
  for (let length = 1; length <= transcript.length; length += 1) {
    const turn = nextAgentTurn(work, transcript.slice(0, length), catalog);
    const wish = wishOf(turn, catalog);
    const next = transcript[length];
    if (wish) {
      if (!wish.onlyLooks) deeds.push(wish.deed);
      if (next && next.kind !== 'reply') results.set(wish.deed.key, next);
    } else if (length === transcript.length)
      deeds.push(turn.do === 'finish' && turn.port === 'done' ? NOTHING_MORE : A_PERSON);
  }
  return { deeds, results };
}

/**
 * What the practice reading of these directives would do in the same visit. Nothing is called: a call that was made then
 * gives what it gave then, and at the first one that was not made the replay ends, for nobody knows what it would give.
 */
export async function replayVisit(work: AgentWork, was: Visit, catalog: Catalog): Promise<readonly Deed[]> {
  const model = createPracticeModel();
  const transcript: TranscriptEntry[] = [];
  const deeds: Deed[] = [];
  for (let turns = 0; turns < MOST_TURNS; turns += 1) {
    const turn = nextAgentTurn(work, transcript, catalog);
    const wish = wishOf(turn, catalog);
    if (wish) {
      const result = was.results.get(wish.deed.key);
      if (!wish.onlyLooks || !result) deeds.push(wish.deed);
      if (!result) return deeds;
      transcript.push({ ...result, callId: wish.callId });
    } else if (turn.do === 'note-fact')
      transcript.push({ kind: 'tool-done', callId: turn.call.id, output: { noted: turn.fact.name } });
    else if (turn.do === 'ask-model') {
      const { text, calls } = await model.answer({
        messages: turn.messages,
        tools: turn.tools,
        maxTokens: turn.maxTokens,
        timeoutMs: turn.timeoutMs,
        signal: new AbortController().signal,
      });
      transcript.push({ kind: 'reply', text, calls, tokens: 0, ms: 0 });
    } else return [...deeds, turn.do === 'finish' && turn.port === 'done' ? NOTHING_MORE : A_PERSON];
  }
  return deeds;
}

/** The first difference, in words; undefined when all would be the same. */
export function firstDifference(
  was: readonly Deed[],
  would: readonly Deed[],
): { readonly from: string; readonly to: string } | undefined {
  const at = would.findIndex((deed, index) => deed.key !== was[index]?.key);
  const to = at < 0 ? undefined : would[at];
  if (!to) return undefined;
  const from = was[at] ?? NOTHING_MORE;
  return { from: from.title, to: to.title === from.title ? `${to.title}, in other words` : to.title };
}

interface Asked {
  readonly deed: Deed;
  readonly callId: string;
  readonly onlyLooks: boolean;
}

function wishOf(turn: AgentTurn, catalog: Catalog): Asked | undefined {
  if (turn.do === 'call-tool') {
    const action = catalog.action(turn.action);
    return {
      deed: { key: keyOf(turn.action, turn.input), title: action?.proposes(turn.input) ?? turn.action },
      callId: turn.call.id,
      onlyLooks: action?.effect(turn.input) === 'read',
    };
  }
  if (turn.do !== 'ask-teammate') return undefined;
  const { as, to, packet } = turn.ask;
  return {
    deed: {
      key: keyOf(`${as} ${to.id}`, { ...packet }),
      title: as === 'ask' ? `asks ${to.name}` : `hands it to ${to.name}`,
    },
    callId: turn.call.id,
    onlyLooks: false,
  };
}

const keyOf = (what: string, input: JsonObject): string => `${what} ${canonicalJson(input)}`;
