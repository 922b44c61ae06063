import { Anchor } from '@mantine/core';
import { Bot, Check, Circle, Clock, Hand, X, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CaseLine } from '../../app/api/contract/views.ts';
import { ShownText } from '../inbox/shown-text.tsx';
import runs from '../runs/runs.module.css';
import { clockTime } from '../runs/time-words.ts';
import styles from './cases.module.css';

const ICONS: Readonly<Record<CaseLine['tone'], { readonly icon: LucideIcon; readonly word: string }>> = {
  plain: { icon: Circle, word: '' },
  good: { icon: Check, word: 'Done: ' },
  bad: { icon: X, word: 'Went wrong: ' },
  wait: { icon: Clock, word: 'Waits: ' },
  person: { icon: Hand, word: 'A person: ' },
  agent: { icon: Bot, word: '' },
};

/** Everything that was done for a case, newest first, over all flows. */
export function CaseHistory({
  lines,
  hasMore,
  now,
}: {
  readonly lines: readonly CaseLine[];
  readonly hasMore: boolean;
  readonly now: number;
}): ReactNode {
  return (
    <section className={styles['section']}>
      <h3>What was done</h3>
      <ol className={runs['story']} aria-label="What was done for this case">
        {lines.map((line, index) => {
          const { icon: Icon, word } = ICONS[line.tone];
          return (
            <li key={`${line.at} ${lines.length - index}`} className={runs['line']} data-tone={line.tone}>
              <Icon className={runs['lineIcon']} size={14} aria-hidden />
              <div className={runs['lineText']}>
                <p className={runs['sentence']}>
                  {word !== '' && <span className="visually-hidden">{word}</span>}
                  <ShownText text={line.text} />
                </p>
                {line.why !== undefined && (
                  <p className={runs['why']}>
                    <ShownText text={line.why} />
                  </p>
                )}
                {line.quote !== undefined && (
                  <blockquote className={runs['quote']}>
                    <ShownText text={line.quote} />
                  </blockquote>
                )}
                <p className={runs['small']}>
                  {line.as !== undefined && line.as !== '' && <>as {line.as} · </>}
                  <time dateTime={new Date(line.at).toISOString()}>{clockTime(line.at, now)}</time>
                  {line.run !== null && line.flowName !== '' && (
                    <>
                      {' · '}
                      <Anchor href={`#/runs/${line.run}`} inherit>
                        {line.flowName}
                      </Anchor>
                    </>
                  )}
                </p>
              </div>
            </li>
          );
        })}
      </ol>
      {hasMore && <p className={styles['dim']}>What was done before is under each run.</p>}
    </section>
  );
}
