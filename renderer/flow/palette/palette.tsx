import { TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { catalog } from '../../../nodes/catalog.ts';
import { NodeIcon } from '../../kit/node-icon.tsx';
import { STEP_TYPE } from './drag.ts';
import styles from './palette.module.css';

/** Every step there is, by group. Drag one onto the canvas, or press it to add it after the selected step. */
export function Palette({ onAdd }: { onAdd(type: string): void }): ReactNode {
  const [typed, setTyped] = useState('');
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = catalog.groups
    .map(({ title, types }) => ({
      title,
      nodes: types.flatMap((type) => {
        const node = catalog.find(type);
        const text =
          node &&
          `${node.title} ${node.summary} ${title} ${node.tool ? catalog.tool(node.tool).title : ''}`.toLowerCase();
        return node && words.every((word) => text?.includes(word)) ? [node] : [];
      }),
    }))
    .filter((group) => group.nodes.length > 0);
  return (
    <aside className={styles['palette']} aria-label="Palette">
      <TextInput
        placeholder="Filter steps"
        aria-label="Filter steps"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        m={8}
      />
      <div className={styles['groups']}>
        {groups.map(({ title, nodes }) => (
          <section key={title} aria-label={title}>
            <h2 className={styles['group']}>{title}</h2>
            {nodes.map((node) => (
              <button
                key={node.type}
                type="button"
                className={styles['item']}
                draggable
                title={node.summary}
                onDragStart={(event) => {
                  event.dataTransfer.setData(STEP_TYPE, node.type);
                  event.dataTransfer.effectAllowed = 'copy';
                }}
                onClick={() => onAdd(node.type)}
              >
                <NodeIcon icon={node.icon} kind={node.kind} size={14} />
                {node.title}
              </button>
            ))}
          </section>
        ))}
        {groups.length === 0 && <p className={styles['none']}>No step fits.</p>}
      </div>
    </aside>
  );
}
