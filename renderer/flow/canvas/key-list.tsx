import { Kbd, Modal, Table } from '@mantine/core';
import type { ReactNode } from 'react';

const KEYS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['Ctrl+K'], 'Go to a screen, flow, teammate or run'],
  [['Ctrl+Z'], 'Undo'],
  [['Ctrl+Shift+Z', 'Ctrl+Y'], 'Redo'],
  [['Ctrl+S'], 'Save now; it is saved by itself too'],
  [['Ctrl+C', 'Ctrl+X', 'Ctrl+V'], 'Copy, cut, paste steps as text'],
  [['Ctrl+D'], 'Duplicate'],
  [['Ctrl+A'], 'Select all'],
  [['Delete'], 'Remove; with Ctrl the steps around are joined'],
  [['Tab'], 'Choose the next step, after the selected one'],
  [['←', '→', '↑', '↓'], 'Walk to the neighbouring step'],
  [['Alt+arrows'], 'Move the selected steps'],
  [['Enter'], 'Open the settings of the selected step; there its ways out are connected too'],
  [['Shift+L'], 'Tidy'],
  [['1'], 'Fit to the window'],
  [['0'], 'Full size'],
  [['Space+drag'], 'Move the canvas'],
  [['Esc'], 'Select nothing'],
  [['?'], 'This list'],
];

/** The keys of the flow screen. */
export function KeyList({ opened, onClose }: { readonly opened: boolean; onClose(): void }): ReactNode {
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size="md">
      <Table>
        <Table.Tbody>
          {KEYS.map(([keys, what]) => (
            <Table.Tr key={what}>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                {keys.map((key) => (
                  <Kbd key={key} size="xs" mr={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{what}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <p>Single letters work while the canvas has the focus and nobody types in a field.</p>
    </Modal>
  );
}
