import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import type { NodeId } from '../../../app/base/ids.ts';
import { portsOf, titleOf } from '../../../app/graph/edges.ts';
import type { FlowNode } from '../../../app/graph/flow.ts';
import { catalog } from '../../../nodes/catalog.ts';
import { say } from '../../shell/toast.ts';
import { useDocument, useEditorStore } from '../editor.ts';
import { connectTo } from '../steps.ts';

/** Where each way out of a step leads, as lists to choose from: connecting without a mouse. */
export function WaysOut({ node }: { readonly node: FlowNode }): ReactNode {
  const store = useEditorStore();
  const document = useDocument();
  const targets = document.nodes.filter((n) => n.id !== node.id && catalog.find(n.type)?.kind !== 'trigger');
  const set = (port: string, to: string): void => {
    const old = document.edges.find((e) => e.from === node.id && e.port === port);
    if (to === '') {
      if (old) store.getState().edit({ do: 'disconnect', edge: old });
      return;
    }
    const done = connectTo(document, catalog, { from: node.id, port }, to as NodeId); // the options are node ids
    if ('edit' in done) store.getState().edit(done.edit);
    else say(done.why);
  };
  return portsOf(node, catalog).map((port) => (
    <NativeSelect
      key={port.id}
      label={`${port.label} leads to`}
      data={[
        { value: '', label: port.tone === undefined ? 'Nothing yet' : 'Nothing: a person is asked' },
        ...targets.map((n) => ({ value: n.id as string, label: titleOf(n, catalog) })),
      ]}
      value={document.edges.find((e) => e.from === node.id && e.port === port.id)?.to ?? ''}
      onChange={(event) => set(port.id, event.currentTarget.value)}
    />
  ));
}
