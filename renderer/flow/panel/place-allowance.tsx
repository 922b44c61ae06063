import { Button, Checkbox, Group } from '@mantine/core';
import { CircleCheck, CircleMinus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { PlaceKind } from '../../../app/kit/place.ts';
import { api } from '../../api/client.ts';
import { useQuery } from '../../api/use-query.ts';
import { ErrorNote } from '../../kit/error-note.tsx';
import { useDecision } from '../../inbox/use-decision.ts';
import styles from './panel.module.css';

const WORDS: Readonly<Record<PlaceKind, { readonly allow: string; readonly allowed: string }>> = {
  folder: { allow: 'Allow looking into this folder', allowed: 'Switchyard may look into this folder.' },
  feed: { allow: 'Allow looking at this feed', allowed: 'Switchyard may look at this feed.' },
};

/** Whether a folder or feed may be looked at from this computer. A flow file can name one, and not allow it. */
export function PlaceAllowance({ kind, at }: { readonly kind: PlaceKind; readonly at: string }): ReactNode {
  const { data } = useQuery(() => api.places.list.query(), ['flows', 'places']);
  const [isPrivate, setPrivate] = useState(false);
  const { busy, error, decide } = useDecision();
  if (data === undefined) return null;
  const known = data.find((place) => place.kind === kind && place.at === at);
  return (
    <div className={styles['box']}>
      <p className={styles['summary']}>
        {known ? (
          <>
            <CircleCheck size={13} aria-hidden style={{ verticalAlign: -2 }} /> {WORDS[kind].allowed}
          </>
        ) : (
          <>
            <CircleMinus size={13} aria-hidden style={{ verticalAlign: -2 }} /> Not allowed yet, so nothing is
            looked at. What it brings may be written by anybody.
          </>
        )}
      </p>
      {error && <ErrorNote error={error} />}
      {!known && kind === 'feed' && (
        <Checkbox
          mt={6}
          label="It is on this computer or in my own network"
          checked={isPrivate}
          onChange={(event) => setPrivate(event.currentTarget.checked)}
        />
      )}
      <Group mt={6}>
        {known ? (
          <Button
            variant="default"
            size="compact-sm"
            loading={busy}
            onClick={() => void decide(() => api.places.forget.mutate({ kind, at }))}
          >
            Take back
          </Button>
        ) : (
          <Button
            size="compact-sm"
            loading={busy}
            onClick={() => void decide(() => api.places.allow.mutate({ kind, at, allowsPrivate: isPrivate }))}
          >
            {WORDS[kind].allow}
          </Button>
        )}
      </Group>
    </div>
  );
}
