import { Checkbox, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AgentView } from '../../app/api/contract/views.ts';
import type { AgentId } from '../../app/base/ids.ts';
import styles from './team.module.css';

interface TeammatesFieldProps {
  /** Everybody else in the team. */
  readonly team: readonly AgentView[];
  readonly chosen: readonly AgentId[];
  onChange(chosen: readonly AgentId[]): void;
}

/** Whom an agent may ask, and hand a case to, while it works. */
export function TeammatesField({ team, chosen, onChange }: TeammatesFieldProps): ReactNode {
  if (team.length === 0) return <p className={styles['dim']}>There is nobody else in the team yet.</p>;
  return (
    <>
      <Stack gap={6} role="group" aria-label="Teammates it may turn to">
        {team.map((one) => (
          <Checkbox
            key={one.id}
            size="xs"
            label={one.role ? `${one.name}: ${one.role}` : one.name}
            checked={chosen.includes(one.id)}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked ? [...chosen, one.id] : chosen.filter((id) => id !== one.id),
              )
            }
          />
        ))}
      </Stack>
      <Text size="xs" c="var(--ink-2)" mt={6}>
        It may ask them a question and wait, or hand the case over. They work under their own accounts and
        within what they may do by themselves.
      </Text>
    </>
  );
}
