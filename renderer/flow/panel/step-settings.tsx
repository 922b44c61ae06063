import { Button, TextInput } from '@mantine/core';
import { Trash2 } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { FlowView } from '../../../app/api/contract/views.ts';
import type { Json } from '../../../app/base/json.ts';
import type { FlowNode } from '../../../app/graph/flow.ts';
import type { Problem } from '../../../app/graph/plan.ts';
import { dataBefore } from '../../../app/graph/data-before.ts';
import { portsOf } from '../../../app/graph/edges.ts';
import { JOIN_BY } from '../../../app/graph/join-by.ts';
import { URGENCY_NAMES } from '../../../app/graph/urgency.ts';
import { isShown, withDefaults, type Field } from '../../../app/kit/fields.ts';
import { catalog } from '../../../nodes/catalog.ts';
import { mayFail } from '../../../app/kit/define.ts';
import { RETRY_KEY } from '../../../app/kit/retry.ts';
import { NodeIcon } from '../../kit/node-icon.tsx';
import { useDocument, useEditor, useEditorStore } from '../editor.ts';
import { FieldInput } from '../fields/field-input.tsx';
import { configEdit, removeSteps } from '../steps.ts';
import { IfItFails } from './if-it-fails.tsx';
import { HowUrgent } from './how-urgent.tsx';
import { JoinBy } from './join-by.tsx';
import styles from './panel.module.css';
import { FieldExtra } from './field-extra.tsx';
import { ProblemList } from './problem-list.tsx';
import { RouterDirectives } from './router-directives.tsx';
import { Heartbeat } from './trigger-health.tsx';
import { WaysOut } from './ways-out.tsx';

/** The settings of one step: a form made from its typed fields, where its ways out lead, what is wrong with it. */
export function StepSettings({
  view,
  node,
  problems,
  readOnly,
}: {
  readonly view: FlowView;
  readonly node: FlowNode;
  readonly problems: readonly Problem[];
  readonly readOnly: boolean;
}): ReactNode {
  const store = useEditorStore();
  const document = useDocument();
  const form = useRef<HTMLFieldSetElement>(null);
  useFieldFocus(form);
  const definition = catalog.find(node.type);
  const data = useMemo(() => dataBefore(document, node.id, catalog), [document, node.id]);
  const fields = (definition?.fields ?? {}) as Readonly<Record<string, Field>>;
  const config = withDefaults(fields, node.config);
  const set = (name: string, value: Json): void =>
    store
      .getState()
      .edit(
        configEdit(document, catalog, node.id, { ...node.config, [name]: value }),
        `config ${node.id} ${name}`,
      );
  const setCommon = (name: string, value: Json | undefined): void => {
    const { [name]: _old, ...rest } = node.config;
    const next = value === undefined ? rest : { ...rest, [name]: value };
    store.getState().edit({ do: 'set-config', id: node.id, config: next }, `config ${node.id} ${name}`);
  };
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  // What was just added is not called wrong before its fields were left once; its card and the list say it anyway.
  const [isNew] = useState(() => !view.document.nodes.some(({ id }) => id === node.id));
  const hasWays = portsOf(node, catalog).length > 0;
  const mine = problems.filter((p) => p.node === node.id);
  const elsewhere = mine.filter(
    (p) =>
      p.field === undefined ||
      !(p.field in fields || p.field === RETRY_KEY || p.field === JOIN_BY || URGENCY_NAMES.includes(p.field)),
  );
  const inputs = Object.entries(fields)
    .filter(([, field]) => isShown(field, config))
    .map(([name, field]) => (
      <div
        key={`${node.id} ${name}`}
        data-field={name}
        onBlur={() => setLeft((before) => new Set(before).add(name))}
      >
        <FieldInput
          field={field}
          name={name}
          value={config[name]}
          data={data}
          problem={
            isEmpty(config[name]) && isNew && !left.has(name)
              ? undefined
              : ownWords(mine.find((p) => p.field === name)?.sentence)
          }
          onChange={(value) => set(name, value)}
        />
        <FieldExtra flow={view.id} definition={definition} name={name} config={config} />
      </div>
    ));
  return (
    <fieldset className={styles['form']} disabled={readOnly} ref={form} aria-label="Settings of the step">
      <div>
        <div className={styles['kind']}>
          {definition && <NodeIcon icon={definition.icon} kind={definition.kind} />}
          {definition?.title ?? node.type}
        </div>
        <p className={styles['summary']}>{definition?.summary}</p>
      </div>
      {!readOnly &&
        view.triggers
          .filter((trigger) => trigger.node === node.id)
          .map((trigger) => <Heartbeat key={trigger.state} trigger={trigger} />)}
      {elsewhere.length > 0 && <ProblemList problems={elsewhere} />}
      <TextInput
        label="Title"
        maxLength={80}
        placeholder={definition?.title ?? ''}
        value={node.title ?? ''}
        onChange={(event) =>
          store.getState().edit(
            {
              do: 'set-title',
              id: node.id,
              title: event.currentTarget.value === '' ? undefined : event.currentTarget.value,
            },
            `title ${node.id}`,
          )
        }
      />
      {definition?.kind === 'router' ? (
        <RouterDirectives key={node.id} node={node.id} data={data}>
          {inputs}
        </RouterDirectives>
      ) : (
        inputs
      )}
      {definition?.kind === 'trigger' && hasWays && (
        <JoinBy
          key={node.id}
          node={node}
          problem={ownWords(mine.find((p) => p.field === JOIN_BY)?.sentence)}
          onChange={(value) => setCommon(JOIN_BY, value)}
        />
      )}
      {definition?.kind === 'trigger' && (
        <HowUrgent
          node={node}
          problemOf={(name) => ownWords(mine.find((p) => p.field === name)?.sentence)}
          onChange={setCommon}
        />
      )}
      {definition && mayFail(definition.kind) && (
        <IfItFails
          value={node.config[RETRY_KEY]}
          problem={ownWords(mine.find((p) => p.field === RETRY_KEY)?.sentence)}
          onChange={(value) => setCommon(RETRY_KEY, value)}
        />
      )}
      {hasWays && <h2 className={styles['heading']}>Ways out</h2>}
      <WaysOut node={node} />
      {!readOnly && (
        <Button
          variant="default"
          mt={8}
          leftSection={<Trash2 size={14} aria-hidden />}
          onClick={() => store.getState().edit(removeSteps(document, [node.id]))}
        >
          Remove this step
        </Button>
      )}
    </fieldset>
  );
}

const isEmpty = (value: Json | undefined): boolean => value === undefined || value === '' || value === null;

/** Beside the field nobody needs the step's name again. */
const ownWords = (sentence: string | undefined): string | undefined =>
  sentence?.replace(/^"[^"]*": (.)/, (_all, first: string) => first.toUpperCase());

/** Puts the focus into the field that was asked for, once it is on the screen. */
function useFieldFocus(form: React.RefObject<HTMLElement | null>): void {
  const store = useEditorStore();
  const wanted = useEditor((s) => s.focusField);
  useEffect(() => {
    if (wanted === null) return;
    const where = wanted === '*' ? '[data-field]' : `[data-field="${CSS.escape(wanted)}"]`;
    const input =
      form.current?.querySelector<HTMLElement>(`${where} :is(input, textarea, select)`) ??
      form.current?.querySelector<HTMLElement>('input');
    input?.focus();
    input?.scrollIntoView({ block: 'nearest' });
    store.getState().fieldFocused();
  }, [form, store, wanted]);
}
