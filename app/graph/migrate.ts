import type { z } from 'zod';
import { SwitchyardError } from '../base/errors.ts';
import { isJsonObject, parseJson, type Json, type JsonObject } from '../base/json.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { FLOW, FLOW_FORMAT, FLOW_LIMITS, FLOW_VERSION, type FlowDocument } from './flow.ts';
import { jsonFault } from './json-fault.ts';

/** From form n-1 to form n of the flow file. Empty until the form changes; the saved samples keep it honest. */
export const FORMAT_MIGRATIONS: Readonly<Record<number, (old: JsonObject) => JsonObject>> = {};

/** Reads a flow file: inert data in, a checked document out (G6). Never throws. */
export function readFlow(text: string): Result<FlowDocument, SwitchyardError> {
  if (text.length > FLOW_LIMITS.bytes)
    return no('flow_too_large', 'This file is too large to be a flow (more than 5 MB).');
  const json = text.replace(/^\uFEFF/, ''); // some editors put a mark in front
  const value = parseJson(json);
  if (value === undefined) {
    return no(
      'flow_not_json',
      `This is not a flow file: it is not valid JSON${placeOf(json)}.`,
      'Choose a file that was exported from Switchyard (it ends in .switchyard.json).',
    );
  }
  if (!isJsonObject(value) || value['format'] !== FLOW_FORMAT) {
    return no(
      'flow_not_a_flow',
      'This file is JSON, but not a Switchyard flow.',
      'Choose a file that was exported from Switchyard (it ends in .switchyard.json).',
    );
  }
  const unfit = tooMuchIn(value);
  if (unfit === 'depth') return no('flow_not_a_flow', 'This file is nested too deeply to be a flow.');
  if (unfit === 'values') return no('flow_too_large', 'This file holds too much to be a flow.');
  const version = value['version'];
  if (typeof version !== 'number' || version < 1)
    return no('flow_not_a_flow', 'This flow file does not say which version it is.');
  if (version > FLOW_VERSION)
    return no(
      'flow_too_new',
      'This flow was made by a newer Switchyard.',
      'Update Switchyard and import it again.',
    );
  let migrated: JsonObject = value;
  for (let n = version + 1; n <= FLOW_VERSION; n += 1)
    migrated = FORMAT_MIGRATIONS[n]?.(migrated) ?? migrated;
  const parsed = FLOW.safeParse(migrated);
  return parsed.success
    ? ok(parsed.data)
    : no('flow_not_a_flow', `This flow file is not complete. ${issueSentence(parsed.error)}`);
}

const no = (
  code: 'flow_not_json' | 'flow_not_a_flow' | 'flow_too_new' | 'flow_too_large',
  sentence: string,
  fix?: string,
): Result<FlowDocument, SwitchyardError> =>
  fail(new SwitchyardError(code, sentence, fix === undefined ? {} : { fix }));

/** " (line 3, column 14)": where it stops being JSON. */
function placeOf(text: string): string {
  const at = jsonFault(text);
  if (at === undefined) return '';
  const before = text.slice(0, at).split('\n');
  return ` (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
}

/** Keys that are no data and that something later could trip over. */
const DROPPED = ['__proto__', 'constructor', 'prototype'];

/**
 * What a file has too much of, before anything slower looks at it. Drops keys such as `__proto__` on the way. Without
 * recursion, so that no file can use up the stack.
 */
function tooMuchIn(value: Json): 'depth' | 'values' | undefined {
  const open: [Json, number][] = [[value, 0]];
  let seen = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const [here, depth] = next;
    if (typeof here !== 'object' || here === null) continue;
    if (depth > FLOW_LIMITS.depth) return 'depth';
    for (const key of DROPPED) if (Object.hasOwn(here, key)) Reflect.deleteProperty(here, key);
    const inner: readonly Json[] = Object.values(here);
    seen += inner.length;
    if (seen > FLOW_LIMITS.values) return 'values';
    for (const one of inner) open.push([one, depth + 1]);
  }
  return undefined;
}

function issueSentence(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return '';
  const path = issue.path.map(String).join(' › ') || 'the file';
  if (issue.code === 'too_big')
    return `In ${path}: there is more than fits, which is ${String(issue.maximum)}.`;
  return issue.code === 'unrecognized_keys'
    ? `In ${path}, the field ${issue.keys.map((k) => `"${k}"`).join(', ')} is not known.`
    : `In ${path}: ${issue.message}.`;
}

/** A node's saved config brought up to its definition's version. */
export function migrateConfig(
  definition: {
    readonly version: number;
    readonly migrations?: Readonly<Record<number, (config: JsonObject) => JsonObject>>;
  },
  version: number,
  config: JsonObject,
): JsonObject {
  let now = config;
  for (let n = version + 1; n <= definition.version; n += 1) now = definition.migrations?.[n]?.(now) ?? now;
  return now;
}
