import { Button, NavLink } from '@mantine/core';
import { Bot, Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { Empty } from '../kit/empty.tsx';
import { ErrorNote } from '../kit/error-note.tsx';
import { useSelected } from '../shell/use-selected.ts';
import split from '../practice/split.module.css';
import { AgentEditor } from './agent-editor.tsx';

/** The agents: list left, one of them right. */
export function TeamScreen(): ReactNode {
  const { data, error, again } = useQuery(() => api.team.list.query(), ['team', 'connections']);
  const [selected, select] = useSelected('team');
  const [adding, setAdding] = useState(false);
  const agents = data ?? [];
  const agent = agents.find((one) => one.id === selected) ?? agents[0];
  return (
    <div className={split['split']}>
      <div className={split['list']}>
        <nav aria-label="Team">
          {agents.map((one) => (
            <NavLink
              key={one.id}
              component="button"
              label={one.name}
              description={one.role}
              leftSection={<Bot size={16} aria-hidden />}
              active={!adding && one.id === agent?.id}
              onClick={() => {
                setAdding(false);
                select(one.id);
              }}
            />
          ))}
        </nav>
        <Button m="sm" variant="default" leftSection={<Plus size={14} />} onClick={() => setAdding(true)}>
          Add an agent
        </Button>
      </div>
      <main className={split['detail']}>
        {error && <ErrorNote error={error} />}
        {adding ? (
          <AgentEditor
            key="new"
            agent={null}
            onSaved={(id) => {
              setAdding(false);
              select(id);
              again();
            }}
          />
        ) : agent ? (
          <AgentEditor key={agent.id} agent={agent} onSaved={again} />
        ) : (
          data && <Empty title="Nobody in the team yet" text="An agent has a role, directives in plain words, tools, and limits on what it may do alone." />
        )}
      </main>
    </div>
  );
}
