import { TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { CapView } from '../../app/api/contract/views.ts';
import type { AgentId, FlowId } from '../../app/base/ids.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { CAP_LABELS, capAsTyped, parseCap } from './cap-words.ts';
import styles from './control.module.css';

interface CapsFormProps {
  readonly flow?: FlowId;
  readonly agent?: AgentId;
}

/** Limits of each run of a flow and of the flow in a day, or of an agent in a day; of neither, of everything in a day. */
export function CapsForm({ flow, agent }: CapsFormProps): ReactNode {
  const whose = { ...(flow ? { flow } : {}), ...(agent ? { agent } : {}) };
  const { data, error } = useQuery(() => api.caps.get.query(whose), ['workspace', flow ?? agent ?? '']);
  if (error) return <ErrorNote error={error} />;
  if (!data) return null;
  const group = (scope: Scope, heading: string): ReactNode => (
    <fieldset className={styles['group']}>
      <legend>{heading}</legend>
      <div className={styles['caps']}>
        {data[scope].map((cap) => (
          <CapInput key={`${cap.name} ${cap.cap}`} scope={scope} whose={whose} view={cap} />
        ))}
      </div>
    </fieldset>
  );
  return flow ? (
    <>
      {group('run', 'One run')}
      {group('flow', 'All runs of this flow in a day')}
    </>
  ) : agent ? (
    group('agent', 'In a day')
  ) : (
    group('day', 'Everything in a day')
  );
}

type Scope = 'run' | 'flow' | 'agent' | 'day';

/** One limit. It is saved when the field is left; empty means no limit. */
function CapInput({
  scope,
  whose,
  view,
}: {
  readonly scope: Scope;
  readonly whose: CapsFormProps;
  readonly view: CapView;
}): ReactNode {
  const { name } = view;
  const [typed, setTyped] = useState(capAsTyped(name, view.cap));
  const { error, decide } = useDecision();
  const cap = parseCap(name, typed);
  const problem = cap === undefined ? 'Type a number, or nothing for no limit.' : error?.sentence;
  const save = (): void => {
    if (cap === undefined || cap === view.cap) return;
    void decide(() => api.caps.set.mutate({ scope, name, cap, ...whose }));
  };
  return (
    <TextInput
      w={190}
      label={CAP_LABELS[name]}
      placeholder="No limit"
      inputMode="numeric"
      value={typed}
      error={problem}
      description={
        view.usedToday === null ? undefined : `Today so far: ${view.usedToday.toLocaleString('en-US')}`
      }
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => event.key === 'Enter' && save()}
    />
  );
}
