import { Button, Group, Tabs, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { BillingPanel } from './billing-panel.tsx';
import { ChatPanel } from './chat-panel.tsx';
import { CrmPanel } from './crm-panel.tsx';
import { DeskPanel } from './desk-panel.tsx';
import { MailPanel } from './mail-panel.tsx';
import { OfficePanel } from './office-panel.tsx';
import { PracticeClock } from './practice-clock.tsx';
import styles from './practice.module.css';
import { WeatherPanel } from './weather-panel.tsx';

const TABS = [
  { value: 'desk', label: 'Help desk' },
  { value: 'mail', label: 'Mail' },
  { value: 'chat', label: 'Chat' },
  { value: 'billing', label: 'Billing' },
  { value: 'office', label: 'Accounts' },
  { value: 'crm', label: 'Contacts' },
  { value: 'weather', label: 'Weather' },
] as const;
type Tab = (typeof TABS)[number]['value'];

/** The company's tools as tabs. */
export function PracticeTabs(): ReactNode {
  const [tab, setTab] = useState<Tab>('desk');
  return (
    <div className={styles['screen']}>
      <div className={styles['head']}>
        <Tabs
          value={tab}
          onChange={(value) => setTab(TABS.find((one) => one.value === value)?.value ?? 'desk')}
        >
          <Tabs.List>
            {TABS.map(({ value, label }) => (
              <Tabs.Tab key={value} value={value}>
                {label}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
        <PracticeClock />
        <ResetCompany />
      </div>
      <div className={styles['panel']}>
        {tab === 'desk' && <DeskPanel />}
        {tab === 'mail' && <Mail />}
        {tab === 'chat' && <Chat />}
        {tab === 'billing' && <Billing />}
        {tab === 'office' && <Office />}
        {tab === 'crm' && <Crm />}
        {tab === 'weather' && <Weather />}
      </div>
    </div>
  );
}

function Mail(): ReactNode {
  const { data, error, again } = useQuery(() => api.practice.mail.query(), ['practice']);
  if (error) return <ErrorNote error={error} />;
  return data ? <MailPanel mail={data} onChanged={again} /> : null;
}

function Chat(): ReactNode {
  const { data, error, again } = useQuery(() => api.practice.chat.query(), ['practice']);
  if (error) return <ErrorNote error={error} />;
  return data ? <ChatPanel chat={data} onChanged={again} /> : null;
}

function Billing(): ReactNode {
  const { data, error } = useQuery(() => api.practice.billing.query(), ['practice']);
  if (error) return <ErrorNote error={error} />;
  return data ? <BillingPanel billing={data} /> : null;
}

function Office(): ReactNode {
  const { data, error, again } = useQuery(() => api.practice.office.query(), ['practice']);
  if (error) return <ErrorNote error={error} />;
  return data ? <OfficePanel office={data} onChanged={again} /> : null;
}

function Crm(): ReactNode {
  const { data, error, again } = useQuery(() => api.practice.crm.query(), ['practice']);
  if (error) return <ErrorNote error={error} />;
  return data ? <CrmPanel crm={data} onChanged={again} /> : null;
}

function Weather(): ReactNode {
  const { data, error, again } = useQuery(() => api.practice.faults.query(), ['practice']);
  const team = useQuery(() => api.team.list.query(), ['team']);
  if (error) return <ErrorNote error={error} />;
  const agents = (team.data ?? [])
    .filter((agent) => agent.connections.some((c) => c.practice))
    .map(({ key, name }) => ({ key, name }));
  return data ? (
    <div className={styles['pane']}>
      <WeatherPanel faults={data} agents={agents} onChanged={again} />
    </div>
  ) : null;
}

/** Puts the company back to its first day, after asking once. */
function ResetCompany(): ReactNode {
  const [asking, setAsking] = useState(false);
  const { busy, error, decide } = useDecision();
  const reset = async (): Promise<void> => {
    if (await decide(() => api.practice.reset.mutate())) setAsking(false);
  };
  if (!asking) {
    return (
      <Button variant="default" onClick={() => setAsking(true)}>
        Reset company …
      </Button>
    );
  }
  return (
    <Group gap="xs">
      {error && <ErrorNote error={error} />}
      <Text size="xs">Back to its first day? Tickets, messages and refunds made since then go.</Text>
      <Button color="red" loading={busy} onClick={() => void reset()}>
        Reset company
      </Button>
      <Button variant="default" disabled={busy} onClick={() => setAsking(false)}>
        Keep
      </Button>
    </Group>
  );
}
