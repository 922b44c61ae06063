import { createServer, request } from 'node:http';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeTicket } from '../../app/api/contract/practice.ts';
import { seededRandom } from '../../app/base/random.ts';
import { openPractice } from './open-practice.ts';
import { TestCompany } from './testing/test-company.ts';

let company: TestCompany;
beforeAll(async () => {
  company = await TestCompany.open();
});
afterAll(() => company.close());

describe('the company', () => {
  test('each agent has accounts of its own, and no two share a secret', () => {
    const all = company.world.credentials();
    expect(all.map(({ agent, tool }) => `${agent} ${tool}`)).toEqual([
      'sam helpscout',
      'sam slack',
      'sam stripe',
      'sam google',
      'sam hubspot',
      'sam mail',
      'fin helpscout',
      'fin slack',
      'fin stripe',
      'fin hubspot',
      'fin mail',
      'enzo helpscout',
      'enzo slack',
      'enzo mail',
      'iris helpscout',
      'iris slack',
      'iris google',
      'iris mail',
      'cleo helpscout',
      'cleo slack',
      'cleo google',
      'cleo hubspot',
      'cleo mail',
      'hana helpscout',
      'hana slack',
      'hana google',
      'hana hubspot',
      'hana mail',
      'pia helpscout',
      'pia slack',
      'pia google',
      'pia mail',
      'max helpscout',
      'max slack',
      'max google',
      'max mail',
    ]);
    const keys = new Set(['clientId', 'clientSecret', 'refreshToken', 'token', 'key', 'password']);
    const secrets = all.flatMap(({ secrets: own }) =>
      Object.entries(own).flatMap(([name, secret]) => (keys.has(name) ? [secret] : [])),
    );
    expect(new Set(secrets).size).toBe(secrets.length);
    for (const { tool, baseUrl, secrets: own } of all)
      expect(tool === 'mail' ? `http://${own['imap']}` : baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+/);
  });

  test('its screens show what the vendors say', async () => {
    const [desk, chat, billing] = [
      await company.world.desk(),
      await company.world.chat(),
      await company.world.billing(),
    ];
    expect(desk.tickets.map(({ number }) => number)).toContain(1_002);
    expect(desk.tickets.find(({ number }) => number === 1_002)?.threads.map(({ kind }) => kind)).toEqual([
      'message',
      'note',
      'reply',
    ]);
    expect(chat.channels.map(({ name }) => name)).toEqual([
      '#general',
      '#support',
      '#account-managers',
      '#billing',
    ]);
    expect(billing.customers.find(({ name }) => name === 'Priya Raman')).toMatchObject({
      plan: 'Team',
      vip: false,
      contractUntil: null,
      subscription: { state: 'active', amount: 7_900 },
    });
    expect(billing.customers.find(({ name }) => name === 'Ben Halloran')?.subscription?.state).toBe(
      'cancelled',
    );
    expect(billing.refunds).toMatchObject([
      { amount: 6_000, madeBy: { kind: 'agent', agent: 'fin' }, approvedBy: 'Ravi Nair' },
    ]);
  });
});

describe('samples', () => {
  test('can be sent as they are, and come from customers of the company', async () => {
    const [samples, billing] = [await company.world.samples(), await company.world.billing()];
    for (const sample of samples) {
      expect(
        writeTicket.safeParse({ from: sample.from, subject: sample.subject, text: sample.text }).success,
        sample.id,
      ).toBe(true);
      expect(
        billing.customers.map(({ email }) => email),
        sample.id,
      ).toContain(sample.from);
    }
    expect(samples.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'billing-question',
        'technical-problem',
        'lawyer',
        'refund-40',
        'refund-340',
        'cancellation',
        'cancellation-contract',
        'refund-vip',
        'out-of-scope',
      ]),
    );
  });

  test.each([
    ['refund-40', '$40', 4_000, false],
    ['refund-340', '$340', 34_000, false],
    ['refund-vip', '$25', 2_500, true],
  ] as const)('%s names an amount that fits one charge only', async (id, words, amount, vip) => {
    const sample = (await company.world.samples()).find((entry) => entry.id === id);
    expect(`${sample?.subject} ${sample?.text}`).toContain(words);
    const billing = await company.world.billing();
    const customer = billing.customers.find(({ email }) => email === sample?.from);
    expect(customer?.vip).toBe(vip);
    expect(
      billing.charges.filter(
        (charge) => charge.customer === customer?.name && charge.amount === amount && charge.refunded === 0,
      ),
    ).toHaveLength(1);
  });

  test('one cancels by the month, the other has a contract that runs', async () => {
    const samples = await company.world.samples();
    const billing = await company.world.billing();
    const until = (id: string) =>
      billing.customers.find(({ email }) => email === samples.find((entry) => entry.id === id)?.from)
        ?.contractUntil;
    expect(until('cancellation')).toBeNull();
    expect(until('cancellation-contract')).toBeGreaterThan(company.clock.now());
  });
});

describe('over time', () => {
  test('a restart keeps everything: the port, the keys, the tickets and the ledger', async () => {
    const ticket = await company.ticket('Before the restart');
    await company.desk('sam', `/conversations/${ticket}/notes`, { body: { text: 'Noted.' } });
    const [origin, credentials, ledger] = [
      company.practice.origin,
      company.world.credentials(),
      company.practice.ledger(),
    ];
    await company.restart();
    expect(company.practice.origin).toBe(origin);
    expect(company.world.credentials()).toEqual(credentials);
    expect(company.practice.ledger()).toEqual(ledger);
    expect((await company.world.desk()).tickets.map(({ id }) => id)).toContain(ticket);
  });

  test('a reset brings the first day back, keeps the keys, and gives no number out twice', async () => {
    const before = await company.ticket('Before the reset');
    await company.billing('fin', '/refunds', { form: 'charge=ch_HPmayaReminders' });
    const token = await company.deskToken('sam');
    let told = 0;
    const stop = company.world.onChange(() => (told += 1));
    await company.world.reset();
    stop();
    expect(told).toBe(1);
    expect(company.practice.ledger()).toEqual([]);
    expect((await company.world.desk()).tickets.map(({ subject }) => subject)).not.toContain(
      'Before the reset',
    );
    expect(
      (await company.world.billing()).charges.find(({ id }) => id === 'ch_HPmayaReminders')?.refunded,
    ).toBe(0);
    expect(
      (await company.call('/helpscout/v2/users/me', { headers: { authorization: `Bearer ${token}` } }))
        .status,
    ).toBe(200);
    expect(await company.ticket('After the reset')).toBeGreaterThan(before);
  });

  test('the ledger can be added to and nothing else, even by somebody who has the file', async () => {
    const ticket = await company.ticket();
    await company.desk('sam', `/conversations/${ticket}/notes`, { body: { text: 'Noted.' } });
    const db = new Database(company.file);
    expect(() => db.prepare('DELETE FROM ledger').run()).toThrow('the ledger only grows');
    expect(() => db.prepare("UPDATE ledger SET actor = 'fin'").run()).toThrow('the ledger only grows');
    db.close();
  });

  test('listeners hear of what agents do and of what people do', async () => {
    const ticket = await company.ticket();
    let told = 0;
    const stop = company.world.onChange(() => (told += 1));
    await company.world.answerTicket({ conversationId: ticket, text: 'Hello?' });
    await company.desk('sam', `/conversations/${ticket}/notes`, { body: { text: 'Noted.' } });
    await company.desk('sam', `/conversations/${ticket}`);
    stop();
    expect(told).toBe(2);
  });
});

describe('people', () => {
  test('an unknown address becomes a new customer; an answer opens a closed ticket again', async () => {
    const ticket = await company.ticket('First letter', 'new.person@example.com');
    await company.desk('sam', `/conversations/${ticket}`, {
      method: 'PATCH',
      body: { op: 'replace', path: '/status', value: 'closed' },
    });
    await company.world.answerTicket({ conversationId: ticket, text: 'One more thing.' });
    const shown = (await company.world.desk()).tickets.find(({ id }) => id === ticket);
    expect(shown).toMatchObject({
      status: 'active',
      customer: { email: 'new.person@example.com', vip: false },
    });
    expect(shown?.threads.map(({ kind }) => kind)).toEqual(['message', 'change', 'message']);
  });

  test('commands that name nobody say so', async () => {
    await expect(company.world.answerTicket({ conversationId: 1, text: 'x' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      company.world.postAsPerson({ channel: '#nowhere', person: 'mia', text: 'x' }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      company.world.postAsPerson({ channel: '#support', person: 'nobody', text: 'x' }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the address', () => {
  test('only calls that name exactly this host are answered', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const call = request(
        `${company.practice.origin}/slack/api/auth.test`,
        { headers: { host: 'evil.example' } },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        },
      );
      call.once('error', reject).end();
    });
    expect(status).toBe(421);
  });

  test('other addresses are not served, and a body that is too large is refused', async () => {
    expect((await company.call('/')).status).toBe(404);
    expect((await company.call('/stripeish/v1/customers')).status).toBe(404);
    const large = await company.call('/slack/api/chat.postMessage', {
      body: { text: 'x'.repeat(1_100_000) },
    });
    expect(large.status).toBe(413);
  });

  test('a port that somebody else has is an error that names it; without one, another is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', () => resolve()));
    const { port } = other.address() as { port: number }; // it listens on a port, so it has one
    const options = {
      file: join(company.folder, 'second.db'),
      clock: company.clock,
      random: seededRandom(1).next,
    };
    await expect(openPractice({ ...options, port })).rejects.toThrow(String(port));
    await new Promise((resolve) => other.close(resolve));
    const first = await openPractice({ ...options, port });
    await first.close();
    const thief = createServer();
    await new Promise<void>((resolve) => thief.listen(port, '127.0.0.1', () => resolve()));
    const second = await openPractice(options);
    expect(second.port).not.toBe(port);
    await second.close();
    await new Promise((resolve) => thief.close(resolve));
  });
});
