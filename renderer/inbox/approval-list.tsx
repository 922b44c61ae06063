import { useState, type ReactNode } from 'react';
import type { FlowId } from '../../app/base/ids.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { Empty } from '../kit/empty.tsx';
import { ErrorNote } from '../kit/error-note.tsx';
import { ApprovalCardView } from './approval-card.tsx';
import styles from './inbox.module.css';
import { useCardKeys } from './use-card-keys.ts';
import { useShownCards } from './use-inbox.ts';

/** Most decided cards that stay among the waiting ones. */
const MOST_DECIDED = 5;

/** The cards of one flow, or of all, one below the other. Keys work while the list has the focus. */
export function ApprovalList({ flow }: { readonly flow?: FlowId }): ReactNode {
  const pending = useQuery(() => api.inbox.list.query({ which: 'pending' }), ['inbox']);
  const decided = useQuery(() => api.inbox.list.query({ which: 'decided' }), ['inbox']);
  const { waiting, justDecided } = useShownCards(pending.data, decided.data, flow);
  const [marked, setMarked] = useState<string | null>(null);
  // A decided card stays in its place, made small.
  const shown = [...waiting, ...justDecided.slice(0, MOST_DECIDED)].toSorted(
    (a, b) => a.createdAt - b.createdAt,
  );
  const { onKeyDown, pressed } = useCardKeys(
    shown.map((card) => card.id),
    marked,
    setMarked,
  );
  if (pending.error) return <ErrorNote error={pending.error} />;
  if (!pending.data) return null;
  if (shown.length === 0)
    return <Empty title="Nothing needs you" text="What an agent must not do alone waits here." />;
  return (
    <ul className={styles['stack']} onKeyDown={onKeyDown} aria-label="Inbox">
      {shown.map((card) => (
        <li key={card.id} tabIndex={-1} onFocus={() => setMarked(card.id)} onClick={() => setMarked(card.id)}>
          <ApprovalCardView
            card={card}
            framed
            marked={marked === card.id}
            pressed={pressed?.card === card.id ? pressed.key : null}
          />
        </li>
      ))}
    </ul>
  );
}
