import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { DirectivesView } from '../../app/api/contract/directives.ts';
import { RULE_GROUP } from '../../app/kit/condition/rules.ts';
import type { DirectiveOwner } from '../../app/store/directives.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import type { DataChoice } from '../flow/fields/field-props.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { Corrections } from './corrections.tsx';
import { DirectiveList } from './directive-list.tsx';
import { draftOf, toSend, type DirectiveDraft } from './draft.ts';
import styles from './directives.module.css';
import { HistoryButton } from './history-button.tsx';
import { TryOut } from './try-out.tsx';

interface DirectivesPanelProps {
  readonly owner: DirectiveOwner;
  /** What a clicked rule may look at. */
  readonly data?: readonly DataChoice[];
}

/** The directives of an owner, edited apart from everything else of it. A save holds from the next event on. */
export function DirectivesPanel({ owner, data = [] }: DirectivesPanelProps): ReactNode {
  const query = useQuery(
    () => api.directives.get.query({ owner }),
    ['directives', 'team', `directives ${owner}`],
  );
  if (!query.data) return query.error ? <ErrorNote error={query.error} /> : null;
  return <Editor key={owner} view={query.data} data={data} again={query.again} />;
}

function Editor({
  view,
  data,
  again,
}: {
  readonly view: DirectivesView;
  readonly data: readonly DataChoice[];
  again(): void;
}): ReactNode {
  const stored = view.directives.map(draftOf);
  const [base, setBase] = useState({ number: view.number, drafts: stored });
  const [drafts, setDrafts] = useState<readonly DirectiveDraft[]>(stored);
  const { busy, error, decide } = useDecision();
  const changed = JSON.stringify(drafts) !== JSON.stringify(base.drafts);
  // Somebody else's changes come in as long as nothing is typed here.
  const moved = view.number !== base.number || JSON.stringify(stored) !== JSON.stringify(base.drafts);
  if (moved && !changed && !busy) {
    setBase({ number: view.number, drafts: stored });
    setDrafts(stored);
  }
  const problem = problemIn(drafts);
  const save = (): Promise<boolean> =>
    decide(async () => {
      await api.directives.save.mutate({ owner: view.owner, base: base.number, directives: toSend(drafts) });
      // What was saved comes back with its author and the way it leads to.
      const now = await api.directives.get.query({ owner: view.owner });
      setBase({ number: now.number, drafts: now.directives.map(draftOf) });
      setDrafts(now.directives.map(draftOf));
      again();
    });
  const takeTheirs = (): void => {
    setBase({ number: view.number, drafts: stored });
    setDrafts(stored);
  };
  return (
    <div>
      <DirectiveList
        owner={view.owner}
        drafts={drafts}
        stored={view.directives}
        ways={view.ways}
        data={data}
        onChange={setDrafts}
      />
      <div className={styles['bar']}>
        {changed && (
          <>
            <Button loading={busy} disabled={problem !== undefined} onClick={() => void save()}>
              Save directives
            </Button>
            <Button variant="default" disabled={busy} onClick={takeTheirs}>
              Undo changes
            </Button>
          </>
        )}
        <HistoryButton view={view} onRestored={again} />
      </div>
      <p className={styles['small']} role="status">
        {changed ? (problem ?? 'Not saved yet. Holds from the next event on; nothing is published.') : ''}
      </p>
      {error && <ErrorNote error={error} />}
      {view.decisions > 0 && problem === undefined && (
        <TryOut owner={view.owner} drafts={drafts} changed={changed} total={view.decisions} />
      )}
      <Corrections view={view} />
    </div>
  );
}

function problemIn(drafts: readonly DirectiveDraft[]): string | undefined {
  if (drafts.some((draft) => draft.when === undefined && draft.text.trim() === ''))
    return 'A directive has no words. Write them, or remove it.';
  if (drafts.some((draft) => draft.when !== undefined && !RULE_GROUP.safeParse(draft.when).success))
    return 'A rule is not filled in yet.';
  return undefined;
}
