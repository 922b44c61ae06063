import { Button, Group } from '@mantine/core';
import { CornerDownRight, Plus, Settings2, Trash2 } from 'lucide-react';
import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import { outlineFlow } from '../../../app/graph/describe.ts';
import { titleOf } from '../../../app/graph/edges.ts';
import type { FlowDocument, FlowNode } from '../../../app/graph/flow.ts';
import { catalog } from '../../../nodes/catalog.ts';
import { NODE_STATES } from '../../kit/state-words.tsx';
import type { PickerPlace } from '../canvas/use-picker.tsx';
import { useEditor, useEditorStore } from '../editor.ts';
import { useFollow } from '../follow.ts';
import { WaysOut } from '../panel/ways-out.tsx';
import { freeWayOut, removeSteps } from '../steps.ts';
import styles from './outline.module.css';

interface OutlineProps {
  readonly document: FlowDocument;
  readonly readOnly: boolean;
  openPicker(place: PickerPlace): void;
}

/** The flow as text, in the order in which it is lived. Everything the canvas can do to a flow can be done here. */
export function Outline({ document, readOnly, openPicker }: OutlineProps): ReactNode {
  const list = useRef<HTMLOListElement>(null);
  const lines = outlineFlow(document, catalog);
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (
      by === undefined ||
      !(event.target instanceof HTMLButtonElement) ||
      event.target.dataset['line'] === undefined
    )
      return;
    const all = [...(list.current?.querySelectorAll<HTMLButtonElement>('[data-line]') ?? [])];
    all[all.indexOf(event.target) + by]?.focus();
    event.preventDefault();
  };
  return (
    <div className={styles['outline']} role="region" aria-label="Outline">
      <ol ref={list} className={styles['list']} aria-label="Steps" onKeyDown={onKeyDown}>
        {lines.map((line, index) => {
          const node = document.nodes.find((n) => n.id === line.node);
          return (
            <li key={`${line.node ?? line.text}${index}`} style={{ paddingLeft: 12 + line.depth * 26 }}>
              {line.via !== null && (
                <div className={styles['via']}>
                  <CornerDownRight size={13} aria-hidden /> {line.via}
                </div>
              )}
              {node ? (
                <Step node={node} text={line.text} readOnly={readOnly} openPicker={openPicker} />
              ) : (
                <div className={styles['again']}>{line.text}</div>
              )}
            </li>
          );
        })}
      </ol>
      {!readOnly && (
        <Button
          variant="default"
          m={12}
          leftSection={<Plus size={14} aria-hidden />}
          onClick={(event) => openPicker(under(event.currentTarget))}
        >
          Add a step
        </Button>
      )}
    </div>
  );
}

const under = (element: Element): { readonly x: number; readonly y: number } => {
  const { left, bottom } = element.getBoundingClientRect();
  return { x: left, y: bottom + 4 };
};

function Step({
  node,
  text,
  readOnly,
  openPicker,
}: { readonly node: FlowNode; readonly text: string } & Pick<
  OutlineProps,
  'readOnly' | 'openPicker'
>): ReactNode {
  const store = useEditorStore();
  const selected = useEditor((s) => s.selected.length === 1 && s.selected[0] === node.id);
  const state = useFollow((s) => s.nodes[node.id]);
  const title = titleOf(node, catalog);
  const { history, edit, select, openSettings } = store.getState();
  const Icon = state && NODE_STATES[state].icon;
  return (
    <>
      <button
        type="button"
        data-line=""
        data-node-id={node.id}
        className={styles['step']}
        aria-expanded={selected}
        onClick={() => select([node.id])}
        onKeyDown={(event) => {
          if (event.key !== 'Delete' || readOnly) return;
          event.preventDefault();
          edit(removeSteps(store.getState().history.document, [node.id]));
        }}
      >
        <span>{text}</span>
        {state && Icon && (
          <span className={styles['state']} data-state={state}>
            <Icon size={13} aria-hidden /> {NODE_STATES[state].word}
          </span>
        )}
      </button>
      {selected && (
        <div className={styles['tools']} role="group" aria-label={`${title}: what you can do`}>
          <Group gap={6}>
            <Button
              variant="default"
              leftSection={<Settings2 size={14} aria-hidden />}
              onClick={() => openSettings(node.id)}
            >
              Settings
            </Button>
            {!readOnly && (
              <>
                <Button
                  variant="default"
                  leftSection={<Plus size={14} aria-hidden />}
                  onClick={(event) => {
                    const after = freeWayOut(history.document, catalog, node.id);
                    openPicker({ ...under(event.currentTarget), ...(after ? { after } : {}) });
                  }}
                >
                  Add step after
                </Button>
                <Button
                  variant="default"
                  leftSection={<Trash2 size={14} aria-hidden />}
                  onClick={() => edit(removeSteps(history.document, [node.id]))}
                >
                  Delete
                </Button>
              </>
            )}
          </Group>
          {!readOnly && (
            <div className={styles['ways']}>
              <WaysOut node={node} />
            </div>
          )}
        </div>
      )}
    </>
  );
}
