import { Button } from '@mantine/core';
import { ListChecks, Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { DirectiveView, WayView } from '../../app/api/contract/directives.ts';
import { conditionInWords } from '../../app/kit/condition/describe.ts';
import { EMPTY_RULE } from '../../app/kit/condition/rules.ts';
import type { DirectiveOwner } from '../../app/store/directives.ts';
import type { DataChoice } from '../flow/fields/field-props.ts';
import { RuleGroupInput } from '../flow/fields/rules/rule-group.tsx';
import { DirectiveItem } from './directive-item.tsx';
import { freeId, movedTo, type DirectiveDraft } from './draft.ts';
import styles from './directives.module.css';
import { useReadings } from './use-readings.ts';

const MOST = 50;

/** Directives in their order, each with how it is read. The same for routers, agents and the whole workspace. */
export function DirectiveList({
  owner,
  drafts,
  stored,
  ways,
  data,
  onChange,
}: {
  readonly owner: DirectiveOwner;
  readonly drafts: readonly DirectiveDraft[];
  readonly stored: readonly DirectiveView[];
  /** Of a router; clicked rules stand only there. */
  readonly ways: readonly WayView[];
  readonly data: readonly DataChoice[];
  onChange(drafts: readonly DirectiveDraft[]): void;
}): ReactNode {
  const readings = useReadings(owner, drafts);
  const [drag, setDrag] = useState<{ readonly from: number; readonly over: number } | null>(null);
  const add = (draft: Omit<DirectiveDraft, 'id' | 'on'>): void =>
    onChange([...drafts, { id: freeId(drafts), on: true, ...draft }]);
  return (
    <div className={styles['box']}>
      <ol className={styles['list']} aria-label="Directives">
        {drafts.map((draft, index) => (
          <DirectiveItem
            key={draft.id}
            draft={draft}
            index={index}
            count={drafts.length}
            stored={stored.find(({ id }) => id === draft.id)}
            reading={readings.get(draft.id)}
            ways={ways}
            over={drag !== null && drag.over === index && drag.from !== index}
            rule={
              draft.when && (
                <>
                  <p className={styles['small']}>When {conditionInWords(draft.when)}</p>
                  <RuleGroupInput
                    group={draft.when}
                    label={`Directive ${index + 1}`}
                    data={data}
                    onChange={(when) => onChange(drafts.with(index, { ...draft, when }))}
                  />
                </>
              )
            }
            onChange={(next) => onChange(drafts.with(index, next))}
            onMove={(to) => onChange(movedTo(drafts, index, to))}
            onRemove={() => onChange(drafts.toSpliced(index, 1))}
            onGrab={() => setDrag({ from: index, over: index })}
            onOver={() => drag && drag.over !== index && setDrag({ ...drag, over: index })}
            onDrop={() => {
              if (drag) onChange(movedTo(drafts, drag.from, index));
              setDrag(null);
            }}
          />
        ))}
      </ol>
      <div className={styles['bar']}>
        <Button
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          disabled={drafts.length >= MOST}
          onClick={() => add({ text: '' })}
        >
          Add a directive
        </Button>
        {ways.length > 0 && (
          <Button
            variant="default"
            leftSection={<ListChecks size={14} aria-hidden />}
            disabled={drafts.length >= MOST}
            onClick={() => add({ text: '', when: { combinator: 'and', rules: [EMPTY_RULE] } })}
          >
            New rule
          </Button>
        )}
      </div>
    </div>
  );
}
