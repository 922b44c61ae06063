import {
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CirclePause,
  CircleX,
  MoonStar,
  RotateCw,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { FlowView, TriggerHealth as Health, TriggerView } from '../../../app/api/contract/views.ts';
import { titleOf } from '../../../app/graph/edges.ts';
import { catalog } from '../../../nodes/catalog.ts';
import { useNow, When } from '../../runs/when.tsx';
import { useDocument } from '../editor.ts';
import styles from './panel.module.css';
import { healthInWords } from './trigger-words.ts';

/** What happens to what comes in meanwhile. */
const HELD_UP = {
  looks: 'What is new stays where it is until there is room. Nothing is lost.',
  called: 'Calls are told to come again until there is room.',
};
/** A silence that is over is worth telling for this long. */
const TOLD_MS = 24 * 3_600_000;
/** Shown times are about this coarse. */
const SOON_MS = 10_000;

const ICONS: Readonly<Record<Health, LucideIcon>> = {
  well: CircleCheck,
  silent: CircleDashed,
  failing: CircleX,
  off: CirclePause,
};

/** How every trigger of the flow is. */
export function TriggerHealth({ triggers }: { readonly triggers: FlowView['triggers'] }): ReactNode {
  const { nodes } = useDocument();
  if (triggers.length === 0) return null;
  return (
    <>
      <h2 className={styles['heading']}>Triggers</h2>
      {triggers.map((trigger, index) => {
        const node = nodes.find((n) => n.id === trigger.node);
        return (
          <Heartbeat
            key={trigger.node ?? index}
            trigger={trigger}
            title={node ? titleOf(node, catalog) : 'Answers for waiting runs'}
          />
        );
      })}
    </>
  );
}

/** When a trigger last looked and last found something, when it looks next, and what stops it. */
export function Heartbeat({
  trigger,
  title,
}: {
  readonly trigger: TriggerView;
  /** Its name, where there are several. */
  readonly title?: string;
}): ReactNode {
  const now = useNow();
  const Icon = ICONS[trigger.health];
  const { restartedAt, lastPollAt, problem } = trigger;
  return (
    <div className={styles['summary']} role="group" aria-label={title ?? 'How this trigger is'}>
      <strong>
        <Icon size={13} aria-hidden style={{ verticalAlign: -2 }} /> {title !== undefined && `${title}: `}
        {healthInWords(trigger, now)}
      </strong>
      <div>
        {problem && `${problem.sentence} ${problem.fix ?? ''} `}
        {trigger.heldUpBy !== null && `${HELD_UP[trigger.isCalled ? 'called' : 'looks']} `}
        {trigger.isCalled ? <Called trigger={trigger} /> : <Looked trigger={trigger} />}
      </div>
      {restartedAt !== null && trigger.health !== 'silent' && now - restartedAt < TOLD_MS && (
        <div>
          <RotateCw size={13} aria-hidden style={{ verticalAlign: -2 }} /> Its tool was silent, and the look
          was begun anew <When at={restartedAt} />
          {lastPollAt !== null && lastPollAt > restartedAt && '. It has answered since'}.
        </div>
      )}
      {trigger.gap && <Gap gap={trigger.gap} />}
      {trigger.skipped.map(({ at, why }) => (
        <div key={`${at}${why}`}>
          <CircleMinus size={13} aria-hidden style={{ verticalAlign: -2 }} /> Started nothing <When at={at} />
          : {why}
        </div>
      ))}
    </div>
  );
}

function Called({ trigger: { lastPollAt, lastNewAt } }: { readonly trigger: TriggerView }): ReactNode {
  if (lastPollAt === null) return 'Has not been called yet.';
  return (
    <>
      Called <When at={lastPollAt} />.
      {lastNewAt !== null && lastNewAt !== lastPollAt && (
        <>
          {' '}
          Brought something new <When at={lastNewAt} />.
        </>
      )}
    </>
  );
}

function Looked({
  trigger: { state, lastPollAt, lastNewAt, nextPollAt, heldUpBy },
}: {
  readonly trigger: TriggerView;
}): ReactNode {
  const now = useNow();
  return (
    <>
      {lastPollAt === null ? (
        'Has not looked yet. '
      ) : (
        <>
          Looked <When at={lastPollAt} />.{' '}
        </>
      )}
      {lastNewAt === null ? (
        'Has found nothing new yet. '
      ) : (
        <>
          Found something new <When at={lastNewAt} />.{' '}
        </>
      )}
      {state === 'on' && nextPollAt !== null && heldUpBy === null && (
        <>Looks next {nextPollAt - now < SOON_MS ? 'in a moment' : <When at={nextPollAt} />}.</>
      )}
    </>
  );
}

/** Time that nobody lived through here. */
function Gap({ gap }: { readonly gap: NonNullable<TriggerView['gap']> }): ReactNode {
  return (
    <div>
      <MoonStar size={13} aria-hidden style={{ verticalAlign: -2 }} />{' '}
      {gap.kind === 'slept' ? (
        <>
          The computer slept, or its clock was set forward, from <When at={gap.from} /> to{' '}
          <When at={gap.to} />.
        </>
      ) : (
        <>
          The clock of the computer was set back from <When at={gap.from} /> to <When at={gap.to} />.
        </>
      )}
    </div>
  );
}
