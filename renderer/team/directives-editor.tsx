import { ActionIcon, Button, Group, Switch, Textarea } from '@mantine/core';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Directive } from '../../app/store/records.ts';
import { freeDirectiveId, moved, type DirectiveDraft } from './agent-draft.ts';
import styles from './team.module.css';

interface DirectivesEditorProps {
  readonly directives: readonly DirectiveDraft[];
  /** As they are stored, for author and date. */
  readonly stored: readonly Directive[];
  onChange(directives: readonly DirectiveDraft[]): void;
}

/** Plain-language rules in the order the agent reads them, each with who wrote it and when. */
export function DirectivesEditor({ directives, stored, onChange }: DirectivesEditorProps): ReactNode {
  const change = (index: number, part: Partial<DirectiveDraft>): void =>
    onChange(directives.map((d, i) => (i === index ? { ...d, ...part } : d)));
  return (
    <>
      <ol className={styles['directives']} aria-label="Directives">
        {directives.map((directive, index) => {
          const known = stored.find((d) => d.id === directive.id);
          const fresh = !known || known.text !== directive.text || known.on !== directive.on;
          return (
            <li key={directive.id} data-off={!directive.on}>
              <Textarea
                aria-label={`Directive ${index + 1}`}
                description={
                  fresh ? 'not saved yet' : `${known.author}, ${new Date(known.at).toLocaleDateString()}`
                }
                inputWrapperOrder={['input', 'description', 'error']}
                autosize
                minRows={1}
                maxRows={14}
                maxLength={500}
                value={directive.text}
                onChange={(event) => change(index, { text: event.currentTarget.value })}
              />
              <Group gap={4} wrap="nowrap" className={styles['tools']}>
                <Switch
                  label={directive.on ? 'On' : 'Off'}
                  aria-label={`Directive ${index + 1} on`}
                  w={66}
                  checked={directive.on}
                  onChange={(event) => change(index, { on: event.currentTarget.checked })}
                />
                <Tool
                  label={`Move directive ${index + 1} up`}
                  disabled={index === 0}
                  onClick={() => onChange(moved(directives, index, index - 1))}
                >
                  <ArrowUp size={14} />
                </Tool>
                <Tool
                  label={`Move directive ${index + 1} down`}
                  disabled={index === directives.length - 1}
                  onClick={() => onChange(moved(directives, index, index + 1))}
                >
                  <ArrowDown size={14} />
                </Tool>
                <Tool
                  label={`Remove directive ${index + 1}`}
                  disabled={false}
                  onClick={() => onChange(directives.toSpliced(index, 1))}
                >
                  <Trash2 size={14} />
                </Tool>
              </Group>
            </li>
          );
        })}
      </ol>
      <Button
        variant="default"
        leftSection={<Plus size={14} />}
        disabled={directives.length >= 50}
        onClick={() => onChange([...directives, { id: freeDirectiveId(directives), text: '', on: true }])}
      >
        Add a directive
      </Button>
    </>
  );
}

interface ToolProps {
  readonly label: string;
  readonly disabled: boolean;
  readonly children: ReactNode;
  onClick(): void;
}

const Tool = ({ label, disabled, children, onClick }: ToolProps): ReactNode => (
  <ActionIcon
    variant="subtle"
    color="gray"
    aria-label={label}
    title={label}
    disabled={disabled}
    onClick={onClick}
  >
    {children}
  </ActionIcon>
);
