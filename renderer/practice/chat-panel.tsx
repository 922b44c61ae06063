import { Button, Group, Select, Stack, Textarea } from '@mantine/core';
import { Hash, MessageSquare } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { ChatChannel, ChatView } from '../../app/api/contract/practice.ts';
import { api } from '../api/client.ts';
import { ShownText } from '../inbox/shown-text.tsx';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { When } from '../runs/when.tsx';
import { inThreads } from './chat-threads.ts';
import styles from './practice.module.css';
import { SideRow } from './side-row.tsx';
import split from './split.module.css';

/** The company's chat: channels on the left, messages on the right, and a box to write as a colleague. */
export function ChatPanel({ chat, onChanged }: { readonly chat: ChatView; onChanged(): void }): ReactNode {
  const [chosen, setChosen] = useState<string | null>(null);
  const channel = chat.channels.find((c) => c.id === chosen) ?? chat.channels[0];
  return (
    <div className={split['split']}>
      <nav className={split['list']} aria-label="Channels">
        {chat.channels.map((c) => (
          <SideRow
            key={c.id}
            title={c.name.replace(/^#/, '')}
            text={c.purpose}
            icon={c.direct ? <MessageSquare size={14} aria-hidden /> : <Hash size={14} aria-hidden />}
            current={c.id === channel?.id}
            onOpen={() => setChosen(c.id)}
          />
        ))}
      </nav>
      <div className={split['detail']}>
        {channel && <Channel key={channel.id} channel={channel} people={chat.people} onChanged={onChanged} />}
      </div>
    </div>
  );
}

function Channel({
  channel,
  people,
  onChanged,
}: {
  readonly channel: ChatChannel;
  readonly people: ChatView['people'];
  onChanged(): void;
}): ReactNode {
  return (
    <div className={styles['channel']}>
      <header>
        <h2 className={styles['title']}>{channel.name}</h2>
        {channel.purpose !== '' && <p className={styles['meta']}>{channel.purpose}</p>}
      </header>
      {channel.messages.length === 0 && <p className={styles['meta']}>Nobody has written here yet.</p>}
      {inThreads(channel.messages).map(({ message, answer }) => (
        <div key={message.ts} className={styles['message']} data-answer={answer}>
          <span className={styles['avatar']} data-kind={message.who.kind} aria-hidden>
            {message.icon}
          </span>
          <div>
            <b>{message.who.name}</b>{' '}
            <span className={styles['dim']}>
              {message.who.kind === 'agent' ? 'agent · ' : ''}
              <When at={message.at} />
            </span>
            <div className={styles['text']}>
              <ShownText text={message.text} />
            </div>
          </div>
        </div>
      ))}
      <PostForm channel={channel} people={people} onChanged={onChanged} />
    </div>
  );
}

function PostForm({
  channel,
  people,
  onChanged,
}: {
  readonly channel: ChatChannel;
  readonly people: ChatView['people'];
  onChanged(): void;
}): ReactNode {
  const [person, setPerson] = useState<string | null>(people[0]?.key ?? null);
  const [text, setText] = useState('');
  const { busy, error, decide } = useDecision();
  const send = async (): Promise<void> => {
    if (person === null) return;
    if (await decide(() => api.practice.postAsPerson.mutate({ channel: channel.id, person, text }))) {
      setText('');
      onChanged();
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Stack gap="xs">
        {error && <ErrorNote error={error} />}
        <Select
          label="Write as"
          w={280}
          allowDeselect={false}
          data={people.map(({ key, name, role }) => ({
            value: key,
            label: `${name} (${role.slice(0, 1).toLowerCase()}${role.slice(1)})`,
          }))}
          value={person}
          onChange={setPerson}
        />
        <Textarea
          label="Message"
          autosize
          minRows={2}
          maxRows={8}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" loading={busy} disabled={text.trim() === '' || person === null}>
            Post message
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
