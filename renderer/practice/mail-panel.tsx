import { Button, UnstyledButton } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { MailThread, MailView } from '../../app/api/contract/practice.ts';
import { ShownText } from '../inbox/shown-text.tsx';
import { When } from '../runs/when.tsx';
import { MailThreadView } from './mail-thread.tsx';
import styles from './practice.module.css';
import split from './split.module.css';
import { WriteMail } from './write-mail.tsx';

interface MailPanelProps {
  readonly mail: MailView;
  onChanged(): void;
}

/** The mail of the company: conversations left; one of them, or the form for a new letter, right. */
export function MailPanel({ mail, onChanged }: MailPanelProps): ReactNode {
  const [chosen, choose] = useState<number | null>(null);
  const thread = mail.threads.find(({ letters }) => letters.some(({ id }) => id === chosen));
  return (
    <div className={split['split']}>
      <div className={split['list']}>
        <Button m="sm" variant="default" leftSection={<Plus size={14} />} onClick={() => choose(null)}>
          New mail
        </Button>
        {mail.threads.length === 0 && (
          <p className={styles['meta']} style={{ padding: '4px 12px' }}>
            No mail yet. What your agents send and get is shown here.
          </p>
        )}
        <ul className={styles['tickets']} aria-label="Mail">
          {mail.threads.map((one) => (
            <li key={one.id}>
              <ThreadRow thread={one} isChosen={one === thread} onChoose={() => choose(one.id)} />
            </li>
          ))}
        </ul>
      </div>
      <div className={split['detail']}>
        {thread ? (
          <MailThreadView thread={thread} onChanged={onChanged} />
        ) : (
          <WriteMail
            mailboxes={mail.mailboxes}
            samples={mail.samples}
            onSent={(letter) => {
              onChanged();
              choose(letter);
            }}
          />
        )}
      </div>
    </div>
  );
}

interface ThreadRowProps {
  readonly thread: MailThread;
  readonly isChosen: boolean;
  onChoose(): void;
}

function ThreadRow({ thread, isChosen, onChoose }: ThreadRowProps): ReactNode {
  const names = [...new Set(thread.letters.flatMap(({ from, to }) => [from.name, ...to]))];
  return (
    <UnstyledButton className={styles['ticket']} aria-current={isChosen} onClick={onChoose}>
      <span className={styles['ticketTop']}>
        <span className={styles['ticketFrom']}>{thread.letters[0]?.from.name}</span>
        <span className={styles['dim']}>
          <When at={thread.updatedAt} />
        </span>
      </span>
      <span className={styles['ticketSubject']}>
        <ShownText text={thread.subject} />
      </span>
      <span className={styles['ticketFoot']}>
        <span className={styles['tag']}>
          {thread.letters.length === 1 ? '1 mail' : `${thread.letters.length} mails`}
        </span>
        <span className={styles['dim']}>to {names.slice(1).join(', ')}</span>
      </span>
    </UnstyledButton>
  );
}
