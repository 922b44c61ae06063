import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import type { FlowDocument } from '../../app/graph/flow.ts';
import type { Editor } from './editor.ts';
import { tidy } from './tidy.ts';

const isUnplaced = ({ nodes, positions }: FlowDocument): boolean =>
  nodes.length > 1 && nodes.some(({ id }) => !Object.hasOwn(positions, id));

/** A flow file need not say where its steps stand: then they are laid out when it is opened, not piled up. */
export function usePlaced(editor: Editor): void {
  const rf = useReactFlow();
  useEffect(() => {
    if (isUnplaced(editor.getState().history.document))
      void tidy(editor).then(() =>
        window.requestAnimationFrame(() => void rf.fitView({ padding: 0.06, maxZoom: 1 })),
      );
  }, [editor, rf]);
}
