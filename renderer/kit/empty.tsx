import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** Says that there is nothing, and why that may be. */
export function Empty({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <Stack align="center" justify="center" gap={6} p="xl" mih={160} ta="center">
      <Text size="md" fw={600}>
        {title}
      </Text>
      <Text size="sm" c="dimmed" maw={420}>
        {text}
      </Text>
      {children}
    </Stack>
  );
}
