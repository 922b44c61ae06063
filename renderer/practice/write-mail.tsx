import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import type { MailView, SampleLetter } from '../../app/api/contract/practice.ts';
import { api } from '../api/client.ts';
import { WriteForm } from './write-form.tsx';

interface WriteMailProps {
  readonly mailboxes: MailView['mailboxes'];
  readonly samples: readonly SampleLetter[];
  onSent(letter: number): void;
}

/** Writes a mail to one of the agents as somebody outside would. */
export const WriteMail = ({ mailboxes, samples, onSent }: WriteMailProps): ReactNode => (
  <WriteForm
    title="Write a mail from outside"
    empty={{ from: '', to: mailboxes[0]?.email ?? '', subject: '', text: '' }}
    samples={samples}
    from={{ placeholder: 'jo@park.example' }}
    textLabel="Text"
    sendLabel="Send mail"
    renderMore={(typed, change) => (
      <Select
        label="To"
        allowDeselect={false}
        data={mailboxes.map(({ name, email }) => ({ value: email, label: `${name} (${email})` }))}
        value={typed.to}
        onChange={(value) => change({ to: value ?? typed.to })}
      />
    )}
    send={async ({ from, to, subject, text }) =>
      onSent((await api.practice.writeMail.mutate({ from, to, subject, text })).letter)
    }
  />
);
