import { Button } from '@mantine/core';
import { Globe, Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { Empty } from '../kit/empty.tsx';
import { ErrorNote } from '../kit/error-note.tsx';
import { useSelected } from '../shell/use-selected.ts';
import { SideRow } from '../practice/side-row.tsx';
import split from '../practice/split.module.css';
import { ScreenMain } from '../runs/screen-main.tsx';
import { WORKSPACE } from '../../app/store/directives.ts';
import { AgentEditor } from './agent-editor.tsx';
import { AgentPicture } from './agent-picture.tsx';
import { WorkspaceDirectives } from './workspace-directives.tsx';

/** The agents: list left, one of them right. */
export function TeamScreen(): ReactNode {
  const { data, error, again } = useQuery(() => api.team.list.query(), ['team', 'connections']);
  const [selected, select] = useSelected('team');
  const [adding, setAdding] = useState(false);
  const agents = data ?? [];
  const everybody = selected === WORKSPACE;
  const agent = agents.find((one) => one.id === selected) ?? agents[0];
  return (
    <ScreenMain title="Team" className={split['split']}>
      <div className={split['list']}>
        <nav aria-label="Team">
          <SideRow
            title="Whole workspace"
            text="Directives for everybody"
            icon={<Globe size={16} aria-hidden />}
            current={!adding && everybody}
            onOpen={() => {
              setAdding(false);
              select(WORKSPACE);
            }}
          />
          {agents.map((one) => (
            <SideRow
              key={one.id}
              title={one.name}
              text={one.role}
              icon={<AgentPicture name={one.name} picture={one.picture} />}
              current={!adding && !everybody && one.id === agent?.id}
              onOpen={() => {
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
      <div className={split['detail']}>
        {error && <ErrorNote error={error} />}
        {adding ? (
          <AgentEditor
            key="new"
            agent={null}
            team={agents}
            onSaved={(id) => {
              setAdding(false);
              select(id);
              again();
            }}
          />
        ) : everybody ? (
          <WorkspaceDirectives />
        ) : agent ? (
          <AgentEditor key={agent.id} agent={agent} team={agents} onSaved={again} />
        ) : (
          data && (
            <Empty
              title="Nobody in the team yet"
              text="An agent has a role, directives in plain words, tools, and limits on what it may do alone."
            />
          )
        )}
      </div>
    </ScreenMain>
  );
}
