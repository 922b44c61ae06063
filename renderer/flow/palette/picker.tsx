import { FocusTrap } from '@mantine/core';
import { useClickOutside } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { catalog } from '../../../nodes/catalog.ts';
import { ChooseList } from '../../kit/choose-list.tsx';
import { NodeIcon } from '../../kit/node-icon.tsx';
import styles from './picker.module.css';

const SIZE = { width: 340, height: 400 };

/** Asks which step comes next, where the pointer is. Pixels of the window. */
export function Picker({
  x,
  y,
  withTriggers,
  onPick,
  onClose,
}: {
  readonly x: number;
  readonly y: number;
  readonly withTriggers: boolean;
  onPick(type: string): void;
  onClose(): void;
}): ReactNode {
  const outside = useClickOutside<HTMLDivElement>(onClose);
  const choices = catalog.groups.flatMap(({ title, types }) =>
    types.flatMap((type) => {
      const node = catalog.find(type);
      if (!node || (node.kind === 'trigger' && !withTriggers)) return [];
      return [
        {
          id: type,
          group: title,
          name: node.title,
          more: node.summary,
          icon: <NodeIcon icon={node.icon} kind={node.kind} size={14} />,
        },
      ];
    }),
  );
  return (
    <FocusTrap>
      <div
        ref={outside}
        className={styles['picker']}
        role="dialog"
        aria-label="Add a step"
        style={{
          left: Math.max(8, Math.min(x, window.innerWidth - SIZE.width - 8)),
          top: Math.max(8, Math.min(y, window.innerHeight - SIZE.height - 8)),
          width: SIZE.width,
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onClose();
        }}
      >
        <ChooseList label="Which step" choices={choices} onChoose={onPick} />
      </div>
    </FocusTrap>
  );
}
