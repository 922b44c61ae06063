import { Button, Group, NumberInput, Radio, Stack, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { z } from 'zod';
import type { allow } from '../../app/api/contract/inputs.ts';
import type { ApprovalCard } from '../../app/api/contract/views.ts';
import { amountAsTyped, parseAmount } from '../../app/base/money.ts';
import { useNow } from '../runs/when.tsx';

type Scope = z.infer<typeof allow>['scope'];
const DAY_MS = 86_400_000;
/** A permission is given for a month unless somebody chooses another end. */
const USUAL_DAYS = 30;
const USUAL_TIMES = 10;

/** The end of a day of this computer's calendar, from what a date field holds. */
const endOfDay = (date: string): number => new Date(`${date}T23:59:59`).getTime();
const asDate = (at: number): string => new Date(at).toLocaleDateString('sv-SE');

/** "Allow this for…": for whom, up to which amount, until when and how often. Approves the card with it. */
export function AllowForm({
  card,
  offer,
  busy,
  onAllow,
  onBack,
}: {
  readonly card: ApprovalCard;
  readonly offer: NonNullable<ApprovalCard['offer']>;
  readonly busy: boolean;
  onAllow(scope: Scope): void;
  onBack(): void;
}): ReactNode {
  const now = useNow();
  const { who, money, mustName } = offer;
  const [onlyThem, setOnlyThem] = useState(who !== null);
  const [amount, setAmount] = useState(money ? amountAsTyped(money) : '');
  const [date, setDate] = useState(() => asDate(now + USUAL_DAYS * DAY_MS));
  const [times, setTimes] = useState<number | string>(USUAL_TIMES);
  const upTo = money ? (parseAmount(amount, money.currency) ?? 0) : null;
  const until = endOfDay(date);
  const most = Number(times);
  const problem =
    upTo === 0
      ? 'Type an amount such as 200 or 200.50.'
      : !(until > now)
        ? 'Choose a day that is not over.'
        : !(Number.isInteger(most) && most >= 1 && most <= 1_000)
          ? 'Choose how often, from 1 to 1,000 times.'
          : undefined;
  return (
    <form
      aria-label="Allow this for some time"
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === undefined) onAllow({ onlyThem, upTo, until, most });
      }}
    >
      <Stack gap="xs">
        <p style={{ margin: 0 }}>
          {card.agent?.name ?? 'The agent'} may do this without asking. This card is approved with it.
        </p>
        {who !== null && (
          <Radio.Group
            label="For whom"
            value={onlyThem ? 'them' : 'anybody'}
            onChange={(value) => setOnlyThem(value === 'them')}
          >
            <Stack gap={6} mt={6}>
              <Radio value="them" label={`Only ${who}`} size="xs" />
              {!mustName && <Radio value="anybody" label="Anybody" size="xs" />}
            </Stack>
          </Radio.Group>
        )}
        <Group gap="xs" align="end">
          {money && (
            <TextInput
              label={`Up to, each time (${money.currency.toUpperCase()})`}
              w={150}
              inputMode="decimal"
              value={amount}
              onChange={(event) => setAmount(event.currentTarget.value)}
            />
          )}
          <TextInput
            type="date"
            label="Until"
            w={160}
            value={date}
            onChange={(event) => setDate(event.currentTarget.value)}
          />
          <NumberInput label="How often" w={110} min={1} max={1_000} value={times} onChange={setTimes} />
        </Group>
        {problem !== undefined && (
          <p role="alert" style={{ margin: 0 }}>
            {problem}
          </p>
        )}
        <Group gap="xs">
          <Button type="submit" loading={busy} disabled={problem !== undefined}>
            Approve and allow
          </Button>
          <Button variant="default" onClick={onBack} disabled={busy}>
            Back
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
