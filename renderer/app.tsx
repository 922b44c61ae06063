import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useEffect, type ReactNode } from 'react';
import { ringBell } from './shell/bell.tsx';
import { followLive } from './api/live.ts';
import { Shell } from './shell/shell.tsx';
import { cssVariables } from './theme/css-variables.ts';
import { theme } from './theme/theme.ts';

/** The window. */
export function App(): ReactNode {
  useEffect(() => followLive(ringBell), []);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={4} />
      <Shell />
    </MantineProvider>
  );
}
