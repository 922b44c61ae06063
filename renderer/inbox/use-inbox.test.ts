import { describe, expect, it } from 'vitest';
import type { FlowId } from '../../app/base/ids.ts';
import type { ApprovalCard } from '../../app/api/contract/views.ts';
import { shownCards } from './use-inbox.ts';

const card = (id: string, part: Partial<ApprovalCard> = {}): ApprovalCard =>
  ({ id, flow: 'flow_1', status: 'pending', decidedAt: null, ...part }) as ApprovalCard; // the rest is not read
const seen = (...cards: readonly ApprovalCard[]) => new Map(cards.map((c) => [c.id, c]));
const ids = (cards: readonly ApprovalCard[]) => cards.map((c) => c.id);
const b = card('b');
const done = card('a', { status: 'approved', decidedAt: 5 });

describe('which cards are shown', () => {
  it('shows what waits, and nothing that was decided before the list was opened', () => {
    const shown = shownCards(seen(), [b], [done], undefined);
    expect([ids(shown.waiting), ids(shown.justDecided)]).toEqual([['b'], []]);
  });

  it('keeps a card that was decided while the list was open, as it was decided', () => {
    const shown = shownCards(seen(card('a')), [b], [done], undefined);
    expect(shown.justDecided).toEqual([done]);
  });

  it('keeps a card for the moment in which it has left one list and not reached the other', () => {
    const shown = shownCards(seen(card('a')), [b], [], undefined);
    expect(ids(shown.justDecided)).toEqual(['a']);
  });

  it('believes the list of decided cards when both lists have a card', () => {
    const shown = shownCards(seen(card('a')), [card('a'), b], [done], undefined);
    expect([ids(shown.waiting), shown.justDecided]).toEqual([['b'], [done]]);
  });

  it('shows one flow’s cards only, when asked for one', () => {
    const other = card('c', { flow: 'flow_2' as FlowId });
    expect(ids(shownCards(seen(other), [b, other], [], 'flow_1' as FlowId).waiting)).toEqual(['b']);
  });
});
