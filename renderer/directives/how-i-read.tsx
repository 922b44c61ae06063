import { Check, GitCompareArrows, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { HowRead } from '../../app/store/directives.ts';
import styles from './directives.module.css';

/** "How I read this": what a directive reacts to, what it does, and which of its words mean nothing here. */
export function HowIRead({ reading }: { readonly reading: HowRead | undefined }): ReactNode {
  if (!reading) return null;
  const { reactsTo, exactWords, does, with: by, notUnderstood, conflicts } = reading;
  const blank = reactsTo.length + does.length + notUnderstood.length === 0;
  if (blank) return null;
  const clear = notUnderstood.length + conflicts.length === 0;
  const Mark = clear ? Check : TriangleAlert;
  return (
    <div className={styles['reading']} role="group" aria-label="How I read this">
      <span className={styles['title']} data-tone={clear ? 'read' : 'amber'}>
        <Mark size={14} aria-hidden />
        How I read this{clear ? '' : ': look here'}
      </span>
      <dl>
        <Part name="Reacts to" parts={reactsTo} />
        <Part name="Exact words" parts={exactWords} />
        <Part name="Does" parts={does} />
        <Part name="With" parts={by} />
      </dl>
      {notUnderstood.map((sentence) => (
        <p key={sentence} className={styles['amber']}>
          <TriangleAlert size={13} aria-hidden />
          <span>
            <strong>Not understood:</strong> {sentence}
          </span>
        </p>
      ))}
      {conflicts.map((sentence) => (
        <p key={sentence} className={styles['amber']}>
          <GitCompareArrows size={13} aria-hidden />
          <span>
            <strong>Conflict:</strong> {sentence}
          </span>
        </p>
      ))}
    </div>
  );
}

const Part = ({ name, parts }: { readonly name: string; readonly parts: readonly string[] }): ReactNode =>
  parts.length === 0 ? null : (
    <div>
      <dt>{name}</dt>
      <dd>{parts.join('; ')}</dd>
    </div>
  );
