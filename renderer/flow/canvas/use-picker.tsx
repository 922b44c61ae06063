import { useCallback, useState, type ReactNode } from 'react';
import type { FlowPosition } from '../../../app/graph/flow.ts';
import { catalog } from '../../../nodes/catalog.ts';
import { useEditorStore } from '../editor.ts';
import { Picker } from '../palette/picker.tsx';
import { addStep, type WayOut } from '../steps.ts';

/** Where the picker opens (pixels of the window), and where the chosen step goes (canvas units). */
export interface PickerPlace {
  readonly x: number;
  readonly y: number;
  readonly at?: FlowPosition;
  readonly after?: WayOut;
}

/** One picker for the whole screen: from a dropped wire, the "+" of a connection, the Tab key and the outline. */
export function usePicker(onAdded: () => void): {
  readonly picker: ReactNode;
  openPicker(place: PickerPlace): void;
} {
  const store = useEditorStore();
  const [place, setPlace] = useState<PickerPlace | null>(null);
  const openPicker = useCallback((next: PickerPlace) => setPlace(next), []);
  const pick = (type: string): void => {
    const { history, edit, select } = store.getState();
    const added = addStep(history.document, catalog, type, {
      ...(place?.after ? { after: place.after } : {}),
      ...(place?.at ? { at: place.at } : {}),
    });
    setPlace(null);
    if (!added) return;
    edit(added.edit);
    select([added.id]);
    onAdded();
  };
  return {
    openPicker,
    picker: place && (
      <Picker
        x={place.x}
        y={place.y}
        withTriggers={place.after === undefined}
        onPick={pick}
        onClose={() => setPlace(null)}
      />
    ),
  };
}
