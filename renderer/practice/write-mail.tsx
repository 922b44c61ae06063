import { Button, Group, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { MailView, SampleLetter } from '../../app/api/contract/practice.ts';
import { api } from '../api/client.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { Samples } from './samples.tsx';
import styles from './practice.module.css';

interface WriteMailProps {
  readonly mailboxes: MailView['mailboxes'];
  readonly samples: readonly SampleLetter[];
  onSent(letter: number): void;
}

/** Writes a mail to one of the agents as somebody outside would: typed, or a sample with one click. */
export function WriteMail({ mailboxes, samples, onSent }: WriteMailProps): ReactNode {
  const empty = { from: '', to: mailboxes[0]?.email ?? '', subject: '', text: '' };
  const [typed, setTyped] = useState(empty);
  const { busy, error, decide } = useDecision();
  const send = async ({ from, to, subject, text }: typeof empty, sample: boolean): Promise<void> => {
    await decide(async () => {
      const { letter } = await api.practice.writeMail.mutate({ from, to, subject, text });
      if (!sample) setTyped(empty);
      onSent(letter);
    });
  };
  const ready = Object.values(typed).every((value) => value.trim() !== '');
  return (
    <Stack gap="md">
      {error && <ErrorNote error={error} />}
      <Samples samples={samples} busy={busy} onSend={(sample) => void send(sample, true)} />
      <form
        aria-label="Write a mail from outside"
        onSubmit={(event) => {
          event.preventDefault();
          void send(typed, false);
        }}
      >
        <Stack gap="xs">
          <h2 className={styles['title']}>Write a mail from outside</h2>
          <TextInput
            label="From"
            type="email"
            placeholder="jo@park.example"
            value={typed.from}
            onChange={(event) => setTyped({ ...typed, from: event.currentTarget.value })}
          />
          <Select
            label="To"
            allowDeselect={false}
            data={mailboxes.map(({ name, email }) => ({ value: email, label: `${name} (${email})` }))}
            value={typed.to}
            onChange={(value) => setTyped({ ...typed, to: value ?? typed.to })}
          />
          <TextInput
            label="Subject"
            value={typed.subject}
            onChange={(event) => setTyped({ ...typed, subject: event.currentTarget.value })}
          />
          <Textarea
            label="Text"
            autosize
            minRows={5}
            maxRows={14}
            value={typed.text}
            onChange={(event) => setTyped({ ...typed, text: event.currentTarget.value })}
          />
          <Group>
            <Button type="submit" loading={busy} disabled={!ready}>
              Send mail
            </Button>
          </Group>
        </Stack>
      </form>
    </Stack>
  );
}
