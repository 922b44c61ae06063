import {
  Button,
  Checkbox,
  Group,
  NumberInput,
  Select,
  Stack,
  TextInput,
  UnstyledButton,
} from '@mantine/core';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { AgentId } from '../../app/base/ids.ts';
import type { AgentView, ConnectionView } from '../../app/api/contract/views.ts';
import type { ToolId } from '../../app/kit/define.ts';
import { catalog } from '../../nodes/catalog.ts';
import { api } from '../api/client.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { missing } from './connection-words.ts';
import styles from './connections.module.css';
import { SecretFields } from './secret-fields.tsx';

interface AddConnectionProps {
  readonly agents: readonly AgentView[];
  onAdded(connection: ConnectionView): void;
  onCancel(): void;
}

/** Signs one agent in at one tool, with the steps where to find what is asked for. */
export function AddConnection({ agents, onAdded, onCancel }: AddConnectionProps): ReactNode {
  const [toolId, setTool] = useState<ToolId>(catalog.tools[0]?.id ?? 'helpscout');
  const [agent, setAgent] = useState<string | null>(agents[0]?.id ?? null);
  const [label, setLabel] = useState('');
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [advanced, setAdvanced] = useState(false);
  const [baseUrl, setBaseUrl] = useState('');
  const [allowsPrivate, setPrivate] = useState(false);
  const [lookEvery, setLookEvery] = useState<number | string>('');
  const { busy, error, decide } = useDecision();
  const tool = catalog.tool(toolId);
  const who = agents.find((one) => one.id === agent);
  const usualLabel = `${tool.title} for ${who?.name ?? 'the agent'}`;
  const needsAddress = tool.needsAddress === true;
  const ready =
    who !== undefined && missing(tool, typed).length === 0 && (!needsAddress || baseUrl.trim() !== '');
  const add = async (): Promise<void> => {
    if (!who) return;
    await decide(async () => {
      const id: AgentId = who.id;
      const secrets = Object.fromEntries(
        Object.keys(tool.fields).map((name) => [name, (typed[name] ?? '').trim()]),
      );
      onAdded(
        await api.connections.add.mutate({
          agent: id,
          tool: toolId,
          label: label.trim() || usualLabel,
          allowsPrivate,
          secrets,
          ...(baseUrl.trim() === '' ? {} : { baseUrl: baseUrl.trim() }),
          ...(typeof lookEvery === 'number' ? { lookEverySeconds: lookEvery } : {}),
        }),
      );
    });
  };
  return (
    <form
      aria-label="Add a connection"
      className={styles['add']}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Stack gap="sm">
        {error && <ErrorNote error={error} />}
        <Group grow align="start">
          <Select
            label="Tool"
            allowDeselect={false}
            data={catalog.tools.map(({ id, title, noun }) => ({ value: id, label: `${title} (${noun})` }))}
            value={toolId}
            onChange={(value) => {
              setTool(catalog.tools.find((one) => one.id === value)?.id ?? toolId);
              setTyped({});
            }}
          />
          <Select
            label="Agent"
            allowDeselect={false}
            data={agents.map(({ id, name }) => ({ value: id, label: name }))}
            value={agent}
            onChange={setAgent}
          />
        </Group>
        <ol className={styles['guide']} aria-label="Where to find this">
          {tool.guide.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {needsAddress && (
          <TextInput
            label="Address"
            description="What every call begins with."
            placeholder="https://api.example.com/v1"
            value={baseUrl}
            onChange={(event) => setBaseUrl(event.currentTarget.value)}
          />
        )}
        <SecretFields tool={tool} typed={typed} onChange={setTyped} />
        <TextInput
          label="Name of this connection"
          placeholder={usualLabel}
          value={label}
          maxLength={80}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <div>
          <UnstyledButton
            className={styles['advanced']}
            aria-expanded={advanced}
            onClick={() => setAdvanced(!advanced)}
          >
            {advanced ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}{' '}
            Advanced
          </UnstyledButton>
          {advanced && (
            <Stack gap="xs" mt={6}>
              {!needsAddress && (
                <TextInput
                  label="Address"
                  description="Only for a tool that runs somewhere else than usual."
                  placeholder={tool.baseUrl}
                  value={baseUrl}
                  onChange={(event) => setBaseUrl(event.currentTarget.value)}
                />
              )}
              <Checkbox
                label="This address is on this computer or my network"
                checked={allowsPrivate}
                onChange={(event) => setPrivate(event.currentTarget.checked)}
              />
              <NumberInput
                label="Look for news every (seconds)"
                description="Empty: as often as suits the tool."
                w={260}
                min={1}
                max={86_400}
                allowDecimal={false}
                value={lookEvery}
                onChange={setLookEvery}
              />
            </Stack>
          )}
        </div>
        <Group gap="xs">
          <Button type="submit" loading={busy} disabled={!ready}>
            Connect
          </Button>
          <Button variant="default" onClick={onCancel} disabled={busy}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
