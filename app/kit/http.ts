import type { Clock } from '../base/clock.ts';
import { SwitchyardError } from '../base/errors.ts';
import { parseJson, type Json } from '../base/json.ts';
import type { BoundFetch } from './net.ts';

/** A tool as sentences and look-ups of errors need it. */
export interface HttpTool {
  /** "Help Scout". */
  readonly title: string;
  /** When a call may be made again, from an answer that says "too many": milliseconds from now, if it says so. */
  retryAfterMs(headers: Headers): number | undefined;
  /** What the vendor says is wrong, in its own words, when the answer holds any. */
  problemIn(body: Json | undefined): string | undefined;
}

export interface HttpCall {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: Json;
  readonly form?: string;
  /** A body as it is, of the media type `type`. */
  readonly text?: string;
  readonly type?: string;
  /** The call asks for a change, so a lost answer leaves open whether it happened. Asked for, never guessed. */
  readonly changes: boolean;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The body, when it is JSON. */
  readonly json: Json | undefined;
  readonly text: string;
}

const FIX_KEY = 'Enter a new one in Connections.';

/**
 * Makes one call and reads its answer, whatever its status. Throws `temporary` when nothing was sent or nothing was
 * asked to change, and `unknown_outcome` when a change was sent and its answer is lost.
 */
export async function exchange(fetch: BoundFetch, tool: HttpTool, call: HttpCall): Promise<HttpAnswer> {
  const body = call.json === undefined ? (call.text ?? call.form) : JSON.stringify(call.json);
  const type =
    call.type ??
    (call.json === undefined ? 'application/x-www-form-urlencoded' : 'application/json; charset=utf-8');
  try {
    const response = await fetch(call.url, {
      method: call.method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': type }),
        ...call.headers,
      },
      ...(body === undefined ? {} : { body }),
      signal: call.signal,
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      json: text === '' ? undefined : parseJson(text),
      text,
    };
  } catch (thrown) {
    if (thrown instanceof SwitchyardError && thrown.code !== 'temporary' && thrown.code !== 'unknown_outcome')
      throw thrown;
    const nothingSent = thrown instanceof SwitchyardError && thrown.code === 'temporary';
    if (nothingSent)
      throw new SwitchyardError('temporary', `${tool.title} cannot be reached.`, { cause: thrown });
    throw lostAnswer(tool, call.changes, thrown);
  }
}

/** The call went out and no answer that says anything came back. */
export const lostAnswer = (tool: HttpTool, changes: boolean, cause?: unknown): SwitchyardError =>
  changes
    ? new SwitchyardError(
        'unknown_outcome',
        `${tool.title} gave no answer, so it is not known whether this was done.`,
        { cause },
      )
    : new SwitchyardError('temporary', `${tool.title} did not answer.`, { cause });

/**
 * The error that an answer stands for, or undefined when it is a success (2xx).
 * Codes follow the list that every tool maps to; sentences name the tool and what to do.
 */
export function refusalIn(tool: HttpTool, call: HttpCall, answer: HttpAnswer): SwitchyardError | undefined {
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return undefined;
  const said = tool.problemIn(answer.json);
  const withWords = (sentence: string): string =>
    said === undefined ? `${sentence}.` : `${sentence}: ${ended(said)}`;
  const detail = { status, ...(said === undefined ? {} : { said }) };
  const error = (...[code, sentence, more]: ConstructorParameters<typeof SwitchyardError>): SwitchyardError =>
    new SwitchyardError(code, sentence, { detail, ...more });
  switch (status) {
    case 401:
      return error('auth_revoked', `${tool.title} does not accept this key any more.`, { fix: FIX_KEY });
    case 403:
      return error('scope_missing', withWords(`${tool.title} does not allow this account to do that`), {
        fix: `Give the account this permission in ${tool.title}, or choose another account.`,
      });
    case 404:
    case 410:
      return error('tool_not_found', withWords(`${tool.title} does not have what this is about`));
    case 409:
      return error('tool_conflict', withWords(`${tool.title} has changed in the meantime`));
    case 412:
      return error('limit_reached', withWords(`A limit of the ${tool.title} account is reached`));
    case 429: {
      const pause = tool.retryAfterMs(headers);
      return error('rate_limited', `${tool.title} asks for a pause: too many calls in a short time.`, {
        ...(pause === undefined ? {} : { retryAt: call.clock.now() + pause }),
      });
    }
    default:
      if (status >= 500) return lostAnswer(tool, call.changes);
      return error('tool_invalid', withWords(`${tool.title} does not take this`));
  }
}

/**
 * The JSON of a successful answer. A web page in its place (a sign-in page of the network, say) means that the tool
 * was not reached or that its answer is lost.
 */
export function jsonOf(tool: HttpTool, call: HttpCall, answer: HttpAnswer): Json {
  if (answer.json !== undefined) return answer.json;
  throw lostAnswer(tool, call.changes);
}

const ended = (sentence: string): string =>
  /[.!?]$/.test(sentence.trim()) ? sentence.trim() : `${sentence.trim()}.`;

/** A whole number of seconds in a header, as milliseconds; undefined when there is none. */
export function secondsIn(headers: Headers, name: string): number | undefined {
  const text = headers.get(name)?.trim() ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) * 1_000 : undefined;
}

/**
 * A form in the bracket style: `{ metadata: { a: 'b' }, expand: ['x'] }` → `metadata[a]=b&expand[0]=x`.
 * Undefined values are left out.
 */
export function bracketForm(values: FormValues): string {
  const form = new URLSearchParams();
  const add = (name: string, value: FormValue): void => {
    if (value === undefined) return;
    if (Array.isArray(value))
      for (const [index, item] of (value as readonly FormValue[]).entries()) add(`${name}[${index}]`, item);
    else if (typeof value === 'object')
      for (const [key, item] of Object.entries(value)) add(`${name}[${key}]`, item);
    else form.append(name, String(value));
  };
  for (const [name, value] of Object.entries(values)) add(name, value);
  return form.toString();
}

export type FormValue = string | number | boolean | undefined | readonly FormValue[] | FormValues;
export interface FormValues {
  readonly [name: string]: FormValue;
}
