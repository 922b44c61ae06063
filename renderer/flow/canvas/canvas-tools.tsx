import { ActionIcon, Tooltip } from '@mantine/core';
import { Panel, useReactFlow } from '@xyflow/react';
import { Keyboard, LayoutGrid, Maximize, Minus, Plus, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useEditorStore } from '../editor.ts';
import { tidy } from '../tidy.ts';
import { KeyList } from './key-list.tsx';
import styles from './canvas.module.css';

const Tool = ({
  name,
  keys,
  icon: Icon,
  onClick,
}: {
  readonly name: string;
  readonly keys?: string;
  readonly icon: LucideIcon;
  onClick(): void;
}): ReactNode => (
  <Tooltip label={keys ? `${name} (${keys})` : name}>
    <ActionIcon aria-label={name} onClick={onClick}>
      <Icon size={16} aria-hidden />
    </ActionIcon>
  </Tooltip>
);

/** Zoom, fit, tidy, and the list of keys. */
export function CanvasTools({ readOnly }: { readonly readOnly: boolean }): ReactNode {
  const rf = useReactFlow();
  const store = useEditorStore();
  const [keys, setKeys] = useState(false);
  return (
    <Panel position="bottom-left" className={styles['tools'] ?? ''}>
      <Tool name="Zoom in" icon={Plus} onClick={() => void rf.zoomIn()} />
      <Tool name="Zoom out" icon={Minus} onClick={() => void rf.zoomOut()} />
      <Tool
        name="Fit to window"
        keys="1"
        icon={Maximize}
        onClick={() => void rf.fitView({ padding: 0.06, maxZoom: 1 })}
      />
      {!readOnly && (
        <Tool
          name="Tidy"
          keys="Shift+L"
          icon={LayoutGrid}
          onClick={() => void tidy(store).then(() => rf.fitView({ padding: 0.06, maxZoom: 1 }))}
        />
      )}
      <Tool name="Keys" keys="?" icon={Keyboard} onClick={() => setKeys(true)} />
      <KeyList opened={keys} onClose={() => setKeys(false)} />
    </Panel>
  );
}
