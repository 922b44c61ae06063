import { Button, Group, Loader, Modal, Text } from '@mantine/core';
import { CircleHelp } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { WaitingView } from '../../../app/api/contract/views.ts';
import type { ErrorData } from '../../../app/base/errors.ts';
import type { FlowId } from '../../../app/base/ids.ts';
import { titleOf } from '../../../app/graph/edges.ts';
import { catalog } from '../../../nodes/catalog.ts';
import { api } from '../../api/client.ts';
import { errorOf } from '../../api/errors.ts';
import { ErrorNote } from '../../kit/error-note.tsx';
import { When } from '../../runs/when.tsx';
import { say } from '../../shell/toast.ts';
import { useDocument } from '../editor.ts';
import { cameInInWords, itemsInWords, REFUSED_CALLS } from './waiting-words.ts';

type Take = 'all' | 'newest' | 'skip';

/** Looks what came in while the flow was off, and asks what to do with it. With nothing there it only turns it on. */
export function TurnOnAgain({ flow, onClose }: { readonly flow: FlowId; onClose(): void }): ReactNode {
  const [waiting, setWaiting] = useState<WaitingView | null>(null);
  const [error, setError] = useState<ErrorData | null>(null);
  const [busy, setBusy] = useState<Take | null>(null);
  const isHere = useRef(true);
  const turnOn = async (take: Take, counted: WaitingView | null): Promise<void> => {
    setBusy(take);
    setError(null);
    try {
      await api.flows.turnOn.mutate({
        id: flow,
        ...(counted ? { waiting: { token: counted.token, take } } : {}),
      });
      if (counted?.refusedCalls) say(REFUSED_CALLS);
      onClose();
    } catch (thrown) {
      setError(errorOf(thrown));
      setBusy(null);
    }
  };
  useEffect(() => {
    isHere.current = true;
    void (async () => {
      try {
        const counted = await api.flows.countWaiting.mutate({ id: flow });
        if (!isHere.current) return;
        if (counted.total === 0 && counted.isWhole) await turnOn('all', counted);
        else setWaiting(counted);
      } catch (thrown) {
        if (isHere.current) setError(errorOf(thrown));
      }
    })();
    return () => {
      isHere.current = false;
    };
  }, [flow]); // oxlint-disable-line react-hooks/exhaustive-deps -- it is counted once, when the question opens
  return (
    <Modal
      opened
      onClose={onClose}
      title={waiting ? cameInInWords(waiting, catalog) : 'Turn on again'}
      size="md"
    >
      {error && <ErrorNote error={error} />}
      {waiting ? (
        <Question waiting={waiting} busy={busy} choose={(take) => void turnOn(take, waiting)} />
      ) : (
        <>
          <Group gap="xs" role="status">
            {!error && <Loader size="xs" />}
            <Text size="sm">
              {error ? 'What came in could not be counted.' : 'Looking what came in while it was off …'}
            </Text>
          </Group>
          <Group justify="flex-end" mt="md" gap="xs">
            <Button variant="default" onClick={onClose}>
              Leave it off
            </Button>
            <Button variant="default" loading={busy !== null} onClick={() => void turnOn('all', null)}>
              Turn on without counting
            </Button>
          </Group>
        </>
      )}
    </Modal>
  );
}

function Question({
  waiting,
  busy,
  choose,
}: {
  readonly waiting: WaitingView;
  readonly busy: Take | null;
  choose(take: Take): void;
}): ReactNode {
  const { nodes } = useDocument();
  const several = waiting.triggers.length > 1;
  return (
    <>
      {waiting.newest && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          The newest: “{waiting.newest.subject}”, <When at={waiting.newest.at} />.
        </Text>
      )}
      {waiting.triggers.map(({ node, type, count, why }) => {
        const step = nodes.find((n) => n.id === node);
        const title = step ? titleOf(step, catalog) : type;
        if (why !== null)
          return (
            <Text key={node} size="sm" mt={4}>
              <CircleHelp size={14} aria-hidden style={{ verticalAlign: -2 }} /> {title} cannot be counted:{' '}
              {why}
            </Text>
          );
        return several ? (
          <Text key={node} size="sm" mt={4}>
            {title}: {itemsInWords(count, [type], catalog)}
          </Text>
        ) : null;
      })}
      {waiting.refusedCalls && (
        <Text size="sm" mt={4}>
          <CircleHelp size={14} aria-hidden style={{ verticalAlign: -2 }} /> {REFUSED_CALLS}
        </Text>
      )}
      <Text size="xs" c="dimmed" mt="sm">
        What is skipped is kept in the trigger’s list of what started nothing, and does not come back.
      </Text>
      <Group justify="flex-end" mt="md" gap="xs">
        <Button
          variant="default"
          disabled={busy !== null && busy !== 'skip'}
          loading={busy === 'skip'}
          onClick={() => choose('skip')}
        >
          Skip them
        </Button>
        {waiting.isWhole && waiting.total > 1 && (
          <Button
            variant="default"
            disabled={busy !== null && busy !== 'newest'}
            loading={busy === 'newest'}
            onClick={() => choose('newest')}
          >
            Only the newest
          </Button>
        )}
        <Button
          data-autofocus
          disabled={busy !== null && busy !== 'all'}
          loading={busy === 'all'}
          onClick={() => choose('all')}
        >
          {waiting.isWhole && waiting.total > 1 ? `Start all ${waiting.total}` : 'Start what came in'}
        </Button>
      </Group>
    </>
  );
}
