import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import type { FlowView } from '../../../app/api/contract/views.ts';
import type { FlowDocument } from '../../../app/graph/flow.ts';
import type { Problem } from '../../../app/graph/plan.ts';
import { ApprovalList } from '../../inbox/approval-list.tsx';
import { useEditor, type PanelTab } from '../editor.ts';
import { FlowSettings } from './flow-settings.tsx';
import styles from './panel.module.css';
import { StepSettings } from './step-settings.tsx';

interface PanelProps {
  readonly view: FlowView;
  /** What the canvas shows: the draft, or the version of a past run. */
  readonly shown: FlowDocument;
  readonly problems: readonly Problem[];
  readonly readOnly: boolean;
  /** How many cards of this flow wait for a person. */
  readonly needsYou: number;
  readonly run: ReactNode;
}

/** Settings, the run that is followed, and what waits for a person, beside the canvas. */
export function Panel({ view, shown, problems, readOnly, needsYou, run }: PanelProps): ReactNode {
  const tab = useEditor((s) => s.tab);
  const show = useEditor((s) => s.show);
  const selected = useEditor((s) => s.selected);
  const [only] = selected;
  const node = selected.length === 1 ? shown.nodes.find((n) => n.id === only) : undefined;
  return (
    <aside className={styles['panel']} aria-label="Details">
      <Tabs value={tab} onChange={(value) => show((value ?? 'settings') as PanelTab)} display="contents">
        <Tabs.List grow>
          <Tabs.Tab value="settings">Settings</Tabs.Tab>
          <Tabs.Tab value="run">Run</Tabs.Tab>
          <Tabs.Tab value="inbox">Inbox{needsYou > 0 ? ` (${needsYou})` : ''}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="settings" className={styles['body'] ?? ''}>
          {node ? (
            <StepSettings key={node.id} view={view} node={node} problems={problems} readOnly={readOnly} />
          ) : (
            <FlowSettings view={view} readOnly={readOnly} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="run" className={styles['body'] ?? ''}>
          {tab === 'run' && run}
        </Tabs.Panel>
        <Tabs.Panel value="inbox" className={styles['body'] ?? ''} p="sm">
          {tab === 'inbox' && <ApprovalList flow={view.id} />}
        </Tabs.Panel>
      </Tabs>
    </aside>
  );
}
