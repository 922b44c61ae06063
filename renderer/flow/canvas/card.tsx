import { Handle, Position, useStore, type NodeProps } from '@xyflow/react';
import { Clock, OctagonAlert, TriangleAlert, User } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { Port } from '../../../app/kit/define.ts';
import { useLive } from '../../api/live.ts';
import { NodeIcon } from '../../kit/node-icon.tsx';
import { NODE_STATES } from '../../kit/state-words.tsx';
import { cardSize, portTop } from '../card-size.ts';
import { useFollow } from '../follow.ts';
import type { CardNode } from './cards.ts';
import styles from './card.module.css';

/** Below this zoom a card shows its title, picture and state only, in letters that grow as the card shrinks. */
const TOO_SMALL = 0.45;
/** Size of those letters on the screen, in pixels. */
const FAR_LETTERS = 11;
/** In steps, so that zooming does not draw every card again at every turn of the wheel. */
const farSize = (zoom: number): number =>
  zoom < TOO_SMALL ? Math.min(56, 3 * Math.ceil(FAR_LETTERS / zoom / 3)) : 0;
/** Most letters shown of what a model is saying. */
const MOST_TYPED = 70;

/** A step on the canvas: plain elements only, because hundreds of them must move smoothly. */
export const Card = memo(function Card({ id, data, selected }: NodeProps<CardNode>): ReactNode {
  const far = useStore((s) => farSize(s.transform[2]));
  const small = far > 0;
  const state = useFollow((s) => s.nodes[id]);
  const { head, lines, height } = cardSize(data.sentence, data.ports.length);
  const isTrigger = data.kind === 'trigger';
  return (
    <div
      className={styles['card']}
      data-node-id={id}
      data-kind={data.kind}
      data-now={state}
      data-selected={selected || undefined}
    >
      {!isTrigger && (
        <Handle id="in" type="target" position={Position.Left} className={styles['in']} style={{ top: 24 }} />
      )}
      {small ? (
        <Far id={id} data={data} letters={far} height={height} />
      ) : (
        <>
          <div className={styles['head']}>
            <NodeIcon icon={data.icon} kind={data.kind} />
            <span className={styles['title']}>{data.title}</span>
            <Badge worst={data.worst} problems={data.problems} />
          </div>
          <div className={styles['sentence']} style={{ height: lines * 16, WebkitLineClamp: lines }}>
            {data.sentence}
          </div>
          <div className={styles['foot']}>
            {data.agent !== null && (
              <span className={styles['agent']}>
                <User size={12} aria-hidden />
                {data.agent}
              </span>
            )}
            <State id={id} />
          </div>
        </>
      )}
      {data.ports.map((port, index) => (
        <Way key={port.id} port={port} top={portTop(head, index)} hideLabel={small} />
      ))}
      {!small && <Typing id={id} />}
    </div>
  );
});

/** A card seen from afar: its title, its picture and its state, large. */
function Far({
  id,
  data,
  letters,
  height,
}: {
  readonly id: string;
  readonly data: CardNode['data'];
  readonly letters: number;
  readonly height: number;
}): ReactNode {
  const lines = Math.max(1, Math.floor((height - 12) / (letters * 1.12)) - 1);
  return (
    <div className={styles['far']} style={{ fontSize: letters }}>
      <span className={styles['farTitle']} style={{ WebkitLineClamp: Math.min(3, lines) }}>
        {data.title}
      </span>
      <div className={styles['farFoot']}>
        <NodeIcon icon={data.icon} kind={data.kind} size={letters} />
        <State id={id} />
      </div>
    </div>
  );
}

function State({ id }: { readonly id: string }): ReactNode {
  const state = useFollow((s) => s.nodes[id]);
  if (!state) return null;
  const { word, icon: Icon } = NODE_STATES[state];
  return (
    <span className={styles['state']} data-state={state}>
      <Icon size={13} aria-hidden />
      {word}
    </span>
  );
}

function Badge({
  worst,
  problems,
}: {
  readonly worst: 'error' | 'warning' | null;
  readonly problems: string;
}): ReactNode {
  if (worst === null) return null;
  const Icon = worst === 'error' ? OctagonAlert : TriangleAlert;
  return (
    <span
      className={styles['badge']}
      data-worst={worst}
      title={problems}
      role="img"
      aria-label={worst === 'error' ? 'Has problems' : 'Has notes'}
    >
      <Icon size={15} aria-hidden />
    </span>
  );
}

const TONE_ICONS = { error: OctagonAlert, timeout: Clock } as const;

function Way({
  port,
  top,
  hideLabel,
}: {
  readonly port: Port;
  readonly top: number;
  readonly hideLabel: boolean;
}): ReactNode {
  const Icon = port.tone && TONE_ICONS[port.tone];
  return (
    <>
      {!hideLabel && (
        <span className={styles['port']} data-tone={port.tone} style={{ top }}>
          {Icon && <Icon size={12} aria-hidden />}
          {port.label}
        </span>
      )}
      <Handle
        id={port.id}
        type="source"
        position={Position.Right}
        className={styles['out']}
        data-tone={port.tone}
        style={{ top }}
        title={`Drag from here: ${port.label}`}
      />
    </>
  );
}

/** The last words of a model, as they come. */
function Typing({ id }: { readonly id: string }): ReactNode {
  const run = useFollow((s) => s.run);
  const text = useLive((s) => (run === null ? undefined : s.typing[run]?.[id]));
  if (!text) return null;
  return (
    <div className={styles['typing']} aria-hidden>
      {text.length > MOST_TYPED ? `…${text.slice(-MOST_TYPED)}` : text}
    </div>
  );
}
