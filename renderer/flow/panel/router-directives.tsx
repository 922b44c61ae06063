import type { ReactNode } from 'react';
import type { NodeId } from '../../../app/base/ids.ts';
import { ofRouter } from '../../../app/store/directives.ts';
import { api } from '../../api/client.ts';
import { useQuery } from '../../api/use-query.ts';
import { DirectivesPanel } from '../../directives/directives-panel.tsx';
import { LiveWays } from '../../directives/live-ways.ts';
import { useEditor } from '../editor.ts';
import type { DataChoice } from '../fields/field-props.ts';
import styles from './panel.module.css';

/** A router's directives beside its settings: once it is live they are edited here, and hold without publishing. */
export function RouterDirectives({
  node,
  data,
  children,
}: {
  readonly node: NodeId;
  readonly data: readonly DataChoice[];
  readonly children: ReactNode;
}): ReactNode {
  const flow = useEditor((s) => s.flow);
  const owner = ofRouter(flow, node);
  const { data: view } = useQuery(
    () => api.directives.get.query({ owner }),
    ['directives', 'flows', `router ${owner}`],
  );
  const ways = view?.ways ?? [];
  return (
    <LiveWays value={new Set(ways.map(({ id }) => id))}>
      {ways.length > 0 && (
        <section aria-label="Directives of this step">
          <h2 className={styles['heading']}>Directives</h2>
          <p className={styles['summary']}>They hold as soon as they are saved. Nothing is published.</p>
          <DirectivesPanel owner={owner} data={data} />
        </section>
      )}
      {children}
    </LiveWays>
  );
}
