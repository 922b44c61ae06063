import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunView } from '../../app/api/contract/views.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import type { NodeId } from '../../app/base/ids.ts';
import { Desk, storyOf } from '../drivers/desk.ts';
import { eventually } from '../drivers/eventually.ts';

/*
 * Waiting for the answer to a mail, with the practice company's mail: over the same IMAP and SMTP that a real mailbox
 * speaks.
 */
const LIMIT = 120_000;
const ANN = 'ann@lee.example';
const CLEO = 'cleo@harbourpine.example';
let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
}, LIMIT);
afterAll(() => desk?.close());

const WAIT = { agent: 'cleo', by: 'mail', timeLimit: '3d' };
const ANSWERS = flowOf(
  'Answers mails',
  [
    ['new', 'mail.new-message', { agent: 'cleo', folder: 'INBOX' }],
    [
      'reply',
      'mail.reply-to',
      {
        agent: 'cleo',
        mail: '{{mail.id}}',
        to: '{{mail.replyTo}}',
        subject: 'Re: {{mail.subject}}',
        text: 'Friday?',
      },
    ],
    ['wait', 'wait-for-reply', WAIT],
    ['done', 'outcome', { result: 'resolved', note: 'Answered: {{reply.text}}' }],
    ['late', 'outcome', { result: 'resolved', note: 'No answer' }],
  ],
  ['new.next > reply', 'reply.next > wait', 'wait.reply > done', 'wait.timeout > late'],
  ['cleo'],
);
/** It sends a mail by itself, and a person is asked before it comes to its waits. */
const WRITES = flowOf(
  'Writes a mail',
  [
    ['go', 'by-hand', { note: '' }],
    ['send', 'mail.send', { agent: 'cleo', to: ANN, subject: 'Two questions', text: 'First? Second?' }],
    ['ask', 'approval', { question: 'Go on?', people: [{ person: 'you' }] }],
    ['one', 'wait-for-reply', WAIT],
    ['two', 'wait-for-reply', WAIT],
    ['done', 'outcome', { result: 'resolved', note: 'In the end: {{reply.text}}' }],
    ['late', 'outcome', { result: 'resolved', note: 'No answer' }],
  ],
  [
    'go.next > send',
    'send.next > ask',
    'ask.approved > one',
    'one.reply > two',
    'two.reply > done',
    'one.timeout > late',
    'two.timeout > late',
  ],
  ['cleo'],
);

async function turnOn(flow: typeof ANSWERS) {
  const { id } = await desk.api.flows.importFlow({ text: JSON.stringify(flow) });
  await desk.api.flows.publish({ id, note: '' });
  await desk.api.flows.turnOn({ id });
  await eventually(
    async () =>
      (await desk.api.flows.get({ id })).triggers.every(({ lastPollAt }) => lastPollAt !== null) || undefined,
    'every trigger to have looked',
  );
  return id;
}
/** Allows whatever Cleo wants to send, until the run waits for an answer or is over. */
const allowed = (run: () => Promise<RunView | undefined>): Promise<RunView> =>
  eventually(async () => {
    for (const card of await desk.api.inbox.list({ which: 'pending' }))
      if (card.digest !== null && card.kind === 'action') await desk.approve(card);
    return run();
  }, 'the run to move on');
const threadAbout = async (subject: string) =>
  (await desk.world.mail()).threads.find((thread) => thread.subject.includes(subject));
const answer = async (subject: string, text: string): Promise<void> => {
  const thread = await threadAbout(subject);
  await desk.world.answerMail({ letter: thread?.answer?.letter ?? 0, text });
};

test(
  'an answer wakes the run that wrote, once, though two triggers find it',
  { timeout: LIMIT },
  async () => {
    await turnOn(ANSWERS);
    // Watches the same mailbox: the answer is found by both.
    await turnOn(
      flowOf(
        'Other answers',
        [
          ['answer', 'mail.reply', { agent: 'cleo', folder: 'INBOX' }],
          ['end', 'outcome', { result: 'resolved', note: 'Other' }],
        ],
        ['answer.next > end'],
        ['cleo'],
      ),
    );
    const subject = 'Shall we meet?';
    await desk.world.writeMail({ from: ANN, to: CLEO, subject, text: 'When?' });
    const waiting = await allowed(async () => {
      const run = (await desk.api.runs.list({ limit: 50 })).find(
        (one) => one.subject === subject && one.status === 'waiting' && one.waitingFor === 'event',
      );
      return run && desk.api.runs.get({ id: run.id });
    });
    await desk.world.writeMail({ from: ANN, to: CLEO, subject: 'Something else', text: 'No answer.' });
    await answer(subject, 'Friday is fine.\n\nOn Tuesday, Cleo wrote:\n> Friday?');
    const run = await desk.ended(subject);
    expect(run.run.id).toBe(waiting.run.id);
    expect(storyOf(run)).toContain('Answered: Friday is fine.');
    expect(storyOf(run)).not.toContain('> Friday?');
    const runs = (await desk.api.runs.list({ limit: 50 })).filter((one) => one.subject === subject);
    expect(runs).toHaveLength(1);
  },
);

test('answers that come before the waits are kept, and taken oldest first', { timeout: LIMIT }, async () => {
  const id = await turnOn(WRITES);
  await desk.api.flows.startByHand({ id, node: 'go' as NodeId });
  const mine = async () => (await desk.api.runs.list({ limit: 50 })).find(({ flow }) => flow === id);
  const question = await eventually(async () => {
    const cards = await desk.api.inbox.list({ which: 'pending' });
    for (const card of cards) if (card.kind === 'action') await desk.approve(card);
    return cards.find((card) => card.flow === id && card.kind !== 'action');
  }, 'the question to be asked');
  expect((await desk.ledger({ kind: 'mail sent' })).filter(({ target }) => target === ANN)).not.toEqual([]);
  await answer('Two questions', 'The first answer.');
  await answer('Two questions', 'The second answer.');
  await eventually(
    async () =>
      (await desk.api.flows.get({ id })).triggers.every(({ lastPollAt }) => lastPollAt !== null) || undefined,
    'the answers to be found',
  );
  await desk.restart();
  await desk.approve(question);
  const run = await eventually(async () => {
    const now = await mine();
    return now?.status === 'done' ? desk.api.runs.get({ id: now.id }) : undefined;
  }, 'the run to end');
  const story = storyOf(run);
  expect(story.indexOf('The first answer.')).toBeLessThan(story.indexOf('The second answer.'));
  expect(story).toContain('In the end: The second answer.');
});
