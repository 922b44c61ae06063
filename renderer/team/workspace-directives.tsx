import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { WORKSPACE } from '../../app/store/directives.ts';
import { DirectivesPanel } from '../directives/directives-panel.tsx';
import styles from './team.module.css';

/** Directives that hold for everybody: every agent reads them first, and routers follow those that name one of their ways. */
export const WorkspaceDirectives = (): ReactNode => (
  <section className={styles['section']}>
    <h2>Directives of the whole workspace</h2>
    <Text size="xs" c="var(--ink-2)" mb={8}>
      Every agent follows them before its own. A step that routes follows those that name one of its ways out.
    </Text>
    <DirectivesPanel owner={WORKSPACE} />
  </section>
);
