import type { ReactNode } from 'react';
import type { RunId } from '../../app/base/ids.ts';
import type { RunView } from '../../app/api/contract/views.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { useTyping } from '../api/live.ts';
import { ShownText } from '../inbox/shown-text.tsx';
import { ErrorNote } from '../kit/error-note.tsx';
import { useNow } from './when.tsx';
import { hasEnded } from './run-words.ts';
import styles from './runs.module.css';
import { StoryLineView } from './story-line.tsx';

/** A run as a story in sentences, followed while it runs. */
export function RunStory({ run }: { readonly run: RunId }): ReactNode {
  const { data, error } = useQuery(() => api.runs.get.query({ id: run }), [run]);
  if (error) return <ErrorNote error={error} />;
  return data ? <Story view={data} /> : null;
}

/** The sentences of one run, and below them what a model is saying right now. */
export function Story({ view }: { readonly view: RunView }): ReactNode {
  const now = useNow();
  const typing = useTyping(view.run.id);
  const ended = hasEnded(view.run);
  return (
    <ol className={styles['story']} aria-label="What happened" aria-live="polite">
      {view.story.map((line) => (
        <StoryLineView key={line.seq} line={line} now={now} />
      ))}
      {!ended &&
        typing.map(({ node, text }) => (
          <li key={node} className={styles['line']} data-tone="agent" aria-hidden>
            <div className={styles['lineText']}>
              <blockquote className={styles['quote']}>
                <ShownText text={text} />…
              </blockquote>
            </div>
          </li>
        ))}
    </ol>
  );
}
