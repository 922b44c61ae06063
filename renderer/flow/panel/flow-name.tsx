import { TextInput, type TextInputProps } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useEditor, useEditorStore } from '../editor.ts';

/** The flow's name. An empty one is not taken: leaving the field brings the last one back. */
export function FlowName(props: TextInputProps): ReactNode {
  const store = useEditorStore();
  const name = useEditor((s) => s.history.document.name);
  const [blank, setBlank] = useState(false);
  return (
    <TextInput
      {...props}
      maxLength={80}
      value={blank ? '' : name}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setBlank(next.trim() === '');
        if (next.trim() !== '') store.getState().edit({ do: 'rename', name: next }, 'rename');
      }}
      onBlur={() => setBlank(false)}
    />
  );
}
