import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { jsonAt, type JsonObject } from '../../app/base/json.ts';
import { TestCompany } from './testing/test-company.ts';

const SUPPORT = 'C0HPSUPPORT';
let company: TestCompany;
beforeAll(async () => {
  company = await TestCompany.open();
});
beforeEach(() => company.world.reset());
afterAll(() => company.close());

const post = (body: JsonObject, agent = 'sam') => company.chat(agent, 'chat.postMessage', { body });
const textsOf = (json: Parameters<typeof jsonAt>[0]): string[] =>
  (jsonAt(json, ['messages']) as { text: string }[]).map(({ text }) => text);

describe('saying no', () => {
  test('HTTP says 200, `ok` is false, and a word names the reason', async () => {
    const cases = [
      [await post({ channel: '#nowhere', text: 'x' }), 'channel_not_found'],
      [await post({ channel: SUPPORT }), 'no_text'],
      [await post({ channel: SUPPORT, text: 'x'.repeat(40_001) }), 'msg_too_long'],
      [await post({ channel: SUPPORT, text: 'x', metadata: { event_type: 5 } }), 'invalid_metadata_format'],
      [await post({ channel: SUPPORT, text: 'x', thread_ts: '1700000000.000000' }), 'thread_not_found'],
      [await company.call('/slack/api/auth.test'), 'not_authed'],
      [
        await company.call('/slack/api/auth.test', { headers: { authorization: 'Bearer xoxb-nonsense' } }),
        'invalid_auth',
      ],
      [await company.chat('sam', 'chat.everything'), 'unknown_method'],
      [await company.chat('sam', 'users.lookupByEmail?email=nobody@harbourpine.example'), 'users_not_found'],
      [await company.chat('sam', 'users.info?user=U1'), 'user_not_found'],
    ] as const;
    for (const [answer, error] of cases)
      expect([answer.status, answer.json]).toMatchObject([200, { ok: false, error }]);
    expect(company.effects()).toEqual([]);
  });
});

describe('messages', () => {
  test('each agent is an app of its own', async () => {
    const [sam, fin] = [await company.chat('sam', 'auth.test'), await company.chat('fin', 'auth.test')];
    expect(sam.json).toMatchObject({ ok: true, user: 'sam', user_id: 'U0HPSAMBOT', bot_id: 'B0HPSAMBOT' });
    expect(fin.json).toMatchObject({ ok: true, user: 'fin' });
  });

  test('a message carries its metadata, which history shows only to those who ask for it', async () => {
    const metadata = { event_type: 'switchyard_op', event_payload: { op: 'abc' } };
    const answer = await post({ channel: '#support', text: 'Hello', metadata });
    expect(answer.json).toMatchObject({
      ok: true,
      channel: SUPPORT,
      message: { text: 'Hello', bot_id: 'B0HPSAMBOT', metadata },
    });
    const first = async (query: string) =>
      jsonAt((await company.chat('sam', `conversations.history?channel=${SUPPORT}${query}`)).json, [
        'messages',
        '0',
      ]);
    expect(await first('&include_all_metadata=true')).toMatchObject({ text: 'Hello', metadata });
    expect(await first('')).not.toHaveProperty('metadata');
    expect(company.effects({ vendor: 'slack' })).toEqual(['message posted']);
  });

  test('two messages in the same millisecond have two ids, in the order they were written', async () => {
    const ids = [];
    for (const text of ['a', 'b', 'c'])
      ids.push(String(jsonAt((await post({ channel: SUPPORT, text })).json, ['ts'])));
    expect(new Set(ids).size).toBe(3);
    expect(ids).toEqual(ids.toSorted());
  });

  test('history is newest first, leaves the bounds out, and goes on with a cursor', async () => {
    const ids: string[] = [];
    for (const text of ['one', 'two', 'three', 'four']) {
      company.clock.advance(1_000);
      ids.push(String(jsonAt((await post({ channel: SUPPORT, text })).json, ['ts'])));
    }
    const history = async (query: string) =>
      (await company.chat('sam', `conversations.history?channel=${SUPPORT}&${query}`)).json;
    expect(textsOf(await history(`oldest=${ids[0] ?? ''}`))).toEqual(['four', 'three', 'two']);
    expect(textsOf(await history(`oldest=${ids[0] ?? ''}&inclusive=true`))).toEqual([
      'four',
      'three',
      'two',
      'one',
    ]);
    const page = await history(`oldest=${ids[0] ?? ''}&limit=2`);
    expect([textsOf(page), jsonAt(page, ['has_more'])]).toEqual([['four', 'three'], true]);
    const cursor = encodeURIComponent(String(jsonAt(page, ['response_metadata', 'next_cursor'])));
    const rest = await history(`oldest=${ids[0] ?? ''}&limit=2&cursor=${cursor}`);
    expect([textsOf(rest), jsonAt(rest, ['has_more'])]).toEqual([['two'], false]);
  });

  test('answers in a thread are not in the history; the first message says how many there are', async () => {
    const parent = String(jsonAt((await post({ channel: SUPPORT, text: 'Question' })).json, ['ts']));
    company.clock.advance(1_000);
    await company.world.postAsPerson({ channel: 'support', person: 'mia', text: 'Answer', thread: parent });
    const history = await company.chat('sam', `conversations.history?channel=${SUPPORT}&limit=1`);
    expect(jsonAt(history.json, ['messages', '0'])).toMatchObject({
      text: 'Question',
      reply_count: 1,
      reply_users: ['U0HPMIA001'],
    });
    const replies = await company.chat('sam', `conversations.replies?channel=${SUPPORT}&ts=${parent}`);
    expect(textsOf(replies.json)).toEqual(['Question', 'Answer']);
  });

  test('a colleague is found by address and written to directly; others do not see that conversation', async () => {
    const found = await company.chat('sam', 'users.lookupByEmail?email=dana@harbourpine.example');
    const user = String(jsonAt(found.json, ['user', 'id']));
    const posted = await post({ channel: user, text: 'Priya has cancelled.' });
    const channel = String(jsonAt(posted.json, ['channel']));
    expect(channel).toMatch(/^D/);
    expect(company.effects()).toEqual(['direct conversation opened', 'message posted']);
    expect((await company.chat('fin', `conversations.history?channel=${channel}`)).json).toMatchObject({
      ok: false,
      error: 'channel_not_found',
    });
    const again = await company.chat('sam', 'conversations.open', { body: { users: user } });
    expect(again.json).toMatchObject({ ok: true, already_open: true, channel: { id: channel } });
    expect(company.effects()).toHaveLength(2);
    const shown = (await company.world.chat()).channels.find(({ id }) => id === channel);
    expect(shown).toMatchObject({
      direct: true,
      messages: [{ text: 'Priya has cancelled.', who: { kind: 'agent', agent: 'sam' } }],
    });
  });
});
