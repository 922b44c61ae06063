import { Button, Popover } from '@mantine/core';
import { CircleCheck, OctagonAlert, TriangleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { Problem } from '../../../app/graph/plan.ts';
import { useEditorStore } from '../editor.ts';
import { ProblemList } from '../panel/problem-list.tsx';

const words = (errors: number, warnings: number): string => {
  if (errors > 0) return errors === 1 ? '1 problem' : `${errors} problems`;
  if (warnings > 0) return warnings === 1 ? '1 note' : `${warnings} notes`;
  return 'No problems';
};

/** How many things are wrong; the list leads to each of them. */
export function ProblemsButton({ problems }: { readonly problems: readonly Problem[] }): ReactNode {
  const store = useEditorStore();
  const [opened, setOpened] = useState(false);
  const errors = problems.filter((p) => p.severity === 'error').length;
  const Icon = errors > 0 ? OctagonAlert : problems.length > 0 ? TriangleAlert : CircleCheck;
  const open = (problem: Problem): void => {
    setOpened(false);
    if (problem.node !== undefined) store.getState().openSettings(problem.node, problem.field);
  };
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={360}
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          variant="subtle"
          color={errors > 0 ? 'red' : 'gray'}
          leftSection={<Icon size={14} aria-hidden />}
          disabled={problems.length === 0}
          onClick={() => setOpened(!opened)}
        >
          {words(errors, problems.length)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown mah={420} style={{ overflowY: 'auto' }} aria-label="Problems of this flow">
        <ProblemList problems={problems} onOpen={open} />
      </Popover.Dropdown>
    </Popover>
  );
}
