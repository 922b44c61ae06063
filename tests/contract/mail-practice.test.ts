import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { jsonAt } from '../../app/base/json.ts';
import type { FoundEvent } from '../../app/kit/implement.ts';
import { runMailLabel } from '../../nodes/actions/mail-label/run.ts';
import { runMailMove } from '../../nodes/actions/mail-move/run.ts';
import { runMailReplyTo } from '../../nodes/actions/mail-reply/run.ts';
import { runMailSend } from '../../nodes/actions/mail-send/run.ts';
import { runMailNewMessage } from '../../nodes/triggers/mail-new-message/run.ts';
import { runMailReply } from '../../nodes/triggers/mail-reply/run.ts';
import { Connected } from './connected.ts';

/*
 * The mail connector against the practice company's mail: its own IMAP and SMTP servers, which differ from real ones by
 * their addresses and passwords only. `tests/integration/mail.test.ts` is the same connector against Dovecot and Exim.
 */
const WATCHED = { agent: 'cleo', folder: 'INBOX' };
const ANN = 'ann@lee.example';
let connected: Connected;
beforeAll(async () => {
  connected = await Connected.open();
});
beforeEach(() => connected.company.world.reset());
afterAll(() => connected?.close());

const world = () => connected.company.world;
const box = (agent = 'cleo') => connected.unchecked(agent, 'mail');
const acts = (opKey: string, agent = 'cleo') => connected.action(box(agent), opKey);
const looks = (agent = 'cleo') => connected.trigger(box(agent), ['cleo@harbourpine.example']);
const letter = (to: string, more: object = {}) => ({
  agent: 'cleo',
  to,
  subject: 'Welcome',
  text: 'Hello,\n\nsee you on Tuesday.\n.\nCleo',
  ...more,
});
const sent = () => world().ledger({ kind: 'mail sent' });
const idOf = (event: FoundEvent | undefined): string => String(jsonAt(event?.data, ['mail', 'id']));

describe('practice mail', () => {
  test('an agent signs in with its own password only, and a server that cannot now is no wrong password', async () => {
    const cleo = await connected.connect('cleo', 'mail');
    expect(cleo.account).toMatchObject({ email: 'cleo@harbourpine.example' });
    const { secrets } = connected.company.credential('cleo', 'mail');
    const other = connected.company.credential('sam', 'mail').secrets['password'] ?? '';
    await expect(connected.connect('cleo', 'mail', { ...secrets, password: other })).rejects.toMatchObject({
      code: 'auth_revoked',
    });
    await world().setFaults({ vendor: 'mail', status503: 1 });
    await expect(connected.connect('cleo', 'mail')).rejects.toMatchObject({ code: 'temporary' });
    await world().setFaults({ vendor: 'mail', revoked: ['cleo'] });
    await expect(connected.connect('cleo', 'mail')).rejects.toMatchObject({ code: 'auth_revoked' });
  });

  test('a letter from outside is read once, with its umlauts, and only by whom it went to', async () => {
    const [cursor, other] = [
      await runMailNewMessage.seed(looks(), WATCHED),
      await runMailNewMessage.seed(looks('sam'), WATCHED),
    ];
    await world().writeMail({
      from: ANN,
      to: 'cleo@harbourpine.example',
      subject: 'Schöne Grüße',
      text: 'Können wir es auf Freitag verschieben?',
    });
    const { events, cursor: next } = await runMailNewMessage.poll(looks(), WATCHED, cursor);
    expect(events.map(({ data }) => data['mail'])).toMatchObject([
      {
        subject: 'Schöne Grüße',
        text: 'Können wir es auf Freitag verschieben?',
        from: { email: ANN },
        to: 'cleo@harbourpine.example',
      },
    ]);
    expect((await runMailNewMessage.poll(looks(), WATCHED, next)).events).toEqual([]);
    expect((await runMailNewMessage.poll(looks('sam'), WATCHED, other)).events).toEqual([]);
    await expect(
      world().writeMail({ from: ANN, to: 'nobody@harbourpine.example', subject: 'x', text: 'x' }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a mail that came in the second in which the trigger began is not lost', async () => {
    connected.company.clock.advance(700);
    const cursor = await runMailNewMessage.seed(looks(), WATCHED);
    // Servers tell the time of arrival in whole seconds.
    await world().writeMail({ from: ANN, to: 'cleo@harbourpine.example', subject: 'Soon', text: 'Soon.' });
    expect((await runMailNewMessage.poll(looks(), WATCHED, cursor)).events).toHaveLength(1);
  });

  test('a mail goes out once, under the writer’s own address, and lies among the sent ones', async () => {
    const output = await runMailSend.run(acts('op-1'), letter(ANN));
    await runMailSend.run(acts('op-1'), letter(ANN));
    expect(await sent()).toMatchObject([
      {
        vendor: 'mail',
        actor: 'cleo',
        target: ANN,
        idempotencyKey: output.id,
        body: { from: 'cleo@harbourpine.example', to: [ANN], text: 'Hello,\n\nsee you on Tuesday.\n.\nCleo' },
      },
    ]);
    expect(await runMailSend.find?.(acts('op-1'), letter(ANN), 0)).toMatchObject({ found: 'yes' });
    expect(await runMailSend.find?.(acts('op-2'), letter(ANN), 0)).toEqual({ found: 'no' });
    await expect(runMailSend.run(acts('op-3'), letter('nobody@harbourpine.example'))).rejects.toMatchObject({
      code: 'tool_invalid',
    });
    // A group has an address too.
    await runMailSend.run(acts('op-4'), letter('support-team@harbourpine.example'));
    expect(await sent()).toHaveLength(2);
  });

  test('when the answer is lost nobody can tell whether it went out; it is not sent again', async () => {
    await world().setFaults({ vendor: 'mail', cutAfterCommit: 1 });
    await expect(runMailSend.run(acts('op-lost'), letter(ANN))).rejects.toMatchObject({
      code: 'unknown_outcome',
    });
    expect(await runMailSend.find?.(acts('op-lost'), letter(ANN), 0)).toEqual({ found: 'cannot-tell' });
    expect(await sent()).toHaveLength(1);
    await world().setFaults({ vendor: 'mail', status429: { calls: 1, retryAfterSeconds: 1 } });
    await expect(runMailSend.run(acts('op-busy'), letter(ANN))).rejects.toMatchObject({ code: 'temporary' });
    expect(await runMailSend.find?.(acts('op-busy'), letter(ANN), 0)).toEqual({ found: 'no' });
    expect(await sent()).toHaveLength(1);
  });

  test('an answer stays in its conversation in both directions', async () => {
    const [forReplies, forNew] = [
      await runMailReply.seed(looks(), WATCHED),
      await runMailNewMessage.seed(looks(), WATCHED),
    ];
    await world().writeMail({ from: ANN, to: 'cleo@harbourpine.example', subject: 'Friday?', text: 'Hello' });
    const [fresh] = (await runMailNewMessage.poll(looks(), WATCHED, forNew)).events;
    const reply = await runMailReplyTo.run(acts('op-reply'), {
      agent: 'cleo',
      mail: idOf(fresh),
      to: ANN,
      subject: 'Re: Friday?',
      text: 'Friday is fine.',
    });
    expect(await sent()).toMatchObject([{ body: { id: reply.id, answers: idOf(fresh) } }]);
    const [thread] = (await world().mail()).threads;
    expect(thread?.answer).toMatchObject({ as: ANN, email: ANN });
    await world().answerMail({ letter: thread?.answer?.letter ?? 0, text: 'Thank you.' });
    const [answer, ...more] = (await runMailReply.poll(looks(), WATCHED, forReplies)).events;
    expect(more).toEqual([]);
    expect(answer?.data).toMatchObject({ mail: { text: 'Thank you.', subject: 'Re: Friday?' } });
    expect(answer?.caseKey).toBe(fresh?.caseKey);
    expect((await runMailNewMessage.poll(looks(), WATCHED, forNew)).events).toHaveLength(1);
    const [shown, ...others] = (await world().mail()).threads;
    expect(others).toEqual([]);
    expect(shown?.letters.map(({ from, text }) => [from.name, text])).toEqual([
      [ANN, 'Hello'],
      ['Cleo', 'Friday is fine.'],
      [ANN, 'Thank you.'],
    ]);
  });

  test('a mail is labelled and moved, found again, and both stand in the ledger', async () => {
    const cursor = await runMailNewMessage.seed(looks(), WATCHED);
    await world().writeMail({ from: ANN, to: 'cleo@harbourpine.example', subject: 'Bill', text: 'Hello' });
    const mail = idOf((await runMailNewMessage.poll(looks(), WATCHED, cursor)).events[0]);
    await runMailLabel.run(acts('op-l'), { agent: 'cleo', mail, label: 'billing' });
    expect(
      await runMailLabel.find?.(acts('op-l'), { agent: 'cleo', mail, label: 'billing' }, 0),
    ).toMatchObject({ found: 'yes' });
    const move = { agent: 'cleo', mail, folder: 'archive' };
    await runMailMove.run(acts('op-m'), move);
    await runMailMove.run(acts('op-m'), move);
    expect(await runMailMove.find?.(acts('op-m'), move, 0)).toMatchObject({ found: 'yes' });
    expect((await world().ledger({ vendor: 'mail' })).map(({ kind, target }) => [kind, target])).toEqual([
      ['mail labelled', mail],
      ['mail moved', mail],
    ]);
  });

  test('a restart keeps mailboxes and addresses; a reset empties them and numbers them anew', async () => {
    const { imap, smtp } = connected.company.credential('cleo', 'mail').secrets;
    const cursor = await runMailNewMessage.seed(looks(), WATCHED);
    await world().writeMail({ from: ANN, to: 'cleo@harbourpine.example', subject: 'One', text: 'Hello' });
    await connected.company.restart();
    expect(connected.company.credential('cleo', 'mail').secrets).toMatchObject({ imap, smtp });
    const first = await runMailNewMessage.poll(looks(), WATCHED, cursor);
    expect(first.events).toHaveLength(1);
    await world().reset();
    await world().writeMail({ from: ANN, to: 'cleo@harbourpine.example', subject: 'Two', text: 'Hello' });
    const { events } = await runMailNewMessage.poll(looks(), WATCHED, first.cursor);
    expect(events.map(({ subject }) => subject)).toEqual(['Two']);
  });
});
