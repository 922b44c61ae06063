import { NativeSelect, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { FlowNode } from '../../../app/graph/flow.ts';
import { givesOf } from '../../../app/graph/edges.ts';
import { JOIN_BY } from '../../../app/graph/join-by.ts';
import { catalog } from '../../../nodes/catalog.ts';

const USUAL = '';
const OWN = 'own';

/** By what the events of a trigger belong together: usually each alone, or all of one customer. */
export function JoinBy({
  node,
  problem,
  onChange,
}: {
  readonly node: FlowNode;
  readonly problem: string | undefined;
  /** Undefined: as usual. */
  onChange(value: string | undefined): void;
}): ReactNode {
  const definition = catalog.find(node.type);
  const value = typeof node.config[JOIN_BY] === 'string' ? node.config[JOIN_BY] : '';
  const choices = (definition ? givesOf(node, definition) : [])
    .filter(({ path }) => /(?:^|\.)email$/i.test(path))
    .map(({ path, label }) => ({ value: `customer: {{${path}}}`, label: `All with the same: ${label}` }));
  const isOwn = value !== '' && !choices.some((choice) => choice.value === value);
  const [typing, setTyping] = useState(isOwn);
  return (
    <div data-field={JOIN_BY}>
      <NativeSelect
        label="What belongs to one case"
        description="Agents and people share what is known of a case, and see all that was done for it."
        value={typing || isOwn ? OWN : value}
        data={[
          { value: USUAL, label: 'Each thing it finds is a case of its own' },
          ...choices,
          { value: OWN, label: 'All with the same words …' },
        ]}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          setTyping(chosen === OWN);
          if (chosen !== OWN) onChange(chosen === USUAL ? undefined : chosen);
        }}
      />
      {(typing || isOwn) && (
        <TextInput
          mt={6}
          aria-label="The same words"
          description="Such as order: {{ticket.number}}. Another trigger with the same words joins the same case."
          error={problem}
          value={value}
          onChange={(event) =>
            onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)
          }
        />
      )}
    </div>
  );
}
