import { Anchor, Button, Group, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { AgentView } from '../../app/api/contract/views.ts';
import type { AgentId } from '../../app/base/ids.ts';
import { api } from '../api/client.ts';
import { catalog } from '../../nodes/catalog.ts';
import { StatusMark } from '../connections/status-mark.tsx';
import { ofAgent, WORKSPACE } from '../../app/store/directives.ts';
import { DirectiveList } from '../directives/directive-list.tsx';
import { DirectivesPanel } from '../directives/directives-panel.tsx';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import {
  draftOf,
  draftProblems,
  emptyDraft,
  modelToSave,
  sameDraft,
  toSave,
  type AgentDraft,
} from './agent-draft.ts';
import { AgentHoursField } from './agent-hours-field.tsx';
import { AsksEditor } from './asks-editor.tsx';
import { ACTION_TYPES, AutonomyTable } from './autonomy-table.tsx';
import { ModelForm } from './model-form.tsx';
import { PermissionsSection } from './permissions-section.tsx';
import { PictureField } from './picture-field.tsx';
import { TeammatesField } from './teammates-field.tsx';
import { WorkLimits } from './work-limits.tsx';
import styles from './team.module.css';
import { TrustSuggestions } from './trust-suggestions.tsx';

interface AgentEditorProps {
  /** Null: a new agent. */
  readonly agent: AgentView | null;
  readonly team: readonly AgentView[];
  onSaved(id: AgentId): void;
}

/** Everything about one teammate. Nothing counts before Save. */
export function AgentEditor({ agent, team, onSaved }: AgentEditorProps): ReactNode {
  const stored = agent ? draftOf(agent, ACTION_TYPES) : emptyDraft(ACTION_TYPES);
  const [base, setBase] = useState<AgentDraft>(stored);
  const [draft, setDraft] = useState<AgentDraft>(stored);
  const { busy, error, decide } = useDecision();
  const changed = !sameDraft(draft, base);
  const problems = draftProblems(draft);
  // Somebody else's changes come in as long as nothing is typed here.
  if (!changed && !busy && !sameDraft(stored, base)) {
    setBase(stored);
    setDraft(stored);
  }
  const set = (part: Partial<AgentDraft>): void => setDraft({ ...draft, ...part });
  const save = async (): Promise<void> => {
    await decide(async () => {
      const { id } = await api.team.save.mutate(toSave(draft, agent));
      const model = modelToSave(draft, base, id);
      if (model) await api.team.setModel.mutate(model);
      // The key is stored now and is not shown again.
      const saved = { ...draft, model: { ...draft.model, key: '' } };
      setBase(saved);
      setDraft(saved);
      onSaved(id);
    });
  };
  return (
    <div>
      <Group grow align="start" mb="md" maw={720}>
        <TextInput
          label="Name"
          maxLength={60}
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label="Role"
          placeholder="Answers questions about invoices"
          maxLength={200}
          value={draft.role}
          onChange={(event) => set({ role: event.currentTarget.value })}
        />
      </Group>
      <section className={styles['section']}>
        <h2>Picture</h2>
        <PictureField name={draft.name} picture={draft.picture} onChange={(picture) => set({ picture })} />
      </section>
      <section className={styles['section']}>
        <h2>Directives</h2>
        {agent ? (
          <DirectivesPanel owner={ofAgent(agent.id)} />
        ) : (
          <DirectiveList
            owner={WORKSPACE}
            drafts={draft.directives}
            stored={[]}
            ways={[]}
            data={[]}
            onChange={(directives) => set({ directives })}
          />
        )}
      </section>
      <section className={styles['section']}>
        <h2>Tools, and what it may do by itself</h2>
        {agent && <TrustSuggestions agent={agent.id} />}
        <AutonomyTable
          tools={draft.tools}
          rows={draft.rows}
          onTools={(tools) => set({ tools })}
          onRows={(rows) => set({ rows })}
        />
        <Text size="xs" c="var(--ink-2)" mt={6}>
          What cannot be undone is always asked first, whatever stands here. An action that a flow gives to
          this agent keeps to this table too.
        </Text>
      </section>
      {agent && <PermissionsSection agent={agent.id} />}
      <section className={styles['section']}>
        <h2>Who is asked</h2>
        <AsksEditor asks={draft.asks} onChange={(asks) => set({ asks })} />
      </section>
      <section className={styles['section']}>
        <h2>Teammates it may turn to</h2>
        <TeammatesField
          team={team.filter((one) => one.id !== agent?.id)}
          chosen={draft.teammates}
          onChange={(teammates) => set({ teammates })}
        />
      </section>
      <section className={styles['section']}>
        <h2>Model</h2>
        <ModelForm model={draft.model} stored={agent?.model} onChange={(model) => set({ model })} />
      </section>
      <section className={styles['section']}>
        <h2>Hours</h2>
        <AgentHoursField hours={draft.hours} onChange={(hours) => set({ hours })} />
      </section>
      <section className={styles['section']}>
        <h2>Limits</h2>
        <WorkLimits
          agent={agent?.id}
          caps={draft.caps}
          concurrency={draft.concurrency}
          onCaps={(caps) => set({ caps })}
          onConcurrency={(concurrency) => set({ concurrency })}
        />
      </section>
      {agent && (
        <section className={styles['section']}>
          <h2>Connections</h2>
          {agent.connections.length === 0 && <p className={styles['dim']}>None yet.</p>}
          <ul className={styles['asks']} aria-label="Connections of this agent">
            {agent.connections.map((connection) => (
              <li key={connection.id}>
                <Group gap="md">
                  <span>
                    {catalog.tool(connection.tool).title}
                    {connection.account === null ? '' : ` as ${connection.account}`}
                    {connection.practice ? ' (practice)' : ''}
                  </span>
                  <StatusMark status={connection.status} />
                </Group>
                {connection.problem && <p className={styles['dim']}>{connection.problem.sentence}</p>}
              </li>
            ))}
          </ul>
          <Anchor href="#/connections" size="xs">
            Change them under Connections
          </Anchor>
        </section>
      )}
      {(changed || agent === null || error) && (
        <div className={styles['bar']}>
          <Button onClick={() => void save()} loading={busy} disabled={!changed || problems.length > 0}>
            Save
          </Button>
          <Button variant="default" disabled={busy || !changed} onClick={() => setDraft(base)}>
            Undo changes
          </Button>
          {error ? (
            <ErrorNote error={error} />
          ) : (
            <span className={styles['dim']}>{changed ? (problems[0] ?? 'Not saved yet.') : ''}</span>
          )}
        </div>
      )}
    </div>
  );
}
