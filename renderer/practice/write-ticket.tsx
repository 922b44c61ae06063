import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { SampleTicket } from '../../app/api/contract/practice.ts';
import { api } from '../api/client.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { Samples } from './samples.tsx';
import styles from './practice.module.css';

const EMPTY = { from: '', subject: '', text: '' };

interface WriteTicketProps {
  readonly samples: readonly SampleTicket[];
  onSent(conversationId: number): void;
}

/** Writes a ticket as a customer would: typed, or a sample with one click. */
export function WriteTicket({ samples, onSent }: WriteTicketProps): ReactNode {
  const [typed, setTyped] = useState(EMPTY);
  const { busy, error, decide } = useDecision();
  const send = async (ticket: typeof EMPTY, sample: boolean): Promise<void> => {
    await decide(async () => {
      const { conversationId } = await api.practice.writeTicket.mutate(ticket);
      if (!sample) setTyped(EMPTY);
      onSent(conversationId);
    });
  };
  const ready = Object.values(typed).every((value) => value.trim() !== '');
  return (
    <Stack gap="md">
      {error && <ErrorNote error={error} />}
      <Samples
        samples={samples}
        busy={busy}
        onSend={({ from, subject, text }) => void send({ from, subject, text }, true)}
      />
      <form
        aria-label="Write a ticket as a customer"
        onSubmit={(event) => {
          event.preventDefault();
          void send(typed, false);
        }}
      >
        <Stack gap="xs">
          <h2 className={styles['title']}>Write a ticket as a customer</h2>
          <TextInput
            label="From"
            description="An address the company does not know yet becomes a new customer."
            type="email"
            placeholder="maya@lindgren-studio.example"
            value={typed.from}
            onChange={(event) => setTyped({ ...typed, from: event.currentTarget.value })}
          />
          <TextInput
            label="Subject"
            value={typed.subject}
            onChange={(event) => setTyped({ ...typed, subject: event.currentTarget.value })}
          />
          <Textarea
            label="Message"
            autosize
            minRows={5}
            maxRows={14}
            value={typed.text}
            onChange={(event) => setTyped({ ...typed, text: event.currentTarget.value })}
          />
          <Group>
            <Button type="submit" loading={busy} disabled={!ready}>
              Send ticket
            </Button>
          </Group>
        </Stack>
      </form>
    </Stack>
  );
}
