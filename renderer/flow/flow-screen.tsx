import { ReactFlowProvider } from '@xyflow/react';
import { useState, type ReactNode } from 'react';
import type { FlowView } from '../../app/api/contract/views.ts';
import type { FlowId } from '../../app/base/ids.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { useRoute } from '../shell/route.ts';
import { createEditor, EditorContext } from './editor.ts';
import { OpenFlow } from './open-flow.tsx';

/** One flow: fetched, and then edited. */
export function FlowScreen(): ReactNode {
  const { open } = useRoute();
  const id = (open ?? '') as FlowId; // the core checks its form
  const { data, error } = useQuery(() => api.flows.get.query({ id }), [`flow ${id}`, 'flows']);
  if (data) return <Opened view={data} />;
  return error ? <ErrorNote error={error} /> : null;
}

/** The draft is taken once; from then on the editor has the newest. */
function Opened({ view }: { readonly view: FlowView }): ReactNode {
  const [editor] = useState(() => createEditor(view));
  return (
    <EditorContext value={editor}>
      <ReactFlowProvider>
        <OpenFlow view={view} />
      </ReactFlowProvider>
    </EditorContext>
  );
}
