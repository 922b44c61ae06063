import { Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { catalog } from '../../../nodes/catalog.ts';
import { NodeIcon } from '../../kit/node-icon.tsx';
import styles from '../flow-screen.module.css';

/** An empty flow begins with what starts it. */
export function FirstStep({ onAdd }: { onAdd(type: string): void }): ReactNode {
  return (
    <div className={styles['first']} role="group" aria-label="First step">
      <Text fw={600} size="md">
        What starts this flow?
      </Text>
      {catalog.all
        .filter((node) => node.kind === 'trigger')
        .map((node) => (
          <Button
            key={node.type}
            variant="default"
            size="sm"
            w={260}
            justify="flex-start"
            aria-label={`Start with: ${node.title}`}
            leftSection={<NodeIcon icon={node.icon} kind={node.kind} />}
            onClick={() => onAdd(node.type)}
          >
            {node.title}
          </Button>
        ))}
    </div>
  );
}
