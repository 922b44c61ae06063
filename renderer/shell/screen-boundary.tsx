import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { errorOf } from '../api/errors.ts';
import { ErrorNote } from '../kit/error-note.tsx';

/** Keeps a fault of one screen from taking the whole window along. */
export class ScreenBoundary extends Component<
  { readonly children: ReactNode },
  { readonly thrown: unknown }
> {
  override state: { readonly thrown: unknown } = { thrown: undefined };

  static getDerivedStateFromError(thrown: unknown): { readonly thrown: unknown } {
    return { thrown };
  }

  override render(): ReactNode {
    if (this.state.thrown === undefined) return this.props.children;
    return (
      <div style={{ padding: 16, maxWidth: 640 }}>
        <ErrorNote
          error={{
            ...errorOf(this.state.thrown),
            fix: 'Your flows and runs are not affected: they live in the core, not in this window.',
          }}
        />
        <Button variant="default" m="xs" onClick={() => this.setState({ thrown: undefined })}>
          Show this screen again
        </Button>
      </div>
    );
  }
}
