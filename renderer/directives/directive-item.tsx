import { ActionIcon, NativeSelect, Switch, Textarea } from '@mantine/core';
import { ArrowDown, ArrowUp, GripVertical, Trash2 } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { DirectiveView, WayView } from '../../app/api/contract/directives.ts';
import type { HowRead } from '../../app/store/directives.ts';
import { When } from '../runs/when.tsx';
import type { DirectiveDraft } from './draft.ts';
import styles from './directives.module.css';
import { HowIRead } from './how-i-read.tsx';

export interface DirectiveItemProps {
  readonly draft: DirectiveDraft;
  readonly index: number;
  readonly count: number;
  /** As it is stored, when it is. */
  readonly stored: DirectiveView | undefined;
  readonly reading: HowRead | undefined;
  readonly ways: readonly WayView[];
  readonly over: boolean;
  /** The inputs of a clicked rule. */
  readonly rule: ReactNode;
  onChange(draft: DirectiveDraft): void;
  onMove(to: number): void;
  onRemove(): void;
  onGrab(): void;
  onOver(): void;
  onDrop(): void;
}

/** One directive: its words, its place, on or off, who wrote it, when it last decided, and how it is read. */
export function DirectiveItem(props: DirectiveItemProps): ReactNode {
  const { draft, index, count, stored, reading, ways, over, rule, onChange, onMove, onRemove } = props;
  const label = `Directive ${index + 1}`;
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    onMove(index + (event.key === 'ArrowUp' ? -1 : 1));
  };
  const asksWay = ways.length > 0 && (draft.when !== undefined || reading?.named !== true);
  return (
    <li
      className={styles['item']}
      data-off={!draft.on}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        props.onOver();
      }}
      onDrop={(event) => {
        event.preventDefault();
        props.onDrop();
      }}
    >
      <div className={styles['head']}>
        <ActionIcon
          className={styles['grip'] ?? ''}
          variant="subtle"
          color="gray"
          draggable
          aria-label={`Move directive ${index + 1}: drag, or arrow keys`}
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = 'move';
            event.dataTransfer.setData('text/plain', draft.id);
            props.onGrab();
          }}
          onKeyDown={keys}
        >
          <GripVertical size={14} aria-hidden />
        </ActionIcon>
        <span className={styles['number']}>{index + 1}</span>
        <Switch
          label={draft.on ? 'On' : 'Off'}
          aria-label={`${label} on`}
          checked={draft.on}
          onChange={(event) => onChange({ ...draft, on: event.currentTarget.checked })}
        />
        <span className={styles['spring']} />
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Move directive ${index + 1} up`}
          disabled={index === 0}
          onClick={() => onMove(index - 1)}
        >
          <ArrowUp size={14} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Move directive ${index + 1} down`}
          disabled={index === count - 1}
          onClick={() => onMove(index + 1)}
        >
          <ArrowDown size={14} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Remove directive ${index + 1}`}
          onClick={onRemove}
        >
          <Trash2 size={14} aria-hidden />
        </ActionIcon>
      </div>
      <div className={styles['parts']}>
        <div>
          <Textarea
            aria-label={label}
            autosize
            minRows={draft.when ? 1 : 2}
            maxRows={14}
            maxLength={500}
            placeholder={draft.when ? 'What this rule is for' : 'Billing questions go to Finance.'}
            value={draft.text}
            onChange={(event) => onChange({ ...draft, text: event.currentTarget.value })}
          />
          {rule}
          {asksWay && (
            <NativeSelect
              mt={6}
              aria-label={`${label} leads to`}
              data={[
                ...(draft.way === undefined ? [{ value: '', label: 'Leads to …' }] : []),
                ...ways.map((way) => ({ value: way.id, label: `Leads to ${way.label}` })),
              ]}
              value={draft.way ?? ''}
              onChange={(event) => {
                if (event.currentTarget.value !== '') onChange({ ...draft, way: event.currentTarget.value });
              }}
            />
          )}
          <Written stored={stored} draft={draft} />
        </div>
        <HowIRead reading={reading} />
      </div>
    </li>
  );
}

/** Author, date and the last cases that it decided. */
function Written({
  stored,
  draft,
}: {
  readonly stored: DirectiveView | undefined;
  readonly draft: DirectiveDraft;
}): ReactNode {
  if (!stored || stored.text !== draft.text || stored.on !== draft.on)
    return <p className={styles['small']}>Not saved yet</p>;
  return (
    <p className={styles['small']}>
      {stored.author || 'unknown'}, {new Date(stored.at).toLocaleDateString()}
      {stored.lastUses.length > 0 && ' · last used: '}
      {stored.lastUses.map((use, i) => (
        <span key={`${use.run}${use.at}`}>
          {i > 0 && ', '}
          <a href={`#/runs/${use.run}`}>{use.subject || 'a run'}</a> (<When at={use.at} />)
        </span>
      ))}
    </p>
  );
}
