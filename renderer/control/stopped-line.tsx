import { Button, Group, Modal, Text } from '@mantine/core';
import { OctagonX } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { ControlView } from '../../app/api/contract/views.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { ShownText } from '../inbox/shown-text.tsx';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { When } from '../runs/when.tsx';
import { hashOf } from '../shell/route.ts';
import { caughtInWords, outInWords } from './control-words.ts';
import styles from './control.module.css';

/** Says on every screen that everything is stopped, and offers to let it go on. */
export function StoppedLine(): ReactNode {
  const { data } = useQuery(() => api.control.get.query(), ['workspace', 'runs']);
  const [looking, setLooking] = useState(false);
  const { busy, error, decide } = useDecision();
  const stopped = data?.stopped;
  return (
    <div role="status">
      {data && stopped && (
        <div className={styles['line']}>
          <OctagonX size={16} aria-hidden />
          <span className={styles['words']}>
            <strong>Everything is stopped</strong> by {stopped.by}, <When at={stopped.at} />.{' '}
            {caughtInWords(data)}
          </span>
          <Button variant="default" onClick={() => setLooking(true)}>
            What was caught
          </Button>
          <Button loading={busy} onClick={() => void decide(() => api.control.resume.mutate())}>
            Resume
          </Button>
        </div>
      )}
      {error && <ErrorNote error={error} />}
      <Modal
        opened={looking && stopped !== null && stopped !== undefined}
        onClose={() => setLooking(false)}
        title="What was caught"
        size="lg"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {data && <Caught view={data} onLeave={() => setLooking(false)} />}
      </Modal>
    </div>
  );
}

function Caught({ view, onLeave }: { readonly view: ControlView; onLeave(): void }): ReactNode {
  const [asking, setAsking] = useState(false);
  const { busy, error, decide } = useDecision();
  const open = view.ready + view.waiting;
  return (
    <>
      <Text size="sm">
        {caughtInWords(view)} Resume takes them up where they stand. A call that was out is looked up first,
        so that nothing happens twice; where nobody can tell, you are asked.
      </Text>
      {error && <ErrorNote error={error} />}
      <ul className={styles['caught']}>
        {view.caught.map(({ run, underWay }) => (
          <li key={run.id}>
            <span className={styles['words']}>
              <a href={hashOf('runs', run.id)} onClick={onLeave}>
                <ShownText text={run.subject || run.flowName} />
              </a>{' '}
              <span className={styles['dim']}>
                {run.flowName}
                {underWay.length > 0 && ` · ${outInWords(underWay)}`}
              </span>
            </span>
            <Button
              variant="default"
              disabled={busy}
              aria-label={`Stop the run of ${run.subject || run.flowName} for good`}
              onClick={() => void decide(() => api.runs.stop.mutate({ id: run.id }))}
            >
              Stop it for good
            </Button>
          </li>
        ))}
      </ul>
      {view.ready > view.caught.length && <Text size="xs">and {view.ready - view.caught.length} more.</Text>}
      {asking ? (
        <Group gap="xs" mt="md">
          <Text size="sm">Stop all {open} runs for good? What they have done stays done.</Text>
          <Button
            color="red"
            loading={busy}
            onClick={() => void decide(() => api.control.discardAll.mutate()).then(() => setAsking(false))}
          >
            Stop all {open} runs
          </Button>
          <Button variant="default" disabled={busy} onClick={() => setAsking(false)}>
            Keep them
          </Button>
        </Group>
      ) : (
        open > 0 && (
          <Button variant="default" mt="md" onClick={() => setAsking(true)}>
            Stop all of them for good …
          </Button>
        )
      )}
    </>
  );
}
