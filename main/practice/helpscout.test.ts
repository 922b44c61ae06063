import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonAt } from '../../app/base/json.ts';
import { TestCompany } from './testing/test-company.ts';

let company: TestCompany;
beforeAll(async () => {
  company = await TestCompany.open();
});
afterAll(() => company.close());

const customer = async (ticket: number): Promise<number> => {
  const { json } = await company.desk('sam', `/conversations/${ticket}`);
  return Number(jsonAt(json, ['primaryCustomer', 'id']));
};

describe('signing in', () => {
  const tokenCall = (secrets: Readonly<Record<string, string>>, grant = 'client_credentials') =>
    company.call('/helpscout/v2/oauth2/token', {
      form: new URLSearchParams({
        grant_type: grant,
        client_id: secrets['clientId'] ?? '',
        client_secret: secrets['clientSecret'] ?? '',
      }).toString(),
    });

  test('an app id and secret give a token that lasts two days and acts as that agent', async () => {
    const { secrets } = company.credential('sam', 'helpscout');
    const answer = await tokenCall(secrets);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      token_type: 'bearer',
      access_token: expect.stringMatching(/^[a-z0-9]{32}$/) as unknown,
      expires_in: 172_800,
    });
    const me = await company.desk('sam', '/users/me');
    expect(me.json).toMatchObject({ id: 521, firstName: 'Sam', type: 'user' });
  });

  test('a wrong secret or another kind of sign-in is refused in the words of OAuth', async () => {
    const { secrets } = company.credential('sam', 'helpscout');
    const wrong = await tokenCall({ ...secrets, clientSecret: 'nonsense' });
    expect([wrong.status, jsonAt(wrong.json, ['error'])]).toEqual([400, 'invalid_client']);
    const other = await tokenCall(secrets, 'password');
    expect([other.status, jsonAt(other.json, ['error'])]).toEqual([400, 'unsupported_grant_type']);
  });

  test('a call without a token, with a made-up one, or with one that is over, gets 401', async () => {
    const none = await company.call('/helpscout/v2/users/me');
    expect([none.status, jsonAt(none.json, ['error'])]).toEqual([401, 'invalid_request']);
    const madeUp = await company.call('/helpscout/v2/users/me', { headers: { authorization: 'Bearer abc' } });
    expect([madeUp.status, jsonAt(madeUp.json, ['error'])]).toEqual([401, 'invalid_token']);
    const token = await company.deskToken('sam');
    const call = () =>
      company.call('/helpscout/v2/users/me', { headers: { authorization: `Bearer ${token}` } });
    expect((await call()).status).toBe(200);
    company.clock.advance(172_801_000);
    expect((await call()).status).toBe(401);
  });
});

describe('reading', () => {
  test('what is not there is a 404 in the vendor’s own error document', async () => {
    for (const path of [
      '/conversations/1',
      '/conversations/abc',
      '/customers/1',
      '/nothing',
      '/conversations/%E0%A4%A',
    ]) {
      const answer = await company.desk('sam', path);
      expect(answer.status, path).toBe(404);
      expect(answer.json, path).toMatchObject({
        message: expect.any(String) as unknown,
        logRef: expect.any(String) as unknown,
        _links: {},
      });
    }
  });

  test('only active conversations are listed unless a status is given', async () => {
    const ticket = await company.ticket('Only active ones');
    await company.desk('sam', `/conversations/${ticket}`, {
      method: 'PATCH',
      body: { op: 'replace', path: '/status', value: 'closed' },
    });
    const ids = async (query: string) =>
      (
        (jsonAt((await company.desk('sam', `/conversations?${query}`)).json, [
          '_embedded',
          'conversations',
        ]) as { id: number }[] | undefined) ?? []
      ).map(({ id }) => id);
    expect(await ids('')).not.toContain(ticket);
    expect(await ids('status=all')).toContain(ticket);
    expect(await ids('status=closed')).toContain(ticket);
  });

  test('pages hold 25, say how many there are, and an empty one has no _embedded at all', async () => {
    await company.world.reset();
    for (let n = 0; n < 26; n += 1) await company.ticket(`Ticket ${n}`);
    const page = (n: number) =>
      company.desk('sam', `/conversations?status=active&sortField=createdAt&sortOrder=asc&page=${n}`);
    const [one, two, three] = [await page(1), await page(2), await page(3)];
    expect(jsonAt(one.json, ['_embedded', 'conversations'])).toHaveLength(25);
    expect(jsonAt(one.json, ['page'])).toEqual({ size: 25, totalElements: 26, totalPages: 2, number: 1 });
    expect(jsonAt(one.json, ['_links', 'next', 'href'])).toContain('page=2');
    expect(jsonAt(two.json, ['_embedded', 'conversations'])).toHaveLength(1);
    expect(jsonAt(two.json, ['_links', 'next'])).toBeUndefined();
    expect(three.status).toBe(200);
    expect(three.json).not.toHaveProperty('_embedded');
  });

  test('modifiedSince leaves out what was not touched since', async () => {
    await company.world.reset();
    const old = await company.ticket('Old');
    company.clock.advance(60_000);
    const since = new Date(company.clock.now()).toISOString().replace('.000Z', 'Z');
    const fresh = await company.ticket('Fresh');
    const list = async () =>
      (
        jsonAt((await company.desk('sam', `/conversations?status=all&modifiedSince=${since}`)).json, [
          '_embedded',
          'conversations',
        ]) as { id: number }[]
      ).map(({ id }) => id);
    expect(await list()).toEqual([fresh]);
    await company.world.answerTicket({ conversationId: old, text: 'And another thing.' });
    expect(await list()).toContain(old);
  });
});

describe('changing', () => {
  test('a reply answers 201 with the id in a header and an empty body, and stands in the conversation as the agent', async () => {
    const ticket = await company.ticket('Reply to me');
    const body = { customer: { id: await customer(ticket) }, text: 'Hello, this is how.' };
    const answer = await company.desk('sam', `/conversations/${ticket}/reply`, { body });
    expect([answer.status, answer.text]).toEqual([201, '']);
    const id = Number(answer.headers.get('resource-id'));
    const threads = await company.desk('sam', `/conversations/${ticket}/threads`);
    expect(jsonAt(threads.json, ['_embedded', 'threads', '0'])).toMatchObject({
      id,
      type: 'message',
      state: 'published',
      body: 'Hello, this is how.',
      createdBy: { id: 521, type: 'user' },
    });
    expect(company.effects({ target: String(ticket) })).toEqual(['reply sent']);
  });

  test('a reply opens a closed conversation again; with a status it sets that one', async () => {
    const ticket = await company.ticket('Open again');
    const status = async () =>
      jsonAt((await company.desk('sam', `/conversations/${ticket}`)).json, ['status']);
    const reply = async (more: Record<string, string | boolean>) =>
      company.desk('sam', `/conversations/${ticket}/reply`, {
        body: { customer: { id: await customer(ticket) }, text: 'Hello', ...more },
      });
    await reply({ status: 'closed' });
    expect(await status()).toBe('closed');
    await reply({ draft: true });
    expect(await status()).toBe('closed');
    await reply({});
    expect(await status()).toBe('active');
    expect(company.effects({ target: String(ticket) })).toEqual([
      'reply sent',
      'status changed',
      'reply drafted',
      'reply sent',
      'status changed',
    ]);
  });

  test('a note is seen by colleagues only and leaves the status alone', async () => {
    const ticket = await company.ticket('Note on me');
    const answer = await company.desk('fin', `/conversations/${ticket}/notes`, {
      body: { text: 'Paid in full.' },
    });
    expect(answer.status).toBe(201);
    const desk = await company.world.desk();
    const shown = desk.tickets.find(({ id }) => id === ticket);
    expect(shown?.threads.map(({ kind, who }) => [kind, who.name])).toEqual([
      ['message', 'Maya Lindgren'],
      ['note', 'Fin'],
    ]);
    expect(shown?.status).toBe('active');
    expect(company.effects({ target: String(ticket) })).toEqual(['note added']);
  });

  test('PUT tags puts the new list in the place of the old one', async () => {
    const ticket = await company.ticket('Tag me');
    const put = (tags: string[]) =>
      company.desk('sam', `/conversations/${ticket}/tags`, { method: 'PUT', body: { tags } });
    expect((await put(['Billing', 'urgent'])).status).toBe(204);
    await put(['refund']);
    const { json } = await company.desk('sam', `/conversations/${ticket}`);
    expect((jsonAt(json, ['tags']) as { tag: string }[]).map(({ tag }) => tag)).toEqual(['refund']);
    expect(company.effects({ target: String(ticket) })).toEqual(['tags set', 'tags set']);
  });

  test('assigning and closing are one change each; what makes no sense is refused and changes nothing', async () => {
    const ticket = await company.ticket('Patch me');
    const patch = (body: Record<string, string | number>) =>
      company.desk('sam', `/conversations/${ticket}`, { method: 'PATCH', body });
    expect((await patch({ op: 'replace', path: '/assignTo', value: 502 })).status).toBe(204);
    expect((await patch({ op: 'replace', path: '/status', value: 'closed' })).status).toBe(204);
    for (const wrong of [
      { op: 'replace', path: '/assignTo', value: 1 },
      { op: 'replace', path: '/status', value: 'finished' },
      { op: 'replace', path: '/number', value: 5 },
    ]) {
      const answer = await patch(wrong);
      expect([answer.status, jsonAt(answer.json, ['_embedded', 'errors', '0', 'path'])]).toEqual([
        400,
        expect.any(String),
      ]);
    }
    const empty = await company.desk('sam', `/conversations/${ticket}/reply`, {
      body: { customer: { id: await customer(ticket) }, text: ' ' },
    });
    expect(jsonAt(empty.json, ['_embedded', 'errors', '0'])).toMatchObject({ path: 'text' });
    expect(company.effects({ target: String(ticket) })).toEqual(['conversation assigned', 'status changed']);
    // Both changes left their grey line.
    const { json } = await company.desk('sam', `/conversations/${ticket}/threads`);
    expect((jsonAt(json, ['_embedded', 'threads']) as { type: string }[]).map(({ type }) => type)).toEqual([
      'lineitem',
      'lineitem',
      'customer',
    ]);
  });
});

test('a writing call counts twice toward the calls a minute, and the answer says how many are left', async () => {
  await company.world.reset();
  const ticket = await company.ticket();
  company.clock.advance(60_000);
  await company.world.setFaults({ vendor: 'helpscout', perMinute: 10 });
  const token = await company.deskToken('sam'); // counts two: it is a POST
  const headers = { authorization: `Bearer ${token}` };
  const note = await company.call(`/helpscout/v2/conversations/${ticket}/notes`, {
    headers,
    body: { text: 'One' },
  });
  expect(note.headers.get('x-ratelimit-remaining-minute')).toBe('6');
  const read = await company.call('/helpscout/v2/users/me', { headers });
  expect(read.headers.get('x-ratelimit-remaining-minute')).toBe('5');
  for (let n = 0; n < 5; n += 1) await company.call('/helpscout/v2/users/me', { headers });
  const refused = await company.call('/helpscout/v2/users/me', { headers });
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('x-ratelimit-retry-after'))).toBeGreaterThan(0);
  company.clock.advance(60_000);
  expect((await company.call('/helpscout/v2/users/me', { headers })).status).toBe(200);
});
