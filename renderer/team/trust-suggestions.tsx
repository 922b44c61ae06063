import { Alert, Anchor, Button, Group } from '@mantine/core';
import { ShieldCheck, ShieldQuestion } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AgentId } from '../../app/base/ids.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { When } from '../runs/when.tsx';
import styles from './team.module.css';

/** What past decisions suggest about this agent's rules, with the cards that say so. Nothing changes before a yes. */
export function TrustSuggestions({ agent }: { readonly agent: AgentId }): ReactNode {
  const { data } = useQuery(() => api.trust.list.query(), ['inbox', 'team']);
  const { busy, error, decide } = useDecision();
  const own = (data ?? []).filter((one) => one.agent === agent);
  return (
    <>
      {error && <ErrorNote error={error} />}
      {own.map((one) => (
        <Alert
          key={one.id}
          mb="sm"
          role="status"
          color={one.kind === 'loosen' ? 'blue' : 'yellow'}
          icon={
            one.kind === 'loosen' ? (
              <ShieldCheck size={18} aria-hidden />
            ) : (
              <ShieldQuestion size={18} aria-hidden />
            )
          }
          title={one.kind === 'loosen' ? 'Let it do this by itself?' : 'Ask before this again?'}
        >
          <p style={{ margin: '0 0 6px' }}>
            {one.because} Then: {one.change}.
          </p>
          <ul className={styles['evidence']} aria-label="Because of these cards">
            {one.evidence.map((card) => (
              <li key={card.id}>
                <Anchor href={`#/inbox/${card.id}`} inherit>
                  {card.title}
                </Anchor>{' '}
                · {card.by} · <When at={card.at} />
                {card.note === '' ? '' : ` · “${card.note}”`}
              </li>
            ))}
          </ul>
          <Group gap="xs" mt="xs">
            <Button
              size="xs"
              disabled={busy}
              onClick={() => void decide(() => api.trust.accept.mutate({ id: one.id }))}
            >
              Change the rule
            </Button>
            <Button
              size="xs"
              variant="default"
              disabled={busy}
              onClick={() => void decide(() => api.trust.dismiss.mutate({ id: one.id }))}
            >
              Leave it as it is
            </Button>
          </Group>
        </Alert>
      ))}
    </>
  );
}
