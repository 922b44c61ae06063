import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { StorageView } from '../../app/api/contract/storage.ts';
import { api } from '../api/client.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { When } from '../runs/when.tsx';

const wholeOr = (value: string | number): number =>
  typeof value === 'number' ? Math.round(value) : Number.NaN;

/** How long ended runs are kept, and how large the database may become. */
export function RetentionForm({ policy, tidied }: Pick<StorageView, 'policy' | 'tidied'>): ReactNode {
  const [keepDays, setKeepDays] = useState(policy.keepDays);
  const [budgetMb, setBudgetMb] = useState(policy.budgetMb);
  const { busy, error, decide } = useDecision();
  const isValid = keepDays >= 1 && keepDays <= 3_650 && budgetMb >= 64 && budgetMb <= 1_000_000;
  const isChanged = keepDays !== policy.keepDays || budgetMb !== policy.budgetMb;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void decide(() => api.storage.setPolicy.mutate({ keepDays, budgetMb }));
      }}
    >
      <h3>What is kept</h3>
      <Stack gap="xs" maw={420}>
        {error && <ErrorNote error={error} />}
        <NumberInput
          label="Keep ended runs for"
          suffix=" days"
          min={1}
          max={3_650}
          allowDecimal={false}
          value={keepDays}
          onChange={(value) => setKeepDays(wholeOr(value))}
        />
        <NumberInput
          label="At most"
          description="Above this the oldest ended runs go sooner. Runs under way, open cards and the audit log always stay."
          suffix=" MB"
          min={64}
          max={1_000_000}
          allowDecimal={false}
          value={budgetMb}
          onChange={(value) => setBudgetMb(wholeOr(value))}
        />
        {tidied && (
          <Text size="sm" c="dimmed">
            Last tidied up <When at={tidied.at} />: {tidied.runs} {tidied.runs === 1 ? 'run' : 'runs'}{' '}
            removed.
            {tidied.keptDays < policy.keepDays &&
              ` The size allowed only the last ${tidied.keptDays} ${tidied.keptDays === 1 ? 'day' : 'days'}.`}
          </Text>
        )}
        <Group gap="xs">
          <Button type="submit" size="xs" loading={busy} disabled={!isValid || !isChanged}>
            Save
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={busy}
            onClick={() => void decide(() => api.storage.tidy.mutate())}
          >
            Tidy up now
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
