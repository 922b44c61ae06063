import { Button, Progress } from '@mantine/core';
import { FlaskConical, Square } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { ChangedCase } from '../../app/api/contract/directives.ts';
import type { ErrorData } from '../../app/base/errors.ts';
import { ownerParts, type DirectiveOwner } from '../../app/store/directives.ts';
import { api } from '../api/client.ts';
import { errorOf } from '../api/errors.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { When } from '../runs/when.tsx';
import { toSend, type DirectiveDraft } from './draft.ts';
import styles from './directives.module.css';

/** Cases that are looked at in one go: short enough to be stopped between two. */
const PAGE = 5;

interface Looked {
  readonly of: string;
  readonly looked: number;
  readonly total: number;
  readonly changed: readonly ChangedCase[];
  readonly byOthers: number;
  readonly running: boolean;
}

/** Tries the directives as they stand in the editor on past cases, without effects, and lists those that would differ. */
export function TryOut({
  owner,
  drafts,
  changed,
  total,
}: {
  readonly owner: DirectiveOwner;
  readonly drafts: readonly DirectiveDraft[];
  readonly changed: boolean;
  readonly total: number;
}): ReactNode {
  const [looked, setLooked] = useState<Looked | null>(null);
  const [error, setError] = useState<ErrorData | null>(null);
  const turn = useRef(0);
  useEffect(
    () => () => {
      turn.current += 1;
    },
    [],
  );
  const now = JSON.stringify(drafts);
  const stop = (): void => {
    turn.current += 1;
    setLooked((before) => before && { ...before, running: false });
  };
  const start = async (): Promise<void> => {
    const mine = (turn.current += 1);
    let state: Looked = { of: now, looked: 0, total, changed: [], byOthers: 0, running: true };
    setError(null);
    setLooked(state);
    try {
      while (state.running) {
        const page = await api.directives.tryOut.query({
          owner,
          directives: toSend(drafts),
          from: state.looked,
          count: PAGE,
        });
        if (turn.current !== mine) return;
        state = {
          ...state,
          looked: page.looked,
          total: page.total,
          changed: [...state.changed, ...page.changed],
          byOthers: state.byOthers + page.byOthers,
          running: page.looked < page.total,
        };
        setLooked(state);
      }
    } catch (thrown) {
      setError(errorOf(thrown));
      stop();
    }
  };
  const isAgent = ownerParts(owner)?.kind === 'agent';
  const fresh = looked !== null && (looked.of === now || looked.running);
  return (
    <section aria-label="Past cases">
      <div className={styles['bar']}>
        {looked?.running ? (
          <Button variant="default" leftSection={<Square size={13} aria-hidden />} onClick={stop}>
            Stop
          </Button>
        ) : (
          <Button
            variant="default"
            leftSection={<FlaskConical size={14} aria-hidden />}
            onClick={() => void start()}
          >
            {changed ? 'Which past cases would change?' : 'Try on past cases'}
          </Button>
        )}
      </div>
      {looked?.running && (
        <Progress
          mt={6}
          value={(100 * looked.looked) / Math.max(1, looked.total)}
          aria-label="Past cases looked at"
        />
      )}
      {error && <ErrorNote error={error} />}
      {fresh && looked && (
        <>
          <p className={styles['small']} role="status">
            {isAgent
              ? `${looked.looked} of ${looked.total} past runs looked at; in ${looked.changed.length} it would do something else. Nothing was done. Each is followed to the first difference: what would come of it, nobody knows.`
              : `${looked.looked} of ${looked.total} past decisions looked at; ${looked.changed.length} would go another way. Nothing was done.`}
            {looked.byOthers > 0 &&
              ` ${looked.byOthers === 1 ? 'One visit was' : `${looked.byOthers} visits were`} left out: a language model did the work, and what it would do otherwise cannot be said.`}
          </p>
          <ul className={styles['plain']} aria-label="Cases that would change">
            {looked.changed.map((one) => (
              <li key={`${one.run}${one.at}`}>
                <a href={`#/runs/${one.run}`}>{one.subject || 'A run'}</a> (<When at={one.at} />
                ): {one.from} → {one.to}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
