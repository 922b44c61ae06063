import type { ReactNode } from 'react';
import type { MailThread } from '../../app/api/contract/practice.ts';
import { api } from '../api/client.ts';
import { ShownText } from '../inbox/shown-text.tsx';
import { When } from '../runs/when.tsx';
import { AnswerForm } from './answer-form.tsx';
import styles from './practice.module.css';
import { WhoMark } from './who.tsx';

interface MailThreadViewProps {
  readonly thread: MailThread;
  onChanged(): void;
}

/** One conversation by mail, with the box in which the operator answers as whoever was written to. */
export const MailThreadView = ({ thread, onChanged }: MailThreadViewProps): ReactNode => (
  <div className={styles['conversation']}>
    <h2 className={styles['title']}>
      <ShownText text={thread.subject} />
    </h2>
    <ol className={styles['threads']} aria-label="Mails of this conversation">
      {thread.letters.map((letter) => (
        <li
          key={letter.id}
          className={styles['thread']}
          data-kind={letter.from.kind === 'agent' ? 'reply' : 'message'}
        >
          <p className={styles['threadHead']}>
            <WhoMark who={letter.from} />
            <span className={styles['dim']}>
              to {letter.to.join(', ')} · <When at={letter.at} />
            </span>
          </p>
          {letter.subject !== thread.subject && (
            <p className={styles['meta']}>
              <ShownText text={letter.subject} />
            </p>
          )}
          <div className={styles['text']}>
            <ShownText text={letter.text} />
          </div>
        </li>
      ))}
    </ol>
    {thread.answer && <Answer key={thread.id} answer={thread.answer} onChanged={onChanged} />}
  </div>
);

interface AnswerProps {
  readonly answer: NonNullable<MailThread['answer']>;
  onChanged(): void;
}

const Answer = ({ answer: { as, letter }, onChanged }: AnswerProps): ReactNode => (
  <AnswerForm as={as} send={(text) => api.practice.answerMail.mutate({ letter, text })} onSent={onChanged} />
);
