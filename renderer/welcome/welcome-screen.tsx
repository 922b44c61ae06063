import { FilePlus2, FolderOpen, LoaderCircle, Store, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { WorkspaceView } from '../../app/api/contract/views.ts';
import { api } from '../api/client.ts';
import { goTo } from '../shell/route.ts';
import { trying } from '../shell/toast.ts';
import styles from './welcome.module.css';

/** The very beginning: a practice company to try things in, an empty flow, or a flow that somebody gave you. */
export function Welcome({
  workspace,
  chooseFile,
}: {
  readonly workspace: WorkspaceView;
  chooseFile(): void;
}): ReactNode {
  const [busy, setBusy] = useState(false);
  const open = async (create: () => Promise<string>): Promise<void> => {
    setBusy(true);
    const id = await trying(create);
    if (id === undefined) setBusy(false);
    else goTo('flows', id);
  };
  return (
    <div className={styles['welcome']}>
      <h1 className={styles['title']}>Switchyard</h1>
      <p className={styles['lead']}>Build a team of agents, see it work, and keep the last word.</p>
      <Choice
        big
        icon={busy ? LoaderCircle : Store}
        name="Try the support desk"
        text="A made-up company with a help desk, chat and billing, served by this app. Tickets come in, agents answer them, a refund waits for you. No account is needed and nothing leaves this computer."
        disabled={busy}
        onClick={() => void open(async () => (await api.workspace.tryPractice.mutate()).flow)}
      />
      <div className={styles['two']}>
        <Choice
          icon={FilePlus2}
          name="Start from nothing"
          text="An empty flow and your own tools."
          disabled={busy}
          onClick={() => void open(async () => (await api.flows.create.mutate({ name: 'New flow' })).id)}
        />
        <Choice
          icon={FolderOpen}
          name="Open a flow file"
          text="Look through a flow before you take it in. You can also drop the file here."
          disabled={busy}
          onClick={chooseFile}
        />
      </div>
      <p className={styles['small']}>Your data stays in {workspace.dataDir}.</p>
    </div>
  );
}

interface ChoiceProps {
  readonly icon: LucideIcon;
  readonly name: string;
  readonly text: string;
  readonly big?: boolean;
  readonly disabled: boolean;
  onClick(): void;
}

const Choice = ({ icon: Icon, name, text, big, disabled, onClick }: ChoiceProps): ReactNode => (
  <button
    type="button"
    className={styles['choice']}
    data-big={big || undefined}
    aria-label={name}
    title={name}
    disabled={disabled}
    onClick={onClick}
  >
    <Icon size={big ? 30 : 22} strokeWidth={1.7} aria-hidden />
    <span>
      <span className={styles['name']}>{name}</span>
      <span className={styles['text']}>{text}</span>
    </span>
  </button>
);
