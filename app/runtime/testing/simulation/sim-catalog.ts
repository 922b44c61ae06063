import { z } from 'zod';
import type { Catalog } from '../../../kit/catalog.ts';
import { defineAction, type AnyAction, type ToolId } from '../../../kit/define.ts';
import type { Effect, IdempotencyRung } from '../../../kit/effects.ts';
import { field } from '../../../kit/fields.ts';

/** An action of each rung: how a repeat is recognised after a lost answer. `ref` names the deed in the ledger. */
const rungAction = (tool: ToolId, idempotency: IdempotencyRung, effect: Effect): AnyAction =>
  defineAction({
    type: `sim.${idempotency}`,
    version: 1,
    title: `Do (${idempotency})`,
    summary: 'Does one thing.',
    icon: 'check',
    tool,
    toolName: `do_${idempotency}`,
    toolHelp: 'Does one thing.',
    fields: {
      agent: field.agent({ label: 'As' }),
      ref: field.text({ label: 'What', acceptsData: true }),
      text: field.text({ label: 'Text', role: 'content', acceptsData: true }),
    },
    gives: [],
    effect: () => effect,
    idempotency,
    output: z.strictObject({ id: z.string() }),
    sample: { input: { agent: 'fin', ref: 'r', text: 't' }, output: { id: '1' } },
    sentence: () => 'Does one thing',
    proposes: ({ ref }) => `Do ${ref}`,
    did: ({ ref }) => `Did ${ref}`,
    card: ({ ref, text }) => [
      { label: 'What', value: ref },
      { label: 'Text', value: text, field: 'text' },
    ],
  });

export const RUNG_ACTIONS: readonly AnyAction[] = [
  rungAction('stripe', 'key', 'money'),
  rungAction('slack', 'ownId', 'write'),
  rungAction('helpscout', 'lookUp', 'external'),
  rungAction('slack', 'none', 'write'),
];

/** The product's catalog with one action of each rung in it. */
export function withRungs(catalog: Catalog): Catalog {
  const own = new Map(RUNG_ACTIONS.map((action) => [action.type, action]));
  return {
    ...catalog,
    all: [...catalog.all, ...RUNG_ACTIONS],
    find: (type) => own.get(type) ?? catalog.find(type),
    action: (type) => own.get(type) ?? catalog.action(type),
  };
}
