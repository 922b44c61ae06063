import { NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AgentId } from '../../app/base/ids.ts';
import type { AgentCaps } from '../../app/store/records.ts';
import { CapsForm } from '../control/caps-form.tsx';
import styles from './team.module.css';

const MINUTE_MS = 60_000;

interface WorkLimitsProps {
  /** Absent for an agent that is not saved yet. */
  readonly agent: AgentId | undefined;
  readonly caps: AgentCaps;
  /** Null: as usual. */
  readonly concurrency: number | null;
  onCaps(caps: AgentCaps): void;
  onConcurrency(concurrency: number | null): void;
}

/** What an agent may use for one piece of work and in a day, and how much it does at the same time. */
export function WorkLimits(props: WorkLimitsProps): ReactNode {
  const { agent, caps, concurrency, onCaps, onConcurrency } = props;
  const number = (label: string, value: number, most: number, change: (value: number) => void): ReactNode => (
    <NumberInput
      label={label}
      w={190}
      min={1}
      max={most}
      allowDecimal={false}
      thousandSeparator=","
      value={value}
      onChange={(next) => typeof next === 'number' && next >= 1 && change(next)}
    />
  );
  return (
    <>
      <p className={styles['dim']}>
        For one piece of work. When one of these is used up, a person is asked whether it may go on.
      </p>
      <div className={styles['numbers']}>
        {number('Turns', caps.turns, 200, (turns) => onCaps({ ...caps, turns }))}
        {number('Tokens of the model', caps.tokens, 10_000_000, (tokens) => onCaps({ ...caps, tokens }))}
        {number('Minutes of the model', Math.max(1, Math.round(caps.timeMs / MINUTE_MS)), 1_440, (minutes) =>
          onCaps({ ...caps, timeMs: minutes * MINUTE_MS }),
        )}
        <NumberInput
          label="At the same time"
          w={190}
          min={1}
          max={50}
          allowDecimal={false}
          placeholder="As usual"
          value={concurrency ?? ''}
          onChange={(next) => onConcurrency(typeof next === 'number' && next >= 1 ? next : null)}
        />
      </div>
      {agent && (
        <>
          <p className={styles['dim']} style={{ marginTop: 10 }}>
            All its work of a day, in whichever flow. These are saved as you leave a field.
          </p>
          <CapsForm agent={agent} />
        </>
      )}
    </>
  );
}
