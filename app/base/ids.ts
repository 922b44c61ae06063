import type { Random } from './random.ts';

/** A string that names one kind of thing and cannot be passed for another. */
export type Id<Kind extends string> = string & { readonly __id: Kind };

export type FlowId = Id<'flow'>;
export type NodeId = Id<'node'>;
export type RunId = Id<'run'>;
export type EventId = Id<'event'>;
export type CaseId = Id<'case'>;
export type AgentId = Id<'agent'>;
export type ConnectionId = Id<'connection'>;
export type ApprovalId = Id<'approval'>;
export type TriggerId = Id<'trigger'>;
export type PermissionId = Id<'permission'>;
/** `node#visit`, or `node#visit/part` for a part of an agent's work: unique within a run, stable over restarts. */
export type StepKey = Id<'step'>;

const PREFIX = {
  flow: 'flow',
  node: 'n',
  run: 'run',
  /** A child run: sorts before every other run, so that lists of runs leave it out by range. */
  branch: 'branch',
  event: 'evt',
  case: 'case',
  agent: 'agent',
  connection: 'conn',
  approval: 'ask',
  trigger: 'trg',
  permission: 'perm',
} as const;

/** The smallest id of a run that is no child run. */
export const FIRST_RUN = 'run_';

/** A new id: prefix, time in base 36 (so that ids sort by age), 80 random bits. */
export function newId<Kind extends keyof typeof PREFIX>(kind: Kind, now: number, random: Random): Id<Kind> {
  const time = now.toString(36).padStart(9, '0');
  return `${PREFIX[kind]}_${time}${random.letters(16)}` as Id<Kind>;
}

export const stepKey = (node: NodeId, visit: number, part?: string): StepKey =>
  (part === undefined ? `${node}#${visit}` : `${node}#${visit}/${part}`) as StepKey;

/** The node a step belongs to. */
export const nodeOfStep = (step: StepKey): NodeId => step.slice(0, step.indexOf('#')) as NodeId;

/** Which visit of its node a step belongs to. */
export const visitOfStep = (step: StepKey): number => Number.parseInt(step.slice(step.indexOf('#') + 1), 10);
