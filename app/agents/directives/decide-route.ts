import type { JsonObject } from '../../base/json.ts';
import { conditionInWords } from '../../kit/condition/describe.ts';
import type { DecidedBy } from '../../store/directives.ts';
import type { RouteReason } from '../../store/trace.ts';
import type { Meaning, RouteRequest, RouteResult } from '../routing/meaning.ts';
import { correctionsFor, wordedOf, type Candidate } from './candidates.ts';

/** What a router decides on. */
export interface RouteQuestion {
  readonly text: string;
  /** The run's data, for clicked rules. */
  readonly data: JsonObject;
  readonly now: number;
  readonly candidates: readonly Candidate[];
  readonly corrections: readonly { readonly text: string; readonly way: string | null }[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Asks a model instead of this computer, where the router is set up so. */
export type AskModel = (request: RouteRequest) => Promise<RouteResult & { readonly by: string }>;

export interface Decided {
  /** Null: Otherwise. */
  readonly way: string | null;
  /** Directives that decided, the best first. */
  readonly directives: readonly string[];
  readonly how: DecidedBy;
  readonly reason: Omit<RouteReason, 'version'>;
  /** Rules that could not be compared, in sentences. */
  readonly notes: readonly string[];
}

const HERE = 'Routing by meaning, on this computer';

/**
 * Decides where a text goes: clicked rules first, in their order; then exact words that call a person; then corrections of
 * a message like it; then the model, where there is one, or likeness in meaning. No effects: a back-test asks the same.
 * @param askModel undefined: decided on this computer
 * @param instead why no model is asked although the router is set up so
 */
export async function decideRoute(
  question: RouteQuestion,
  meaning: Meaning,
  askModel?: AskModel,
  instead?: string,
): Promise<Decided> {
  const ruled = await byRules(question);
  if ('way' in ruled) return ruled;
  const request: RouteRequest = {
    text: question.text,
    directives: wordedOf(question.candidates),
    corrections: correctionsFor(question.corrections, question.candidates),
  };
  const here = await meaning.route(request);
  const fixed = here.escalated || here.corrected === true;
  if (askModel && !fixed && request.directives.length > 0) {
    try {
      const { by, ...asked } = await askModel(request);
      return { ...decidedBy(question, asked, 'model', by), notes: ruled.notes };
    } catch (thrown) {
      const why = whyAway(thrown);
      if (why === undefined) throw thrown;
      return { ...decidedBy(question, here, howOf(here), HERE, why), notes: ruled.notes };
    }
  }
  return { ...decidedBy(question, here, howOf(here), HERE, fixed ? undefined : instead), notes: ruled.notes };
}

const howOf = (result: RouteResult): DecidedBy =>
  result.escalated ? 'words' : result.corrected === true ? 'correction' : 'meaning';

/** Thrown by `AskModel` when the model gave nothing that can be used: this computer decides. */
export class ModelAway extends Error {}

const whyAway = (thrown: unknown): string | undefined =>
  thrown instanceof ModelAway ? thrown.message : undefined;

async function byRules({
  candidates,
  data,
  now,
}: RouteQuestion): Promise<Decided | { readonly notes: readonly string[] }> {
  const rules = candidates.filter((candidate) => candidate.when !== undefined);
  if (rules.length === 0) return { notes: [] };
  // Loaded when the first rule is met: its language takes memory and time that a start should not pay for.
  const { evaluate } = await import('../../kit/condition/evaluate.ts');
  const notes: string[] = [];
  for (const rule of rules) {
    if (!rule.when) continue;
    const { holds, notes: said } = evaluate(rule.when, data, now);
    notes.push(...said);
    if (!holds) continue;
    return {
      way: rule.way,
      directives: [rule.id],
      how: 'rule',
      notes,
      reason: {
        directive: rule.text,
        probability: 1,
        band: 'sure',
        matched: [],
        exact: false,
        by: `Because ${conditionInWords(rule.when)}`,
        id: rule.id,
        how: 'rule',
      },
    };
  }
  return { notes };
}

function decidedBy(
  { candidates, labels }: RouteQuestion,
  result: RouteResult,
  how: DecidedBy,
  by: string,
  instead?: string,
): Decided {
  const find = (id: string | undefined): Candidate | undefined => candidates.find((one) => one.id === id);
  const chosen = find(result.chosen[0]);
  const best = result.ranked[0];
  const spoke = chosen ? result.ranked.find(({ id }) => id === chosen.id) : best;
  const others = result.chosen.slice(1).flatMap((id) => {
    const way = find(id)?.way;
    return way === undefined || way === chosen?.way ? [] : [labels[way] ?? way];
  });
  const shown = chosen ?? find(best?.id);
  return {
    way: chosen?.way ?? null,
    directives: chosen ? result.chosen : [],
    how,
    notes: [],
    reason: {
      directive: shown?.text ?? '',
      probability: spoke?.probability ?? 0,
      band: result.band,
      matched: spoke?.matched ?? [],
      exact: result.escalated,
      by,
      how,
      ...(shown ? { id: shown.id } : {}),
      ...(others.length > 0 ? { also: [...new Set(others)] } : {}),
      ...(instead === undefined ? {} : { instead }),
    },
  };
}
