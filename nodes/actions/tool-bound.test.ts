import { describe, expect, test } from 'vitest';
import { EFFECTS } from '../../app/kit/effects.ts';
import type { AnyAction } from '../../app/kit/define.ts';
import { fieldSchema, fieldsToJsonSchema, type Field } from '../../app/kit/fields.ts';
import { jsonAt, type JsonObject } from '../../app/base/json.ts';
import { plainNames } from '../../app/kit/names.ts';
import { catalog } from '../catalog.ts';
import { helpscoutAssign } from './helpscout-assign/definition.ts';
import { helpscoutClose } from './helpscout-close/definition.ts';
import { helpscoutNote } from './helpscout-note/definition.ts';
import { helpscoutReply } from './helpscout-reply/definition.ts';
import { helpscoutTag } from './helpscout-tag/definition.ts';
import { slackPostMessage } from './slack-post-message/definition.ts';
import { stripeApplyOffer } from './stripe-apply-offer/definition.ts';
import { stripeCancelSubscription } from './stripe-cancel-subscription/definition.ts';
import { stripeFindCustomer } from './stripe-find-customer/definition.ts';
import { stripeRefund } from './stripe-refund/definition.ts';

const ACTIONS: readonly AnyAction[] = catalog.all.filter((definition) => definition.kind === 'action');
const TRIGGERS = catalog.all.filter((definition) => definition.kind === 'trigger');

describe.each(ACTIONS.map((action) => [action.type, action] as const))('%s', (_type, action) => {
  const sample: { readonly input: JsonObject; readonly output: JsonObject } = action.sample;
  const { input, output } = sample;
  const { fields } = action;

  test('takes its own sample and gives its own sample', () => {
    for (const [name, value] of Object.entries(input)) {
      const field = fields[name];
      expect(field, name).toBeDefined();
      if (field) expect(fieldSchema(field).safeParse(value).success, name).toBe(true);
    }
    // Fields that must be filled in are filled in, and the answer that a rehearsal gives is one that a run could give.
    for (const [name, field] of Object.entries(fields))
      if (!field.optional) expect(input[name], name).toBeDefined();
    expect(action.output.parse(output)).toEqual(output);
  });

  test('speaks in plain sentences, empty and filled', () => {
    for (const text of [
      action.sentence({}, plainNames),
      action.sentence(input, plainNames),
      action.proposes(input),
      action.did(input, output),
      action.summary,
      action.toolHelp,
    ]) {
      expect(text).toMatch(/^[A-Za-z]/);
      expect(text).not.toMatch(/undefined|null|NaN|\[object|!/);
    }
    expect(action.sentence(input, plainNames)).not.toMatch(/\.$/);
    expect(action.sentence({ ...input, agent: '' }, plainNames)).toMatch(/^Somebody /);
  });

  test('its card shows every value that will be sent, and names only fields it has', () => {
    const card = action.card(input);
    for (const line of card) if (line.field !== undefined) expect(Object.keys(fields)).toContain(line.field);
    const shown = card.map(({ value }) => value).join('\n');
    for (const [name, value] of Object.entries(input)) {
      const kind = fields[name]?.kind;
      if (name !== 'agent' && (kind === 'text' || kind === 'tags'))
        for (const text of [value].flat()) expect(shown).toContain(text);
    }
  });

  test('its data shapes are in its output', () => {
    for (const { path } of action.gives) expect(jsonAt(output, path.split('.')), path).toBeDefined();
  });

  test('is a tool that a model can be given', () => {
    const { agent: _as, ...own } = fields;
    expect(action.toolName).toMatch(/^[a-z][a-z_]{2,40}$/);
    expect(fieldsToJsonSchema(own)).toMatchObject({ type: 'object', additionalProperties: false });
    expect(EFFECTS).toContain(action.effect(input));
  });
});

test('tool names and types are all different', () => {
  expect(new Set(ACTIONS.map((action) => action.toolName)).size).toBe(ACTIONS.length);
  expect(new Set([...ACTIONS, ...TRIGGERS].map(({ type }) => type)).size).toBe(
    ACTIONS.length + TRIGGERS.length,
  );
});

test.each(TRIGGERS.map((trigger) => [trigger.type, trigger] as const))(
  '%s gives what its sample holds',
  (_type, trigger) => {
    for (const { path } of trigger.gives) expect(jsonAt(trigger.sample, path.split('.')), path).toBeDefined();
    if (trigger.tool === undefined) return;
    expect(trigger.sentence({}, plainNames)).toMatch(/choose/);
    expect(trigger.sentence({ agent: 'sam' }, plainNames)).toContain('sam');
  },
);

test.each(catalog.all.map((definition) => [definition.type, definition] as const))(
  '%s: every default fits its own field, and fields have labels',
  (_type, definition) => {
    for (const [name, field] of Object.entries(definition.fields as Record<string, Field>)) {
      expect(field.label, name).toMatch(/^\S.*\S$/);
      if ('default' in field && field.default !== undefined)
        expect(fieldSchema(field).safeParse(field.default).success, name).toBe(true);
    }
    for (const version of Object.keys(definition.savedSamples ?? {}))
      expect(Number(version)).toBeLessThan(definition.version);
  },
);

describe('what actions do to the world', () => {
  test.each([
    [helpscoutReply, 'external'],
    [helpscoutNote, 'write'],
    [helpscoutTag, 'write'],
    [helpscoutAssign, 'write'],
    [helpscoutClose, 'write'],
    [slackPostMessage, 'write'],
    [stripeFindCustomer, 'read'],
    [stripeRefund, 'money'],
    [stripeApplyOffer, 'write'],
  ] as const)('%o', (action, effect) => {
    expect((action as AnyAction).effect(action.sample.input)).toBe(effect);
  });

  test('cancelling can be taken back only at the end of the period', () => {
    const { input } = stripeCancelSubscription.sample;
    expect(stripeCancelSubscription.effect(input)).toBe('write');
    expect(stripeCancelSubscription.effect({ ...input, when: 'now' })).toBe('destructive');
  });

  test('a refund says how much moves, the same way everywhere', () => {
    const input = { ...stripeRefund.sample.input, amount: 34_000 };
    expect(stripeRefund.money?.(input)).toEqual({ amount: 34_000, currency: 'usd' });
    expect(stripeRefund.proposes(input)).toBe('Refund $340.00');
    expect(stripeRefund.card(input)[0]).toMatchObject({ value: '$340.00', weight: 'money' });
  });

  test('a setting that is filled in later is shown by its name', () => {
    const sentence = stripeRefund.sentence(
      { agent: 'fin', charge: '{{steps.lookup.charges.0.id}}', amount: 500, currency: 'usd' },
      plainNames,
    );
    expect(sentence).toBe('fin refunds $5.00 of charge [0 id]');
  });
});
