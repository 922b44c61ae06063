import type { CSSVariablesResolver } from '@mantine/core';

/** Quiet text that can still be read: at least 4.5:1 on the window's own backgrounds. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#59616a',
    '--mantine-color-error': '#c02626',
    '--mantine-color-placeholder': '#6a727b',
  },
  dark: {
    '--mantine-color-body': '#1d1e22',
    '--mantine-color-dimmed': '#a8afb8',
    '--mantine-color-error': '#ff9c9c',
    '--mantine-color-placeholder': '#8f969f',
  },
});
