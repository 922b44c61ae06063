import { BaseEdge, getBezierPath, type EdgeProps } from '@xyflow/react';
import { createContext, memo, useContext, type ReactNode } from 'react';
import type { FlowEdge } from '../../../app/graph/flow.ts';
import { useLive } from '../../api/live.ts';
import { useFollow } from '../follow.ts';
import type { WayEdge } from './cards.ts';
import styles from './way.module.css';

/** What the "+" on a connection does; absent where nothing may be edited. */
export const InsertContext = createContext<
  ((edge: FlowEdge, at: { readonly x: number; readonly y: number }) => void) | null
>(null);

/** A connection: how often the followed run went along it, and a "+" to put a step in between. */
export const Way = memo(function Way(props: EdgeProps<WayEdge>): ReactNode {
  const { id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data, selected } = props;
  const [path, midX, midY] = getBezierPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
  });
  const count = useFollow((s) => s.edges[id] ?? 0);
  const run = useFollow((s) => s.run);
  const live = useLive((s) => (run === null ? 0 : (s.edges[run]?.[id] ?? 0)));
  const insert = useContext(InsertContext);
  if (!data) return null;
  return (
    <g
      className={styles['way']}
      data-tone={data.tone}
      data-taken={count > 0 || undefined}
      data-selected={selected || undefined}
      data-edge={id}
    >
      <BaseEdge id={id} path={path} interactionWidth={22} className={styles['line'] ?? ''} />
      {live > 0 && (
        <circle key={live} r={5} className={styles['token']} style={{ offsetPath: `path("${path}")` }} />
      )}
      {count > 0 && (
        <g
          className={styles['count']}
          transform={`translate(${sourceX + 18},${sourceY})`}
          role="img"
          aria-label={`${data.words}: ${count}`}
        >
          <rect x={-9} y={-8} width={18 + 7 * (String(count).length - 1)} height={16} rx={8} />
          <text x={(7 * (String(count).length - 1)) / 2} dy={4}>
            {count}
          </text>
        </g>
      )}
      {insert && (
        <g
          className={styles['plus']}
          transform={`translate(${midX},${midY})`}
          role="button"
          aria-label={`Insert a step: ${data.words}`}
          onClick={(event) => {
            event.stopPropagation();
            insert(data.edge, { x: event.clientX, y: event.clientY });
          }}
        >
          <circle r={10} />
          <path d="M-4.5 0h9M0 -4.5v9" />
        </g>
      )}
    </g>
  );
});
