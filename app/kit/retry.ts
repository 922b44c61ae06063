import { z } from 'zod';
import { durationMs, isDuration } from '../base/duration.ts';
import type { JsonObject } from '../base/json.ts';

/** The setting that every step which may fail has beside its own fields. */
export const RETRY_KEY = 'retry';

/** How a step is tried again: how often altogether, and the pause before the second try (`10s`). */
const RETRY = z.strictObject({
  tries: z.number().int().min(1, 'at least one try').max(20, 'at most 20 tries'),
  first: z.string().refine((text) => isDuration(text) && durationMs(text) > 0, 'a pause such as 10s'),
});
export type RetrySetting = z.infer<typeof RETRY>;

/** What a step does unless it says otherwise: see `app/runtime/retry.ts`. */
export const USUAL_RETRY: RetrySetting = { tries: 5, first: '2s' };

/** What is wrong with the setting, in words that continue "… needs", or undefined. */
export function retryProblem(config: JsonObject): string | undefined {
  if (config[RETRY_KEY] === undefined) return undefined;
  const parsed = RETRY.safeParse(config[RETRY_KEY]);
  return parsed.success ? undefined : (parsed.error.issues[0]?.message ?? 'another value');
}

/** The setting in numbers; undefined when the step has none of its own. */
export function retryOf(
  config: JsonObject,
): { readonly tries: number; readonly firstMs: number } | undefined {
  const parsed = RETRY.safeParse(config[RETRY_KEY]);
  return parsed.success ? { tries: parsed.data.tries, firstMs: durationMs(parsed.data.first) } : undefined;
}
