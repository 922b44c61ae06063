import { CircleCheck, CircleMinus, CirclePause, CircleX, MoonStar } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FlowView } from '../../../app/api/contract/views.ts';
import { titleOf } from '../../../app/graph/edges.ts';
import { catalog } from '../../../nodes/catalog.ts';
import { When } from '../../runs/when.tsx';
import { useDocument } from '../editor.ts';
import styles from './panel.module.css';

/** When each trigger last looked and last found something, and what stops it. */
export function TriggerHealth({ triggers }: { readonly triggers: FlowView['triggers'] }): ReactNode {
  const { nodes } = useDocument();
  if (triggers.length === 0) return null;
  return (
    <>
      <h2 className={styles['heading']}>Triggers</h2>
      {triggers.map((trigger, index) => {
        const node = nodes.find((n) => n.id === trigger.node);
        const Icon = trigger.problem ? CircleX : trigger.state === 'on' ? CircleCheck : CirclePause;
        return (
          <div key={trigger.node ?? index} className={styles['summary']}>
            <strong>
              <Icon size={13} aria-hidden style={{ verticalAlign: -2 }} />{' '}
              {node ? titleOf(node, catalog) : 'Answers for waiting runs'}:{' '}
              {trigger.problem ? 'Stopped by a problem' : trigger.state === 'on' ? 'Looking' : 'Off'}
            </strong>
            <div>
              {trigger.problem && `${trigger.problem.sentence} ${trigger.problem.fix ?? ''} `}
              {trigger.lastPollAt === null ? (
                'Has not looked yet.'
              ) : (
                <>
                  Looked <When at={trigger.lastPollAt} />.{' '}
                </>
              )}
              {trigger.lastNewAt !== null && (
                <>
                  Found something new <When at={trigger.lastNewAt} />.
                </>
              )}{' '}
              {trigger.state === 'on' && trigger.nextPollAt !== null && (
                <>
                  Looks next <When at={trigger.nextPollAt} />.
                </>
              )}
            </div>
            {trigger.gap && <Gap gap={trigger.gap} />}
            {trigger.skipped.map(({ at, why }) => (
              <div key={`${at}${why}`}>
                <CircleMinus size={13} aria-hidden style={{ verticalAlign: -2 }} /> Started nothing{' '}
                <When at={at} />: {why}
              </div>
            ))}
          </div>
        );
      })}
    </>
  );
}

/** Time that nobody lived through here. */
function Gap({ gap }: { readonly gap: NonNullable<FlowView['triggers'][number]['gap']> }): ReactNode {
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
