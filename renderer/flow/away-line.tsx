import { CloudOff } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FlowView } from '../../app/api/contract/views.ts';
import { catalog } from '../../nodes/catalog.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import styles from './flow-screen.module.css';

/** Says over the canvas which tool that this flow uses does not answer, and when it is tried next. */
export function AwayLine({ view }: { readonly view: FlowView }): ReactNode {
  const { data } = useQuery(() => api.connections.list.query(), ['connections']);
  const team = new Set(Object.values(view.bindings));
  const away = (data ?? []).filter((connection) => connection.away !== null && team.has(connection.agent));
  return (
    <div role="status">
      {away.map(({ id, tool, agentName, away: gone }) => (
        <div key={id} className={styles['away']}>
          <CloudOff size={14} aria-hidden /> {catalog.tool(tool).title} is not answering {agentName}; next try{' '}
          {gone && new Date(gone.until).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}.
        </div>
      ))}
    </div>
  );
}
