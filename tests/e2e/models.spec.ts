import { openOpenAiServer, type OpenAiServer, type WireRequest } from '../doubles/openai-server.ts';
import { expect, test, type App } from './app.ts';

test.describe.configure({ timeout: 120_000 });

let server: OpenAiServer;
test.beforeEach(async () => {
  server = await openOpenAiServer(() => ({ text: 'Hm.' }));
});
test.afterEach(() => server.close());

/** Gives an agent a model of an OpenAI-compatible server, in the window, as a person does. */
async function giveModel(app: App, agent: string): Promise<void> {
  const api = await app.secondWindow();
  const found = (await api.team.list.query()).find((a) => a.name === agent);
  if (!found) throw new Error(`There is no ${agent}.`);
  await api.team.setModel.mutate({
    agent: found.id,
    model: { kind: 'openai', baseUrl: server.baseUrl, model: 'test-1', key: 'sk-test', allowsPrivate: true },
  });
}

const TICKET = {
  from: 'maya@lindgren-studio.example',
  subject: 'Refund for the reminders',
  text: 'We never used the text reminders. Please refund the $40 set-up fee.',
};

/** The last thing a tool answered in the conversation. */
const lastResult = (request: WireRequest): Record<string, unknown> | undefined => {
  const last = request.messages.findLast((m) => m.role === 'tool');
  return last?.content ? (JSON.parse(last.content) as Record<string, unknown>) : undefined;
};

test('a model behind an OpenAI-compatible address does the refund under the same rules', async ({ app }) => {
  await app.start({ practice: true });
  await app.studio.turnOn();
  await giveModel(app, 'Fin');
  server.answer((request) => {
    const results = request.messages.filter((m) => m.role === 'tool').length;
    if (results === 0) return { calls: [{ name: 'find_customer', input: { email: TICKET.from } }] };
    if (results === 1) {
      const charges = lastResult(request)?.['charges'] as { id: string; amount: number }[];
      const charge = charges.find((c) => c.amount === 4_000);
      return {
        text: 'The fee was never used.',
        calls: [{ name: 'refund_charge', input: { charge: charge?.id, amount: 4_000, currency: 'usd' } }],
      };
    }
    return { text: 'Refunded the set-up fee of $40.00.' };
  });
  const tool = (await import('../../nodes/actions/stripe-refund/definition.ts')).stripeRefund.toolName;
  expect(tool).toBe('refund_charge');
  await app.go('Practice');
  await app.company.write(TICKET);
  await app.go('Runs');
  await app.runs.open(TICKET.subject);
  await expect(app.runs.story).toContainText('Refunded $40.00', { timeout: 30_000 });
  await expect(app.runs.story).toContainText('Resolved');
  expect(
    app
      .ledger()
      .filter((e) => e.kind === 'refund made')
      .map(({ amount, actor }) => ({ amount, actor })),
  ).toEqual([{ amount: 4_000, actor: 'fin' }]);
  expect(server.asked.every((one) => one.authorization === 'Bearer sk-test')).toBe(true);
});

test('a model that answers nonsense does nothing; the case lands in the inbox with the reason', async ({
  app,
}) => {
  await app.start({ practice: true });
  await app.studio.turnOn();
  await giveModel(app, 'Fin');
  server.answer(() => ({ calls: [{ name: 'launch_rocket', input: { to: 'the moon' } }] }));
  await app.go('Practice');
  await app.company.write(TICKET);
  await app.go('Inbox');
  const card = await app.inbox.open(TICKET.subject);
  await expect(card).toContainText(/kept calling tools in ways that make no sense/);
  expect(app.ledger().filter((e) => e.kind === 'refund made')).toEqual([]);
});

test('a model that is away is waited for, and the work is done when it is back', async ({ app }) => {
  await app.start({ practice: true });
  await app.studio.turnOn();
  await giveModel(app, 'Enzo');
  let away = true;
  server.answer(() =>
    away ? { status: 503, body: '{"error":{"message":"overloaded"}}' } : { text: 'Taken in.' },
  );
  await app.go('Practice');
  await app.company.write({
    from: 'jonah@pikeplumbing.example',
    subject: 'The calendar does not load',
    text: 'The booking page shows an error and nothing loads any more.',
  });
  await app.go('Runs');
  await app.runs.open('The calendar does not load');
  await expect(app.runs.story).toContainText(/answered with an error \(503\)/, { timeout: 30_000 });
  away = false;
  await expect(app.runs.story).toContainText('Resolved', { timeout: 60_000 });
});
