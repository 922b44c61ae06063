import { Alert, Text } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ErrorData } from '../../app/base/errors.ts';

/** An error where it happened: what it is, and what to do about it. */
export function ErrorNote({ error }: { readonly error: Pick<ErrorData, 'sentence' | 'fix'> }): ReactNode {
  return (
    <Alert
      color="red"
      variant="light"
      p="xs"
      m="xs"
      icon={<TriangleAlert size={16} aria-hidden />}
      role="alert"
    >
      <Text size="sm" fw={500} c="bright" style={{ overflowWrap: 'anywhere' }}>
        {error.sentence}
      </Text>
      {error.fix !== undefined && (
        <Text size="sm" c="bright">
          {error.fix}
        </Text>
      )}
    </Alert>
  );
}
