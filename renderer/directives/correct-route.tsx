import { Anchor, Button, Menu } from '@mantine/core';
import { CornerUpRight, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RouteView, SendingView } from '../../app/api/contract/directives.ts';
import type { RunId, StepKey } from '../../app/base/ids.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import styles from './directives.module.css';

const useRoutes = (run: RunId) =>
  useQuery(() => api.directives.ofRun.query({ run }), ['directives', `routes ${run}`]);

/** "Wrong? Send to …" beside one decision of a run. */
export function CorrectRoute({ run, step }: { readonly run: RunId; readonly step: StepKey }): ReactNode {
  const { data, again } = useRoutes(run);
  const route = data?.find((one) => one.step === step);
  return route ? <Correct run={run} route={route} again={again} /> : null;
}

/** The decisions that brought a case where it is, each with the way to correct it. */
export function RoutesOfRun({ run }: { readonly run: RunId }): ReactNode {
  const { data, again } = useRoutes(run);
  const sorted = data?.filter((route) => route.ways.length > 0) ?? [];
  return sorted.map((route) => (
    <div key={route.step} className={styles['bar']}>
      <span>
        Sorted to <strong>{nameOf(route, route.took)}</strong>.
      </span>
      <Correct run={run} route={route} again={again} />
    </div>
  ));
}

const nameOf = (route: RouteView, way: string): string =>
  route.ways.find(({ id }) => id === way)?.label ?? 'Otherwise';

function Correct({
  run,
  route,
  again,
}: {
  readonly run: RunId;
  readonly route: RouteView;
  again(): void;
}): ReactNode {
  const { busy, error, decide } = useDecision();
  if (route.ways.length === 0) return null;
  const send = (way: string | null): void =>
    void decide(async () => {
      await api.directives.correct.mutate({ run, step: route.step, way });
      again();
    });
  const { correction } = route;
  return (
    <div>
      {error && <ErrorNote error={error} />}
      {correction ? (
        <div className={styles['bar']} role="status">
          <span className={styles['small']}>
            Learned: messages like this one{' '}
            {correction.way === null ? 'go to none of these' : `go to ${correction.to}`}.
            {route.sending && <Sending sending={route.sending} />}
          </span>
          {route.sending?.can && (
            <Button
              size="compact-xs"
              leftSection={<CornerUpRight size={12} aria-hidden />}
              loading={busy}
              onClick={() =>
                void decide(async () => {
                  await api.directives.sendOn.mutate({ run, step: route.step });
                  again();
                })
              }
            >
              {correction.way === null ? 'Take this one out too' : `Send this one to ${correction.to} too`}
            </Button>
          )}
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<Undo2 size={12} aria-hidden />}
            disabled={busy}
            onClick={() =>
              void decide(async () => {
                await api.directives.forget.mutate({ owner: route.owner, id: correction.id });
                again();
              })
            }
          >
            Take back
          </Button>
        </div>
      ) : (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button size="compact-xs" variant="default" mt={4} loading={busy}>
              Wrong? Send to …
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {route.ways
              .filter(({ id }) => id !== route.took)
              .map((way) => (
                <Menu.Item key={way.id} onClick={() => send(way.id)}>
                  {way.label}
                  {way.leadsTo === way.label ? '' : ` (${way.leadsTo})`}
                </Menu.Item>
              ))}
            {route.took !== 'otherwise' && <Menu.Item onClick={() => send(null)}>None of these</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}

/** What becomes of the run that was sorted wrongly. */
function Sending({ sending }: { readonly sending: SendingView }): ReactNode {
  if (sending.can)
    return sending.done.length === 0
      ? ' This run itself stays where it is until you send it too.'
      : ` Already done, and stays done: ${sending.done.join('; ')}.`;
  if (sending.goesOnIn === null) return ` This run stays as it is. ${sending.why}`;
  return (
    <>
      {' '}
      This one was sent there too:{' '}
      <Anchor href={`#/runs/${sending.goesOnIn}`} inherit>
        its new run
      </Anchor>
      .
    </>
  );
}
