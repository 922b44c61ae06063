import { ActionIcon, Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useContext, type ReactNode } from 'react';
import { isJsonObject, type Json } from '../../../app/base/json.ts';
import type { Field, Route } from '../../../app/kit/fields.ts';
import { PRIORITIES } from '../../../app/store/records.ts';
import { LiveWays } from '../../directives/live-ways.ts';
import type { FieldProps } from './field-props.ts';
import styles from './fields.module.css';
import { freeWayId } from './way-list.tsx';

const readRoutes = (value: Json | undefined): readonly Route[] =>
  Array.isArray(value)
    ? value
        .filter((v: Json | undefined) => isJsonObject(v))
        .map((v) => ({
          ...(v as Partial<Route>), // what this form does not show stays
          id: String(v['id'] ?? ''),
          label: String(v['label'] ?? ''),
          directive: String(v['directive'] ?? ''),
          ...(Array.isArray(v['examples']) ? { examples: v['examples'].map(String) } : {}),
        }))
    : [];

const PRIORITY_CHOICES = [
  { value: '', label: 'Priority as before' },
  { value: 'urgent', label: 'Urgent: goes first' },
  { value: 'high', label: 'High priority' },
  { value: 'normal', label: 'Normal priority' },
  { value: 'low', label: 'Low priority' },
];

/** Directives in plain words, each with the way out it leads to. */
export function RoutesField({
  field,
  value,
  problem,
  onChange,
}: FieldProps<Extract<Field, { kind: 'routes' }>>): ReactNode {
  const routes = readRoutes(value);
  const live = useContext(LiveWays);
  const isLive = live.size > 0;
  const help = isLive ? 'They belong to the graph: a new one counts when the flow is published.' : field.help;
  const change = (next: readonly Route[]): void => onChange(next.map((r) => ({ ...r })) as unknown as Json); // routes are JSON by their schema
  const set = (index: number, part: Partial<Route>): void =>
    change(routes.map((r, i) => (i === index ? { ...r, ...part } : r)));
  const move = (index: number, by: -1 | 1): void => {
    const moved = routes[index];
    if (moved) change(routes.toSpliced(index, 1).toSpliced(index + by, 0, moved));
  };
  return (
    <fieldset className={styles['set']}>
      <legend className={styles['legend']}>{isLive ? 'Ways out' : field.label}</legend>
      {help !== undefined && <p className={styles['help']}>{help}</p>}
      <ol style={{ listStyle: 'none', margin: 0, padding: 0 }} aria-label={field.label}>
        {routes.map((route, index) => {
          const name = route.label || `way ${index + 1}`;
          return (
            <li key={route.id} className={styles['item']}>
              <div className={styles['row']}>
                <TextInput
                  className={styles['grow'] ?? ''}
                  aria-label={`Name of way ${index + 1}`}
                  placeholder="Name of the way"
                  value={route.label}
                  onChange={(event) => set(index, { label: event.currentTarget.value })}
                />
                <ActionIcon
                  aria-label={`Move ${name} up`}
                  disabled={index === 0}
                  onClick={() => move(index, -1)}
                >
                  <ArrowUp size={15} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  aria-label={`Move ${name} down`}
                  disabled={index === routes.length - 1}
                  onClick={() => move(index, 1)}
                >
                  <ArrowDown size={15} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  aria-label={`Remove ${name}`}
                  onClick={() => change(routes.filter((_, i) => i !== index))}
                >
                  <Trash2 size={15} aria-hidden />
                </ActionIcon>
              </div>
              {!live.has(route.id) && (
                <Textarea
                  mt={6}
                  autosize
                  minRows={2}
                  maxRows={8}
                  aria-label={`Directive for ${name}`}
                  placeholder="What kind of text goes this way, in one sentence"
                  value={route.directive}
                  onChange={(event) => set(index, { directive: event.currentTarget.value })}
                />
              )}
              <NativeSelect
                mt={6}
                aria-label={`Priority of ${name}`}
                value={route.priority ?? ''}
                data={PRIORITY_CHOICES}
                onChange={(event) => {
                  const { priority: _old, ...rest } = route;
                  const chosen = PRIORITIES.find((one) => one === event.currentTarget.value);
                  change(
                    routes.map((r, i) => (i !== index ? r : chosen ? { ...rest, priority: chosen } : rest)),
                  );
                }}
              />
            </li>
          );
        })}
      </ol>
      <Button
        variant="default"
        leftSection={<Plus size={14} aria-hidden />}
        onClick={() => change([...routes, { id: freeWayId(routes), label: '', directive: '' }])}
      >
        {isLive ? 'Add a way' : 'Add a directive'}
      </Button>
      {problem !== undefined && <p className={styles['problem']}>{problem}</p>}
    </fieldset>
  );
}
