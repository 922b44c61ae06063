import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { Empty } from '../kit/empty.tsx';
import { ErrorNote } from '../kit/error-note.tsx';
import { ScreenMain } from '../runs/screen-main.tsx';
import { PracticeTabs } from './practice-tabs.tsx';

/** The made-up company: its help desk, mail, chat, billing, accounts and contacts, and what goes wrong there. */
export function PracticeScreen(): ReactNode {
  const workspace = useQuery(() => api.workspace.get.query(), ['workspace']);
  return (
    <ScreenMain title="Practice">
      {workspace.error && <ErrorNote error={workspace.error} />}
      {workspace.data?.practice === true && <PracticeTabs />}
      {workspace.data?.practice === false && <NotOpenYet onOpened={workspace.again} />}
    </ScreenMain>
  );
}

function NotOpenYet({ onOpened }: { readonly onOpened: () => void }): ReactNode {
  const { busy, error, decide } = useDecision();
  const open = async (): Promise<void> => {
    await decide(async () => {
      const { flow } = await api.workspace.tryPractice.mutate();
      onOpened();
      window.location.hash = `#/flows/${flow}`;
    });
  };
  return (
    <>
      {error && <ErrorNote error={error} />}
      <Empty
        title="A made-up company to practise with"
        text="A help desk, mail, a chat and billing with customers who write. No account is needed, and nothing leaves this computer."
      >
        <Button loading={busy} onClick={() => void open()}>
          Try the support desk
        </Button>
      </Empty>
    </>
  );
}
