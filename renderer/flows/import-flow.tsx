import { Button, Group, Modal } from '@mantine/core';
import { useState, type DragEvent, type HTMLAttributes, type ReactNode } from 'react';
import type { ImportPreview } from '../../app/api/contract/views.ts';
import { api } from '../api/client.ts';
import { ProblemList } from '../flow/panel/problem-list.tsx';
import { ErrorNote } from '../kit/error-note.tsx';
import { goTo } from '../shell/route.ts';
import { trying } from '../shell/toast.ts';
import styles from './flows.module.css';

interface Read {
  readonly name: string;
  readonly text: string;
  readonly preview: ImportPreview;
}

export interface FlowFile {
  readonly read: Read | null;
  choose(): void;
  forget(): void;
  readonly dropProps: HTMLAttributes<HTMLElement> & { readonly 'data-dropping'?: true };
}

/** A flow file that was chosen or dropped, looked through by the core before anything is kept of it. */
export function useFlowFile(): FlowFile {
  const [read, setRead] = useState<Read | null>(null);
  const [dropping, setDropping] = useState(false);
  const look = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const done = await trying(async () => {
      const text = await file.text();
      return { name: file.name, text, preview: await api.flows.previewImport.mutate({ text }) };
    });
    if (done) setRead(done);
  };
  const choose = (): void => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = '.json,application/json';
    input.addEventListener('change', () => void look(input.files?.[0]));
    input.click();
  };
  const carriesFile = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');
  return {
    read,
    choose,
    forget: () => setRead(null),
    dropProps: {
      ...(dropping ? { 'data-dropping': true as const } : {}),
      onDragOver: (event) => {
        if (!carriesFile(event)) return;
        event.preventDefault();
        setDropping(true);
      },
      onDragLeave: () => setDropping(false),
      onDrop: (event) => {
        setDropping(false);
        if (!carriesFile(event)) return;
        event.preventDefault();
        void look(event.dataTransfer.files[0]);
      },
    },
  };
}

/** What is in the file, what it may do and what is wrong with it. Only then is it taken in, switched off. */
export function ImportFlow({ file }: { readonly file: FlowFile }): ReactNode {
  const [busy, setBusy] = useState(false);
  const { read } = file;
  if (!read) return null;
  const { refusal, document, mayDo, outline, problems } = read.preview;
  const take = async (): Promise<void> => {
    setBusy(true);
    const made = await trying(() => api.flows.importFlow.mutate({ text: read.text }));
    setBusy(false);
    if (!made) return;
    file.forget();
    goTo('flows', made.id);
  };
  return (
    <Modal opened onClose={file.forget} title={document ? `Import “${document.name}”` : read.name} size="lg">
      {refusal && <ErrorNote error={refusal} />}
      {document && (
        <>
          <h2 className={styles['heading']}>What it may do once it is on</h2>
          <ul className={styles['may']}>
            {mayDo.map((line) => (
              <li key={line}>{line}</li>
            ))}
            {mayDo.length === 0 && <li>Nothing outside of Switchyard.</li>}
          </ul>
          <h2 className={styles['heading']}>The flow as text</h2>
          <div className={styles['outline']} tabIndex={0} role="region" aria-label="The flow as text">
            {outline.join('\n')}
          </div>
          {problems.length > 0 && (
            <>
              <h2 className={styles['heading']}>To be mended before it can be published</h2>
              <ProblemList problems={problems} />
            </>
          )}
        </>
      )}
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={file.forget}>
          {document ? 'Cancel' : 'Close'}
        </Button>
        {document && (
          <Button loading={busy} onClick={() => void take()}>
            Import, switched off
          </Button>
        )}
      </Group>
    </Modal>
  );
}
