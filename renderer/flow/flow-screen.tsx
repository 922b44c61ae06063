import { ReactFlowProvider } from '@xyflow/react';
import { useState, type ReactNode } from 'react';
import type { FlowView } from '../../app/api/contract/views.ts';
import type { FlowId } from '../../app/base/ids.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { useRoute } from '../shell/route.ts';
import { createEditor, EditorContext, type Editor } from './editor.ts';
import { OpenFlow } from './open-flow.tsx';

/** One flow: fetched, and then edited. */
export function FlowScreen(): ReactNode {
  const { open } = useRoute();
  const id = (open ?? '') as FlowId; // the core checks its form
  const { data, error } = useQuery(() => api.flows.get.query({ id }), [`flow ${id}`, 'flows']);
  if (data) return <Opened view={data} />;
  return error ? <ErrorNote error={error} /> : null;
}

/** Flows that were opened in this window, with their undo: it survives a look at another screen. */
const editors = new Map<FlowId, Editor>();

function editorFor(view: FlowView): Editor {
  const known = editors.get(view.id);
  if (known) return known;
  const editor = createEditor(view);
  editors.set(view.id, editor);
  return editor;
}

/** The draft is taken once; from then on the editor has the newest. */
function Opened({ view }: { readonly view: FlowView }): ReactNode {
  const [editor] = useState(() => editorFor(view));
  return (
    <EditorContext value={editor}>
      <ReactFlowProvider>
        <OpenFlow view={view} />
      </ReactFlowProvider>
    </EditorContext>
  );
}
