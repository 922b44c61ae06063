import type { Who } from '../../app/api/contract/practice.ts';
import type { Company } from './company.ts';

/** A colleague or agent as a Help Scout user. */
export interface DeskUser {
  readonly id: number;
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly role: 'owner' | 'admin' | 'user';
  readonly jobTitle: string;
  readonly who: Who;
}

/** A colleague or an agent's app in the Slack workspace. */
export interface ChatUser {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly email: string;
  readonly title: string;
  readonly bot: { readonly botId: string; readonly appId: string } | null;
  readonly who: Who;
}

const split = (name: string): readonly [string, string] => {
  const [first = name, ...rest] = name.split(' ');
  return [first, rest.join(' ')];
};

/** Everybody with a seat in the help desk, by id. */
export function deskUsers(company: Company): ReadonlyMap<number, DeskUser> {
  const people = company.people.map((person): DeskUser => {
    const [first, last] = split(person.name);
    return {
      id: person.helpscout.id,
      first,
      last,
      email: person.email,
      role: person.helpscout.role,
      jobTitle: person.role,
      who: { kind: 'person', name: person.name },
    };
  });
  const agents = company.agents.map((agent): DeskUser => {
    const [first, last] = split(agent.name);
    return {
      id: agent.helpscout.id,
      first,
      last,
      email: agent.email,
      role: 'user',
      jobTitle: agent.role,
      who: { kind: 'agent', name: agent.name, agent: agent.key },
    };
  });
  return new Map([...people, ...agents].map((user) => [user.id, user]));
}

/** Everybody in the chat, by user id. */
export function chatUsers(company: Company): ReadonlyMap<string, ChatUser> {
  const people = company.people.map((person): ChatUser => ({
    id: person.slack.id,
    handle: person.slack.handle,
    name: person.name,
    email: person.email,
    title: person.role,
    bot: null,
    who: { kind: 'person', name: person.name },
  }));
  const agents = company.agents.map((agent): ChatUser => ({
    id: agent.slack.id,
    handle: agent.slack.handle,
    name: agent.name,
    email: agent.email,
    title: agent.role,
    bot: { botId: agent.slack.botId, appId: agent.slack.appId },
    who: { kind: 'agent', name: agent.name, agent: agent.key },
  }));
  return new Map([...people, ...agents].map((user) => [user.id, user]));
}
