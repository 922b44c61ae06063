import type { JsonObject } from '../base/json.ts';
import type { AuditRecord } from '../store/records.ts';
import type { Api } from './contract/api.ts';
import type { ApiParts } from './parts.ts';

const text = (data: JsonObject, key: string): string => (typeof data[key] === 'string' ? data[key] : '');

const OUTCOMES: Readonly<Record<string, string>> = {
  resolved: 'resolved',
  unresolved: 'unresolved',
  escalated: 'handed to a person',
  finished: 'finished',
};

const WAITING: Readonly<Record<string, string>> = {
  all: ', with all that had come in meanwhile',
  newest: ', with only the newest of what had come in meanwhile',
  skip: ', without what had come in meanwhile',
};

const SENTENCES: Readonly<Record<string, (data: JsonObject) => string>> = {
  flow_created: (d) => `Created the flow “${text(d, 'name')}”`,
  flow_published: (d) => `Published version ${String(d['version'])}`,
  flow_turned_on: (d) => `Turned the flow on${WAITING[text(d, 'cameInMeanwhile')] ?? ''}`,
  flow_turned_off: () => 'Turned the flow off',
  flow_removed: (d) => `Removed the flow “${text(d, 'name')}”`,
  agent_bound: (d) => `Chose who stands for “${text(d, 'key')}”`,
  agent_added: (d) => `Added ${text(d, 'name')} to the team`,
  agent_changed: (d) => `Changed ${text(d, 'name')}`,
  model_chosen: (d) => `Chose the model ${text(d, 'model')}`,
  directives_changed: (d) =>
    `Changed directives${text(d, 'note') ? `: ${text(d, 'note')}` : ''} (version ${String(d['version'])})`,
  route_corrected: (d) => `Corrected a decision: ${text(d, 'way')}`,
  correction_forgotten: () => 'Took back a correction',
  connection_added: (d) => `Connected “${text(d, 'label')}”`,
  connection_key_changed: () => 'Entered a new key',
  connection_removed: (d) => `Removed the account “${text(d, 'label')}”`,
  practice_opened: () => 'Opened the practice workspace',
  operator_named: (d) => `Goes by the name ${text(d, 'name')}`,
  run_started_by_hand: () => 'Started a run by hand',
  run_stopped: () => 'Stopped a run',
  everything_stopped: () => 'Stopped everything',
  everything_resumed: () => 'Let everything go on',
  cap_set: (d) => `Set a limit of ${text(d, 'name')}: ${text(d, 'cap')}`,
  connection_limits_set: () => 'Set how often an account may be called',
  run_moved: (d) => `Moved a run to version ${String(d['version'])}`,
  run_sent_elsewhere: (d) => `Sent a run to ${text(d, 'way')}, because it was sorted wrongly`,
  teammate_asked: (d) => `Asked ${text(d, 'to')}`,
  case_handed_over: (d) => `Handed a case to ${text(d, 'to')}`,
  case_owner_changed: (d) => `Gave a case to ${text(d, 'owner') || 'nobody'}`,
  case_priority_changed: (d) => `Set the priority of a case to ${text(d, 'priority')}`,
  fact_noted: (d) => `Noted a fact in a case: ${text(d, 'name')}`,
  event_reported: (d) => `Reported “${text(d, 'event')}” about ${text(d, 'about')}`,
  run_capped: (d) => `Held a run: ${text(d, 'title')}`,
  run_set_aside: (d) => `Set a run aside: ${text(d, 'title')}`,
  run_ended: (d) => `Ended a run: ${OUTCOMES[text(d, 'outcome')] ?? text(d, 'outcome')}`,
  data_set_back: (d) =>
    `Set the data back to ${new Date(Number(d['knownUntil'])).toISOString().slice(0, 16).replace('T', ' ')} UTC; runs that stand still: ${String(d['runsHeld'])}`,
  run_let_go_on: () => 'Let a run go on that stood still',
  retention_changed: (d) =>
    `Keeps ended runs ${String(d['keepDays'])} days, at most ${String(d['budgetMb'])} MB`,
  approval_decided: (d) =>
    `${text(d, 'status') === 'approved' ? 'Approved' : 'Rejected'}: ${text(d, 'title')}${d['input'] ? ' (with a change)' : ''}`,
  approval_reminded: (d) => `Reminded ${text(d, 'to')}`,
  approval_put_off: () => 'Put a card off',
  approval_timed_out: (d) => `Nobody decided in time: ${text(d, 'title')}`,
  card_question: () => 'Asked an agent about its proposal',
  permission_given: (d) =>
    `Allowed ${text(d, 'action')}${text(d, 'upTo') ? ` up to ${text(d, 'upTo')}` : ''}${text(d, 'who') ? ` for ${text(d, 'who')}` : ''}, ${String(d['most'])} times, until ${new Date(Number(d['until'])).toISOString().slice(0, 10)}`,
  permission_revoked: (d) => `Took back the permission for ${text(d, 'action')}`,
  people_changed: () => 'Changed who is asked',
  suggestion_accepted: (d) => `Accepted a suggestion: ${text(d, 'change')}`,
  suggestion_dismissed: (d) => `Dismissed a suggestion: ${text(d, 'change')}`,
  clock_moved: (d) => text(d, 'sentence'),
  approval_passed_on: (d) => `Nobody answered in time; ${text(d, 'to')} is asked`,
  action_done: (d) =>
    `Did ${text(d, 'action')}${text(d, 'as') ? ` as ${text(d, 'as')}` : ''}${text(d, 'approvedBy') ? `, approved by ${text(d, 'approvedBy')}` : ''}`,
  action_failed: (d) => `Failed at ${text(d, 'action')}: ${text(d, 'error')}`,
  action_refused: (d) => `Was refused ${text(d, 'action')}: ${text(d, 'rule')}`,
  trigger_given_up: (d) => text(d, 'sentence'),
  clock_gap: (d) => text(d, 'sentence'),
  hook_address_shown: (d) => `Copied the address /${text(d, 'path')} with its secret`,
  hook_port_chosen: (d) => `Chose port ${String(d['port'])} for calls from other programs`,
  hook_address_renewed: (d) => `Made a new secret for the address /${text(d, 'path')}`,
  hook_key_set: (d) => `Entered a key for signatures of the address /${text(d, 'path')}`,
  place_allowed: (d) => `Allowed looking at ${text(d, 'at')}`,
  place_taken_back: (d) => `Took back that ${text(d, 'at')} may be looked at`,
  action_unknown: (d) => `Got no answer for ${text(d, 'action')}`,
};

const sentenceOf = (row: AuditRecord): string =>
  SENTENCES[row.type]?.(row.data) ?? row.type.replaceAll('_', ' ');

/** The audit log, newest first, and the check of its chain. */
export function auditApi(parts: ApiParts): Api['audit'] {
  return {
    list: async ({ limit, before }) =>
      parts.store.read.audit(limit, before).map((row) => ({ ...row, sentence: sentenceOf(row) })),
    verify: async () => {
      const { rows, brokenAt } = parts.store.read.verifyAudit();
      return { ok: brokenAt === null, rows, brokenAt };
    },
  };
}
