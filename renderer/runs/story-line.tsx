import { Bot, Check, Circle, Clock, Hand, X, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { isJsonObject, type Json } from '../../app/base/json.ts';
import type { StoryLine } from '../../app/api/contract/views.ts';
import { CorrectRoute } from '../directives/correct-route.tsx';
import { ShownText } from '../inbox/shown-text.tsx';
import styles from './runs.module.css';
import { clockTime } from './time-words.ts';

const ICONS: Readonly<Record<StoryLine['tone'], { readonly icon: LucideIcon; readonly word: string }>> = {
  plain: { icon: Circle, word: '' },
  good: { icon: Check, word: 'Done: ' },
  bad: { icon: X, word: 'Went wrong: ' },
  wait: { icon: Clock, word: 'Waits: ' },
  person: { icon: Hand, word: 'Needs a person: ' },
  agent: { icon: Bot, word: '' },
};

/** Was this said by the practice model? The trace marks it. */
export const byPracticeModel = (raw: Json): boolean => isJsonObject(raw) && raw['practice'] === true;

/** One sentence of a run's story: what happened, why, in whose account, when; the raw row one click below. */
export function StoryLineView({ line, now }: { readonly line: StoryLine; readonly now: number }): ReactNode {
  const [open, setOpen] = useState(false);
  const { icon: Icon, word } = ICONS[line.tone];
  return (
    <li className={styles['line']} data-tone={line.tone}>
      <Icon className={styles['lineIcon']} size={14} aria-hidden />
      <div className={styles['lineText']}>
        <p className={styles['sentence']}>
          {word !== '' && <span className="visually-hidden">{word}</span>}
          <ShownText text={line.text} />
          {byPracticeModel(line.raw) && <span className={styles['tag']}>practice model</span>}
        </p>
        {line.why !== undefined && (
          <p className={styles['why']}>
            <ShownText text={line.why} />
          </p>
        )}
        {line.quote !== undefined && (
          <blockquote className={styles['quote']}>
            <ShownText text={line.quote} />
          </blockquote>
        )}
        <p className={styles['small']}>
          {line.as !== undefined && line.as !== '' && !byPracticeModel(line.raw) && <>as {line.as} · </>}
          <time dateTime={new Date(line.at).toISOString()}>{clockTime(line.at, now)}</time>
          {' · '}
          <button
            type="button"
            className={styles['rawButton']}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {open ? 'Hide the data' : 'Data'}
          </button>
        </p>
        {line.route && <CorrectRoute {...line.route} />}
        {open && (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys
          <pre className={styles['raw']} tabIndex={0}>
            {JSON.stringify(line.raw, null, 2)}
          </pre>
        )}
      </div>
    </li>
  );
}
