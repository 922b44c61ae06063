import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { jsonAt } from '../../app/base/json.ts';
import type { WebTool } from './http.ts';
import { TestCompany, type VendorAnswer } from './testing/test-company.ts';

let company: TestCompany;
let ticket: number;
let token: string;
let googleToken: string;
beforeAll(async () => {
  company = await TestCompany.open();
});
beforeEach(async () => {
  await company.world.reset();
  ticket = await company.ticket();
  token = await company.deskToken('sam');
  googleToken = await company.officeToken('iris');
});
afterAll(() => company.close());

/** One change at each vendor, and a reading call. */
const CHANGES: Readonly<Record<WebTool, () => Promise<VendorAnswer>>> = {
  helpscout: () =>
    company.call(`/helpscout/v2/conversations/${ticket}/notes`, {
      headers: { authorization: `Bearer ${token}` },
      body: { text: 'Noted.' },
    }),
  slack: () => company.chat('sam', 'chat.postMessage', { body: { channel: '#support', text: 'Hello' } }),
  stripe: () =>
    company.billing('fin', '/refunds', {
      form: 'charge=ch_HPmayaReminders&amount=100',
      headers: { 'idempotency-key': 'same' },
    }),
  google: () =>
    company.call('/google/admin/directory/v1/groups/engineering@harbourpine.example/members', {
      headers: { authorization: `Bearer ${googleToken}` },
      body: { email: 'lee@harbourpine.example', role: 'MEMBER' },
    }),
  hubspot: () =>
    company.crm('sam', '/crm/objects/2026-03/contacts/20001', {
      method: 'PATCH',
      body: { properties: { phone: '1' } },
    }),
};
const READS: Readonly<Record<WebTool, () => Promise<VendorAnswer>>> = {
  helpscout: () => company.call('/helpscout/v2/users/me', { headers: { authorization: `Bearer ${token}` } }),
  slack: () => company.chat('sam', 'auth.test'),
  stripe: () => company.billing('fin', '/customers?limit=1'),
  google: () =>
    company.call('/google/oauth2/v3/userinfo', { headers: { authorization: `Bearer ${googleToken}` } }),
  hubspot: () => company.crm('sam', '/crm/owners/2026-03'),
};
const EFFECT = {
  helpscout: 'note added',
  slack: 'message posted',
  stripe: 'refund made',
  google: 'group joined',
  hubspot: 'contact changed',
} as const;
const OWNER = { helpscout: 'sam', slack: 'sam', stripe: 'fin', google: 'iris', hubspot: 'sam' } as const;
const PAUSE_HEADER = {
  helpscout: 'x-ratelimit-retry-after',
  slack: 'retry-after',
  stripe: 'retry-after',
  google: 'retry-after',
  hubspot: 'retry-after',
} as const;

describe.each(['helpscout', 'slack', 'stripe', 'google', 'hubspot'] as const)('%s', (vendor) => {
  const [change, read] = [CHANGES[vendor], READS[vendor]];
  const effects = () => company.effects({ vendor });
  const isFine = ({ status, json }: VendorAnswer) => status < 300 && jsonAt(json, ['ok']) !== false;

  test('without faults a change is done once and stands in the ledger once', async () => {
    expect(isFine(await change())).toBe(true);
    expect(effects()).toEqual([EFFECT[vendor]]);
  });

  test('503 and 500 do nothing, and count down to none', async () => {
    await company.world.setFaults({ vendor, status503: 1 });
    expect((await change()).status).toBe(503);
    expect(isFine(await read())).toBe(true);
    await company.world.setFaults({ vendor, status500: 1 });
    expect((await read()).status).toBe(500);
    expect((await company.world.faults())[vendor]).toMatchObject({ status500: 0, status503: 0 });
    expect(effects()).toEqual([]);
  });

  test('429 says how long to wait, in the vendor’s own header', async () => {
    await company.world.setFaults({ vendor, status429: { calls: 1, retryAfterSeconds: 17 } });
    const answer = await change();
    expect([answer.status, answer.headers.get(PAUSE_HEADER[vendor])]).toEqual([429, '17']);
    expect(effects()).toEqual([]);
    expect(isFine(await change())).toBe(true);
  });

  test('a web page in place of an answer has status 200 and nothing was done', async () => {
    await company.world.setFaults({ vendor, htmlInsteadOfJson: 1 });
    const answer = await change();
    expect([answer.status, answer.headers.get('content-type'), answer.json]).toEqual([
      200,
      'text/html; charset=utf-8',
      undefined,
    ]);
    expect(effects()).toEqual([]);
  });

  test('a line that breaks after the change leaves it done, exactly once', async () => {
    await company.world.setFaults({ vendor, cutAfterCommit: 1 });
    await expect(change()).rejects.toThrow('fetch failed');
    expect(effects()).toEqual([EFFECT[vendor]]);
  });

  test('a line that breaks before the change leaves nothing, and reading is spared', async () => {
    await company.world.setFaults({ vendor, cutBeforeCommit: 1 });
    expect(isFine(await read())).toBe(true);
    await expect(change()).rejects.toThrow('fetch failed');
    expect(effects()).toEqual([]);
    expect(isFine(await change())).toBe(true);
    expect(effects()).toEqual([EFFECT[vendor]]);
  });

  test('faults for changing calls only spare the reading ones', async () => {
    await company.world.setFaults({ vendor, status503: 1, appliesTo: 'changing calls' });
    expect(isFine(await read())).toBe(true);
    expect((await change()).status).toBe(503);
  });

  test('a revoked key works for nothing, until it is put right', async () => {
    const agent = OWNER[vendor];
    await company.world.setFaults({ vendor, revoked: [agent] });
    for (const answer of [await read(), await change()]) {
      expect(isFine(answer)).toBe(false);
      if (vendor === 'slack') expect(answer.json).toMatchObject({ ok: false, error: 'account_inactive' });
      else expect(answer.status).toBe(401);
    }
    await company.world.setFaults({ vendor, revoked: [] });
    expect(isFine(await read())).toBe(true);
    expect(effects()).toEqual([]);
  });

  test('a refused change has no lost answer to spend', async () => {
    await company.world.setFaults({ vendor, cutAfterCommit: 1 });
    const refused = {
      helpscout: () => company.desk('sam', '/conversations/1/notes', { body: { text: 'x' } }),
      slack: () => company.chat('sam', 'chat.postMessage', { body: { channel: '#nowhere', text: 'x' } }),
      stripe: () => company.billing('fin', '/refunds', { form: 'charge=ch_none' }),
      google: () =>
        company.office('iris', '/admin/directory/v1/groups/none@harbourpine.example/members', {
          body: { email: 'lee@harbourpine.example' },
        }),
      hubspot: () =>
        company.crm('sam', '/crm/objects/2026-03/contacts/1', { method: 'PATCH', body: { properties: {} } }),
    };
    expect(isFine(await refused[vendor]())).toBe(false);
    expect((await company.world.faults())[vendor].cutAfterCommit).toBe(1);
  });
});

test('Stripe gives the lost answer when it is asked again with the same key', async () => {
  await company.world.setFaults({ vendor: 'stripe', cutAfterCommit: 1 });
  await expect(CHANGES.stripe()).rejects.toThrow('fetch failed');
  const again = await CHANGES.stripe();
  expect([again.status, again.headers.get('idempotent-replayed'), jsonAt(again.json, ['amount'])]).toEqual([
    200,
    'true',
    100,
  ]);
  expect(company.effects()).toEqual(['refund made']);
});

test('faults of one vendor leave the others alone, survive a restart, and end with a reset', async () => {
  await company.world.setFaults({ vendor: 'slack', status503: 3 });
  expect((await READS.stripe()).status).toBe(200);
  await company.restart();
  expect((await READS.slack()).status).toBe(503);
  expect((await company.world.faults()).slack.status503).toBe(2);
  await company.world.reset();
  expect((await READS.slack()).status).toBe(200);
});

test('an agent that does not exist cannot be revoked', async () => {
  await expect(company.world.setFaults({ vendor: 'slack', revoked: ['nobody'] })).rejects.toMatchObject({
    code: 'not_found',
  });
});
