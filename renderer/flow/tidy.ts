import type { FlowDocument, FlowPosition } from '../../app/graph/flow.ts';
import { catalog } from '../../nodes/catalog.ts';
import { CARD_WIDTH, cardSizeOf } from './card-size.ts';
import type { Editor } from './editor.ts';
import { layOut, type Boxes } from './lay-out.ts';

/** From this many steps on the work is done in a worker, so that the canvas stays smooth. */
const MANY = 100;

/** New places for every step, from left to right in the order in which a run passes them. */
async function tidyPositions(document: FlowDocument): Promise<Readonly<Record<string, FlowPosition>>> {
  const boxes: Boxes = {
    nodes: document.nodes.map((n) => ({
      id: n.id,
      width: CARD_WIDTH,
      height: cardSizeOf(n, document, catalog).height,
    })),
    edges: document.edges.map(({ from, to }) => ({ from, to })),
  };
  if (boxes.nodes.length < MANY) return layOut(boxes);
  const worker = new Worker(new URL('lay-out.worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<Record<string, FlowPosition>>) =>
        resolve(data),
      );
      worker.addEventListener('error', (event) => reject(new Error(event.message)));
      worker.postMessage(boxes);
    });
  } finally {
    worker.terminate();
  }
}

/** Tidies the open flow, as one step of undo. */
export async function tidy(editor: Editor): Promise<void> {
  const { document } = editor.getState().history;
  if (document.nodes.length === 0) return;
  const positions = await tidyPositions(document);
  editor.getState().edit({ do: 'move-nodes', positions });
}
