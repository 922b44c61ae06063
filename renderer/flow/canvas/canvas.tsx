import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  MiniMap,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  type Connection,
  type EdgeChange,
  type FinalConnectionState,
  type NodeChange,
} from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState, type DragEvent, type ReactNode } from 'react';
import type { NodeId } from '../../../app/base/ids.ts';
import { whyNotConnect } from '../../../app/graph/edges.ts';
import type { FlowDocument, FlowEdge } from '../../../app/graph/flow.ts';
import type { Problem } from '../../../app/graph/plan.ts';
import { catalog } from '../../../nodes/catalog.ts';
import { say } from '../../shell/toast.ts';
import { CARD_WIDTH } from '../card-size.ts';
import { useEditor, useEditorStore } from '../editor.ts';
import { STEP_TYPE } from '../palette/drag.ts';
import { addStep, connectTo, findEdge } from '../steps.ts';
import { CanvasTools } from './canvas-tools.tsx';
import styles from './canvas.module.css';
import { Card } from './card.tsx';
import { cardsOf, waysOf, type CardNode, type WayEdge } from './cards.ts';
import type { PickerPlace } from './use-picker.tsx';
import { InsertContext, Way } from './way.tsx';

const NODE_TYPES = { card: Card };
const EDGE_TYPES = { way: Way };
const FIT = { padding: 0.06, maxZoom: 1 } as const;
/** From this many steps on, what is out of view is not drawn. */
const MANY = 150;
/** Finger and mouse tremble: a shorter way than this is a click, in pixels. */
const DRAG_FROM = 3;

const edgeUnder = ({ clientX, clientY }: DragEvent): Element | null =>
  document.elementFromPoint(clientX, clientY)?.closest('.react-flow__edge') ?? null;

interface CanvasProps {
  readonly document: FlowDocument;
  readonly problems: readonly Problem[];
  readonly readOnly: boolean;
  openPicker(place: PickerPlace): void;
}

/** The flow as cards and connections. Every change is an edit of the flow; the canvas keeps nothing of its own. */
export function Canvas({ document: flow, problems, readOnly, openPicker }: CanvasProps): ReactNode {
  const store = useEditorStore();
  const selected = useEditor((s) => s.selected);
  const selectedEdge = useEditor((s) => s.selectedEdge);
  const rf = useReactFlow<CardNode, WayEdge>();
  const [nodes, setNodes] = useState<CardNode[]>(() => [...cardsOf(flow, catalog, problems, selected, [])]);
  useEffect(
    () => setNodes((before) => [...cardsOf(flow, catalog, problems, selected, before)]),
    [flow, problems, selected],
  );
  const edges = useMemo(() => [...waysOf(flow, catalog, selectedEdge)], [flow, selectedEdge]);
  const over = useRef<Element | null>(null);

  const onNodesChange = (changes: NodeChange<CardNode>[]): void => {
    const moves = changes.filter((c) => c.type === 'position' || c.type === 'dimensions');
    if (moves.length > 0) setNodes((now) => applyNodeChanges(moves, now));
    const picks = changes.filter((c) => c.type === 'select');
    if (picks.length === 0) return;
    const chosen = new Set<string>(store.getState().selected);
    for (const { id, selected: on } of picks)
      if (on) chosen.add(id);
      else chosen.delete(id);
    store.getState().select([...chosen] as NodeId[]); // card ids are NodeIds
  };
  const onEdgesChange = (changes: EdgeChange<WayEdge>[]): void => {
    const picked = changes.find((c) => c.type === 'select' && c.selected);
    if (picked?.type === 'select') store.getState().select(store.getState().selected, picked.id);
    else if (changes.some((c) => c.type === 'select' && c.id === store.getState().selectedEdge))
      store.getState().select(store.getState().selected);
  };
  const connect = useCallback(
    (from: string, port: string, to: string) => {
      const done = connectTo(
        store.getState().history.document,
        catalog,
        { from: from as NodeId, port },
        to as NodeId,
      ); // card ids are NodeIds
      if ('edit' in done) store.getState().edit(done.edit);
      else say(done.why);
    },
    [store],
  );
  const onConnect = ({ source, sourceHandle, target }: Connection): void => {
    if (sourceHandle) connect(source, sourceHandle, target);
  };
  const onConnectEnd = (event: MouseEvent | TouchEvent, end: FinalConnectionState): void => {
    const { fromNode, fromHandle } = end;
    if (end.isValid || !fromNode || fromHandle?.type !== 'source' || !fromHandle.id) return;
    const point = 'changedTouches' in event ? event.changedTouches[0] : event;
    if (!point) return;
    const target =
      end.toNode?.id ??
      document
        .elementFromPoint(point.clientX, point.clientY)
        ?.closest('.react-flow__node')
        ?.getAttribute('data-id');
    if (target) {
      if (target !== fromNode.id) connect(fromNode.id, fromHandle.id, target);
      return;
    }
    const at = rf.screenToFlowPosition({ x: point.clientX, y: point.clientY });
    openPicker({
      x: point.clientX,
      y: point.clientY,
      at: { x: Math.round(at.x), y: Math.round(at.y - 24) },
      after: { from: fromNode.id as NodeId, port: fromHandle.id },
    }); // card ids are NodeIds
  };
  const insert = useCallback(
    (edge: FlowEdge, { x, y }: { readonly x: number; readonly y: number }) =>
      openPicker({ x, y, after: { from: edge.from, port: edge.port } }),
    [openPicker],
  );
  const markEdge = (edge: Element | null): void => {
    if (over.current === edge) return;
    over.current?.classList.remove('drop-here');
    edge?.classList.add('drop-here');
    over.current = edge;
  };
  const onDragOver = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes(STEP_TYPE)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    markEdge(edgeUnder(event));
  };
  const onDrop = (event: DragEvent): void => {
    const type = event.dataTransfer.getData(STEP_TYPE);
    if (!type) return;
    event.preventDefault();
    const { history, edit, select } = store.getState();
    const onto = edgeUnder(event)?.querySelector('[data-edge]')?.getAttribute('data-edge');
    markEdge(null);
    const edge = onto ? findEdge(history.document, onto) : undefined;
    const point = rf.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const at = { x: Math.round(point.x - CARD_WIDTH / 2), y: Math.round(point.y - 20) };
    const added = addStep(history.document, catalog, type, edge ? { after: edge, at } : { at });
    if (!added) return;
    edit(added.edit);
    select([added.id]);
  };
  return (
    <InsertContext value={readOnly ? null : insert}>
      <ReactFlow<CardNode, WayEdge>
        className={styles['canvas'] ?? ''}
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStop={(_event, _node, moved) =>
          store.getState().edit({
            do: 'move-nodes',
            positions: Object.fromEntries(
              moved.map((n) => [n.id, { x: Math.round(n.position.x), y: Math.round(n.position.y) }]),
            ),
          })
        }
        onNodeClick={() => store.getState().show('settings')}
        onNodeDoubleClick={(_event, node) => store.getState().openSettings(node.id as NodeId)} // card ids are NodeIds
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        isValidConnection={({ source, sourceHandle, target }) =>
          whyNotConnect(flow, catalog, source as NodeId, sourceHandle ?? '', target as NodeId) === undefined
        } // card ids are NodeIds
        {...(readOnly ? {} : { onDragOver, onDrop, onDragLeave: () => markEdge(null) })}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        edgesFocusable={false}
        nodeDragThreshold={DRAG_FROM}
        connectionRadius={28}
        onlyRenderVisibleElements={nodes.length > MANY}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionMode={SelectionMode.Partial}
        selectionOnDrag
        panOnDrag={[1, 2]}
        panActivationKeyCode="Space"
        panOnScroll
        zoomOnDoubleClick={false}
        minZoom={0.1}
        maxZoom={2}
        fitView
        fitViewOptions={FIT}
        snapToGrid
        snapGrid={[10, 10]}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} />
        {nodes.length > 25 && (
          <MiniMap pannable zoomable ariaLabel="Map of the flow" style={{ width: 150, height: 90 }} />
        )}
        <CanvasTools readOnly={readOnly} />
      </ReactFlow>
    </InsertContext>
  );
}
