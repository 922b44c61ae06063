import { digestOf } from '../../../app/base/digest.ts';
import { SwitchyardError } from '../../../app/base/errors.ts';
import { jsonAt, type Json, type JsonObject } from '../../../app/base/json.ts';
import { implementTrigger, type FoundEvent, type TriggerContext } from '../../../app/kit/implement.ts';
import { nextOf, readHubspot, resultsOf, serverTime } from '../../connections/hubspot/client.ts';
import { hubspotFormSubmitted } from './definition.ts';

/** Looked at again with every poll; what comes twice is dropped by its key. */
const OVERLAP_MS = 5 * 60_000;
const PAGE = 50;

/** `since`: nothing older is an event. `from`: read back to here. Epoch ms by HubSpot's clock. */
interface Cursor extends JsonObject {
  readonly since: number;
  readonly from: number;
}

function readCursor(cursor: Json): Cursor {
  const since = jsonAt(cursor, ['since']);
  const from = jsonAt(cursor, ['from']);
  if (typeof since === 'number' && typeof from === 'number') return { since, from };
  throw new SwitchyardError('data_damaged', 'This trigger has forgotten how far it has looked.', {
    fix: 'Turn the flow off and on again.',
  });
}

const submittedAt = (submission: JsonObject): number =>
  typeof submission['submittedAt'] === 'number' ? submission['submittedAt'] : 0;

/** The submissions since a moment, and HubSpot's time when we began to look. They come newest first. */
async function submissionsSince(
  { connection, signal, clock }: TriggerContext,
  form: string,
  from: number,
): Promise<{ readonly found: readonly JsonObject[]; readonly at: number }> {
  if (!connection) throw new SwitchyardError('no_connection', 'This trigger has no HubSpot account.');
  const id = form.trim();
  if (!/^[0-9a-f-]{8,60}$/i.test(id))
    throw new SwitchyardError('tool_invalid', `"${form}" is not the id of a form in HubSpot.`);
  const begun = clock.now();
  const found: JsonObject[] = [];
  let at: number | undefined;
  for (let after: string | undefined; ;) {
    const { body, headers } = await readHubspot(
      { connection, signal, clock },
      {
        method: 'GET',
        path: `/form-integrations/v1/submissions/forms/${id}`,
        query: { limit: PAGE, ...(after === undefined ? {} : { after }) },
      },
    );
    at ??= serverTime(headers, begun, clock.now());
    const page = resultsOf(body);
    const recent = page.filter((submission) => submittedAt(submission) >= from);
    found.push(...recent);
    after = nextOf(body);
    if (after === undefined || recent.length < page.length) break;
  }
  return { found, at };
}

/** The answers by the name of their question. A question that was answered more than once keeps its answers together. */
function answersOf(submission: JsonObject): Record<string, string> {
  const answers: Record<string, string> = {};
  const values = submission['values'];
  for (const entry of Array.isArray(values) ? (values as readonly Json[]) : []) {
    const name = jsonAt(entry, ['name']);
    const value = jsonAt(entry, ['value']);
    if (typeof name !== 'string' || typeof value !== 'string' || !/^[\w-]{1,100}$/.test(name)) continue;
    const known = Object.hasOwn(answers, name) ? answers[name] : undefined;
    answers[name] = known === undefined ? value : `${known}, ${value}`;
  }
  return answers;
}

function foundEvent(submission: JsonObject): FoundEvent {
  const { conversionId } = submission;
  const answers = answersOf(submission);
  const at = submittedAt(submission);
  const key =
    typeof conversionId === 'string' && conversionId !== '' ? conversionId : digestOf([at, answers]);
  const name = [answers['firstname'], answers['lastname']].filter((part) => part !== undefined).join(' ');
  return {
    key,
    at,
    caseKey: `hubspot:submission:${key}`,
    subject: name === '' ? (answers['email'] ?? 'A form') : name,
    data: { submission: { id: key, at: new Date(at).toISOString() }, answers },
  };
}

export const runHubspotFormSubmitted = implementTrigger(hubspotFormSubmitted, {
  async seed(context, { form }) {
    const { at } = await submissionsSince(context, form, Number.MAX_SAFE_INTEGER);
    return { since: at, from: at - OVERLAP_MS };
  },
  async poll(context, { form }, cursor) {
    const { since, from } = readCursor(cursor);
    const { found, at } = await submissionsSince(context, form, from);
    const events = found
      .filter((submission) => submittedAt(submission) >= since)
      .map(foundEvent)
      .toSorted((a, b) => a.at - b.at);
    return { events, cursor: { since, from: at - OVERLAP_MS }, more: false };
  },
});
