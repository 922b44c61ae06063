import type { z } from 'zod';
import type { saveAgent, setModel } from '../../app/api/contract/inputs.ts';
import type { AgentId } from '../../app/base/ids.ts';
import { isDuration } from '../../app/base/duration.ts';
import type {
  AgentCaps,
  AgentHours,
  AgentPicture,
  AgentRecord,
  ModelChoice,
} from '../../app/store/records.ts';
import { rowsFrom, rulesFrom, type AutonomyRow } from './autonomy-form.ts';

/** A directive as it is typed; author and date come from the core when it is saved. */
export interface DirectiveDraft {
  readonly id: string;
  readonly text: string;
  readonly on: boolean;
}

export interface ModelDraft {
  readonly kind: ModelChoice['kind'];
  readonly baseUrl: string;
  readonly model: string;
  /** Empty: the key that is stored stays. */
  readonly key: string;
  readonly allowsPrivate: boolean;
}

/** An agent while it is edited. Nothing of it counts before Save. */
export interface AgentDraft {
  readonly name: string;
  readonly role: string;
  readonly directives: readonly DirectiveDraft[];
  readonly tools: readonly string[];
  readonly rows: readonly AutonomyRow[];
  readonly asks: readonly { readonly person: string; readonly within: string; readonly remind: string }[];
  /** Whom it may ask and hand cases to. */
  readonly teammates: readonly AgentId[];
  readonly picture: AgentPicture;
  readonly caps: AgentCaps;
  /** Null: at any time. */
  readonly hours: AgentHours | null;
  /** Null: as usual. */
  readonly concurrency: number | null;
  readonly model: ModelDraft;
}

const NO_MODEL: ModelDraft = { kind: 'practice', baseUrl: '', model: '', key: '', allowsPrivate: false };

const LETTERS: AgentPicture = { drawing: 'letters', colour: 'blue' };
const USUAL_CAPS: AgentCaps = { turns: 12, tokens: 60_000, timeMs: 180_000 };

/** A new teammate: no tools, no directives, asks whom the workspace asks. */
export const emptyDraft = (actions: readonly string[]): AgentDraft => ({
  name: '',
  role: '',
  directives: [],
  tools: [],
  rows: rowsFrom([], actions),
  asks: [],
  teammates: [],
  picture: LETTERS,
  caps: USUAL_CAPS,
  hours: null,
  concurrency: null,
  model: NO_MODEL,
});

/** An agent as it stands, ready to be edited. `actions`: every action of this build. */
export function draftOf(agent: AgentRecord, actions: readonly string[]): AgentDraft {
  const { name, role, directives, tools, autonomy, asks, model } = agent;
  return {
    name,
    role,
    directives: directives.map(({ id, text, on }) => ({ id, text, on })),
    tools,
    rows: rowsFrom(autonomy, actions),
    asks: asks.map(({ person, within, remind }) => ({ person, within: within ?? '', remind: remind ?? '' })),
    teammates: agent.teammates ?? [],
    picture: agent.picture ?? LETTERS,
    caps: agent.caps,
    hours: agent.hours ?? null,
    concurrency: agent.concurrency ?? null,
    model: model.kind === 'practice' ? NO_MODEL : { ...model, key: '' },
  };
}

export const sameDraft = (a: AgentDraft, b: AgentDraft): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What keeps a draft from being saved, in sentences. */
export function draftProblems(draft: AgentDraft): readonly string[] {
  const { name, directives, rows, asks, model } = draft;
  return [
    name.trim() === '' ? 'Give the agent a name.' : '',
    directives.some((d) => d.text.trim() === '') ? 'A directive has no words. Write them, or remove it.' : '',
    Object.keys(rulesFrom(rows, []).problems).length > 0
      ? 'An amount or a special case under “By itself” is not filled in.'
      : '',
    asks.some((a) => a.person.trim() === '') ? 'Somebody who is asked has no name.' : '',
    asks.some((a) => [a.within, a.remind].some((time) => time !== '' && !isDuration(time)))
      ? 'A time under “Who is asked” cannot be read. Write 30m, 2h or 1d.'
      : '',
    draft.hours?.days.length === 0 ? 'Choose the days on which the agent works.' : '',
    draft.hours && draft.hours.from >= draft.hours.to ? 'Working hours must begin before they end.' : '',
    model.kind === 'openai' && !/^https?:\/\/[^\s]+$/.test(model.baseUrl)
      ? 'The address of the model must begin with https:// or http://.'
      : '',
    model.kind === 'openai' && model.model.trim() === '' ? 'The model needs its name.' : '',
  ].filter((sentence) => sentence !== '');
}

/** What is sent to save it. Call only without problems. */
export function toSave(draft: AgentDraft, agent: AgentRecord | null): z.infer<typeof saveAgent> {
  return {
    ...(agent ? { id: agent.id } : {}),
    name: draft.name.trim(),
    role: draft.role,
    // Those of an agent that is there are saved by themselves.
    ...(agent ? {} : { directives: draft.directives.map((d) => ({ ...d, text: d.text.trim() })) }),
    tools: [...draft.tools],
    autonomy: rulesFrom(draft.rows, agent?.autonomy ?? []).rules.map((rule) => ({ ...rule })),
    asks: draft.asks.map(({ person, within, remind }) => ({
      person: person.trim(),
      ...(within === '' ? {} : { within }),
      ...(remind === '' ? {} : { remind }),
    })),
    teammates: [...draft.teammates],
    picture: draft.picture,
    caps: draft.caps,
    hours: draft.hours ? { ...draft.hours, days: [...draft.hours.days] } : null,
    concurrency: draft.concurrency,
  };
}

/** What is sent to change the model, or nothing when it stays. */
export function modelToSave(
  draft: AgentDraft,
  before: AgentDraft,
  agent: AgentId,
): z.infer<typeof setModel> | undefined {
  const { kind, baseUrl, model, key, allowsPrivate } = draft.model;
  if (JSON.stringify(draft.model) === JSON.stringify(before.model)) return undefined;
  if (kind === 'practice') return { agent, model: { kind } };
  return { agent, model: { kind, baseUrl, model: model.trim(), key, allowsPrivate } };
}
