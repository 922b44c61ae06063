import { ActionIcon, Button, SegmentedControl, Tooltip } from '@mantine/core';
import { ChevronLeft, Download, Redo2, Undo2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { FlowView } from '../../../app/api/contract/views.ts';
import type { Problem } from '../../../app/graph/plan.ts';
import { api } from '../../api/client.ts';
import { saveFile } from '../../kit/save-file.ts';
import { hashOf } from '../../shell/route.ts';
import { trying } from '../../shell/toast.ts';
import type { Saver } from '../autosave.ts';
import { useEditor, type Saved } from '../editor.ts';
import { FlowName } from '../panel/flow-name.tsx';
import { RehearsalButton } from '../rehearsal/rehearsal-button.tsx';
import { PowerButton } from './power-button.tsx';
import { ProblemsButton } from './problems-button.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import { StartByHand } from './start-by-hand.tsx';
import styles from './top-bar.module.css';

export type Reading = 'canvas' | 'outline';

const SAVED: Readonly<Record<Saved, string>> = {
  saved: 'Saved',
  unsaved: 'Saving …',
  saving: 'Saving …',
  waiting: 'Not saved yet; trying again',
  failed: 'Not saved',
  conflict: 'Not saved: changed elsewhere',
};

interface TopBarProps {
  readonly view: FlowView;
  readonly problems: readonly Problem[];
  readonly saver: Saver;
  readonly readOnly: boolean;
  readonly reading: Reading;
  setReading(reading: Reading): void;
  onStarted(run: string): void;
}

/** Name, how it is saved and published, and what can be done with the flow as a whole. */
export function TopBar({
  view,
  problems,
  saver,
  readOnly,
  reading,
  setReading,
  onStarted,
}: TopBarProps): ReactNode {
  const saved = useEditor((s) => s.saved);
  const [publishing, setPublishing] = useState(false);
  const exportFlow = async (): Promise<void> => {
    await saver.now();
    const file = await trying(() => api.flows.exportFlow.query({ id: view.id }));
    if (file) saveFile(file.fileName, file.text);
  };
  const handTriggers =
    view.liveVersion === null ? [] : view.document.nodes.filter((n) => n.type === 'by-hand');
  return (
    <header className={styles['bar']} role="group" aria-label="This flow">
      <ActionIcon component="a" href={hashOf('flows')} aria-label="Back to the list">
        <ChevronLeft size={18} aria-hidden />
      </ActionIcon>
      <FlowName
        aria-label="Flow name"
        variant="unstyled"
        className={styles['name'] ?? ''}
        readOnly={readOnly}
      />
      <Mark view={view} />
      <span className={styles['saved']} role="status">
        {SAVED[saved]}
      </span>
      <SegmentedControl
        aria-label="Show as"
        value={reading}
        onChange={(value) => setReading(value === 'outline' ? 'outline' : 'canvas')}
        data={[
          { value: 'canvas', label: 'Canvas' },
          { value: 'outline', label: 'Outline' },
        ]}
        className={styles['push'] ?? ''}
      />
      <UndoRedo disabled={readOnly} />
      <ProblemsButton problems={problems} />
      <Tooltip label="Export as a file">
        <ActionIcon aria-label="Export" onClick={() => void exportFlow()}>
          <Download size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <RehearsalButton flow={view.id} saver={saver} />
      {handTriggers.map((trigger) => (
        <StartByHand key={trigger.id} flow={view.id} node={trigger.id} onStarted={onStarted} />
      ))}
      <Button
        variant={view.changedSincePublish ? 'filled' : 'default'}
        disabled={readOnly}
        onClick={() => setPublishing(true)}
      >
        Publish
      </Button>
      <PowerButton view={view} />
      <PublishDialog
        view={view}
        problems={problems}
        saver={saver}
        opened={publishing}
        onClose={() => setPublishing(false)}
      />
    </header>
  );
}

/** Draft or live, on or off: a dot of its own shape, and words. */
function Mark({ view }: { readonly view: FlowView }): ReactNode {
  const { liveVersion, changedSincePublish, state } = view;
  const words = liveVersion === null ? 'Draft' : `${state === 'on' ? 'Live' : 'Off'}, version ${liveVersion}`;
  return (
    <span className={styles['mark']} data-live={(liveVersion !== null && state === 'on') || undefined}>
      <span className={styles['dot']} aria-hidden />
      {words}
      {liveVersion !== null && changedSincePublish && (
        <span className={styles['changed']}>Changed since published</span>
      )}
    </span>
  );
}

function UndoRedo({ disabled }: { readonly disabled: boolean }): ReactNode {
  const canUndo = useEditor((s) => s.history.past.length > 0);
  const canRedo = useEditor((s) => s.history.future.length > 0);
  const undo = useEditor((s) => s.undo);
  const redo = useEditor((s) => s.redo);
  return (
    <>
      <Tooltip label="Undo (Ctrl+Z)">
        <ActionIcon aria-label="Undo" disabled={disabled || !canUndo} onClick={undo}>
          <Undo2 size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Redo (Ctrl+Shift+Z)">
        <ActionIcon aria-label="Redo" disabled={disabled || !canRedo} onClick={redo}>
          <Redo2 size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </>
  );
}
