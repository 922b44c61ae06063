import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import type { ApprovalCard } from '../../app/api/contract/views.ts';

// Nothing is sent here; the real client would open a socket.
vi.mock('../api/client.ts', () => ({ api: {} }));
const { ApprovalCardView } = await import('./approval-card.tsx');

const base = {
  id: 'ask_1',
  kind: 'action',
  status: 'pending',
  flow: 'flow_1',
  flowName: 'Support desk',
  run: 'run_1',
  node: 'fin',
  case: 'case_1',
  subject: 'Charged twice',
  title: 'Refund $340.00',
  agent: { id: 'agent_1', name: 'Fin' },
  as: 'Fin at Stripe',
  agentSays: '',
  reason: 'Fin asks first above $50.00',
  effect: 'money',
  digest: 'd',
  finalInput: null,
  context: [],
  askedNow: 'you',
  askedNext: null,
  isLast: true,
  atEnd: 'hold',
  away: [],
  remindAt: null,
  reminded: 0,
  snoozedUntil: null,
  thread: [],
  mayAsk: true,
  mayRedo: true,
  offer: { who: 'pat@example.test', money: { amount: 34_000, currency: 'usd' }, mustName: false },
  createdAt: 0,
  dueAt: null,
  decidedAt: null,
  decidedBy: null,
  note: '',
  proposal: { action: 'stripe.refund', input: { charge: 'ch_1', amount: 34_000, currency: 'usd' } },
} as unknown as ApprovalCard; // the ids and the rest of the proposal are not drawn

const draw = (part: Partial<ApprovalCard> = {}): string =>
  renderToStaticMarkup(
    <MantineProvider>
      <ApprovalCardView card={{ ...base, ...part }} framed={false} />
    </MantineProvider>,
  );
const buttons = (html: string): readonly string[] =>
  [...html.matchAll(/<button[^>]*>(.*?)<\/button>/g)].map(([, inside]) =>
    (inside ?? '').replaceAll(/<[^>]*>/g, ''),
  );
const words = (html: string): string =>
  html
    .replaceAll(/<style.*?<\/style>/gs, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

describe('an approval card', () => {
  it('has its buttons in the fixed order, with none in focus', () => {
    expect(buttons(draw())).toEqual([
      'Approve',
      'Edit and approve',
      'Reject',
      'Ask',
      'Later',
      'Allow this for…',
    ]);
    expect(draw()).not.toContain('autofocus');
  });

  it('says the amount, the account, and why a person is asked', () => {
    const text = words(draw());
    expect(text).toContain('$340.00');
    expect(text).toContain('as Fin at Stripe');
    expect(text).toContain('You are asked because Fin asks first above $50.00.');
  });

  it('draws the amount from the bytes that are sent, whatever the title or the agent says', () => {
    const text = words(draw({ title: 'Refund $3.40', agentSays: 'It is only $3.40.' }));
    expect(text).toMatch(/Amount\s+\$340\.00/);
  });

  it('keeps the agent’s words apart, as a quotation with the agent’s name', () => {
    const html = draw({ agentSays: 'The customer is right.' });
    expect(html).toMatch(
      /<figcaption[^>]*>Fin says<\/figcaption><blockquote[^>]*>The customer is right\.<\/blockquote>/,
    );
  });

  it('marks what came from outside, and shows characters that hide', () => {
    const text = words(draw({ context: [{ label: 'They wrote', value: 'pay\u200Bme', outside: true }] }));
    expect(text).toMatch(/From outside.*They wrote pay U\+200B me/);
  });

  it('asks whether it happened when nobody knows, and never offers to approve that', () => {
    const html = draw({ kind: 'unknown', title: 'Did this happen? Refund $340.00' });
    expect(buttons(html)).toEqual(['It happened', 'It did not: do it now', 'Leave it']);
  });

  it('lets a person take a case over', () => {
    const nothing = {
      proposal: null,
      digest: null,
      effect: null,
      mayAsk: false,
      mayRedo: false,
      offer: null,
    };
    expect(buttons(draw({ kind: 'escalation', ...nothing }))).toEqual(['I take it over', 'Later']);
  });

  it('says whom it waits for, who is next, and what becomes of it without an answer', () => {
    const at = Date.now() + 2 * 3_600_000 + 5_000;
    expect(
      words(draw({ askedNow: 'Dana', askedNext: 'Lee', isLast: false, dueAt: at, reminded: 1 })),
    ).toMatch(/Asked: Dana \(reminded once\), then Lee in 2 hours/);
    expect(words(draw({ askedNow: 'Lee', dueAt: at, atEnd: 'reject', away: ['Kim'] }))).toMatch(
      /Asked: Lee; without an answer it counts as rejected in 2 hours · away: Kim/,
    );
    expect(words(draw({ snoozedUntil: at }))).toContain('Put off, comes back in 2 hours');
  });

  it('shows what was asked and answered as quotations', () => {
    const thread = [
      { at: 1, by: 'Dana', text: 'Why so much?', isAnswer: false, failed: false },
      { at: 2, by: 'Fin', text: 'They paid twice.', isAnswer: true, failed: false },
    ];
    const text = words(draw({ thread }));
    expect(text).toMatch(/Dana asks Why so much\? Fin answers They paid twice\./);
    expect(words(draw({ thread: thread.slice(0, 1) }))).toContain('Waits for Fin’s answer.');
  });

  it('cannot be approved when it cannot be shown, only rejected', () => {
    const html = draw({
      proposal: { ...base.proposal, action: 'stripe.payout' } as ApprovalCard['proposal'],
    });
    expect(html).toMatch(/<button[^>]*disabled[^>]*>.*?Approve/);
    expect(buttons(html)).toEqual(['Approve', 'Reject', 'Ask', 'Later']);
    expect(words(html)).toContain('does not know the action');
  });

  it('says of a decided card who decided and what was changed, and has no buttons', () => {
    const html = draw({
      status: 'approved',
      decidedBy: 'Dana',
      decidedAt: 1,
      finalInput: { charge: 'ch_1', amount: 30_000, currency: 'usd' },
    });
    expect(buttons(html)).toEqual([]);
    expect(words(html)).toContain('Approved by Dana, with a change');
    expect(words(html)).toMatch(/\$340\.00 → \$300\.00/);
  });
});
