import type { PracticeWorld } from '../../app/api/contract/practice.ts';
import { SwitchyardError } from '../../app/base/errors.ts';
import { COMPANY_TABLES } from './database.ts';
import type { Post } from './mail-post.ts';
import { withStatus } from './helpscout-store.ts';
import { toHtml } from './html.ts';
import { seedCompany, type Stores } from './seed.ts';
import { createOfficeCommands, crmView, officeView } from './world-office.ts';
import { createViews } from './world-views.ts';
import { createMailCommands, mailView } from './world-mail.ts';
import type { Workspace } from './workspace.ts';

/** What a person does in the made-up company, and what its screens show. Not the agents' way: they have the vendors' APIs. */
export interface World extends PracticeWorld {
  /** Tells the listeners that something changed. */
  changed(): void;
}

export function createWorld(ws: Workspace, stores: Stores, post: Post): World {
  const { desk, chat } = stores;
  const views = createViews(ws, stores);
  const listeners = new Set<() => void>();

  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  /** Performs a command in one transaction and tells of it. */
  const command = <T>(perform: () => T): Promise<T> => {
    try {
      const result = ws.db.transaction(perform).immediate();
      changed();
      return Promise.resolve(result);
    } catch (error) {
      return Promise.reject(error);
    }
  };

  /** A customer's own words, in a new conversation or an old one, which they open again. */
  const customerWrites = (conversation: number, customer: number, text: string): number =>
    desk.addThread({
      conversation,
      type: 'customer',
      state: 'published',
      status: 'active',
      action: null,
      body: toHtml(text),
      by_user: null,
      by_customer: customer,
      assigned_to: null,
      created_at: ws.now(),
    });

  return {
    changed,
    writeTicket: ({ from, subject, text }) =>
      command(() => {
        const known = desk.customerByEmail(from);
        const [name = from] = from.split('@');
        const customer =
          known?.id ??
          desk.addCustomer({
            first: name,
            last: '',
            email: from,
            organization: '',
            background: '',
            created_at: ws.now(),
          });
        const at = ws.now();
        const conversationId = desk.addConversation({
          subject,
          status: 'active',
          type: 'email',
          customer,
          assignee: null,
          created_by: null,
          created_at: at,
          modified_at: at,
          waiting_since: at,
          closed_at: null,
          closed_by: null,
        });
        customerWrites(conversationId, customer, text);
        return { conversationId };
      }),
    answerTicket: ({ conversationId, text }) =>
      command(() => {
        const row = desk.conversation(conversationId);
        if (!row)
          throw new SwitchyardError(
            'not_found',
            `There is no ticket ${conversationId} in the practice help desk.`,
          );
        const at = ws.now();
        desk.saveConversation({
          ...withStatus(row, 'active', null, at),
          waiting_since: row.waiting_since ?? at,
        });
        return { threadId: customerWrites(row.id, row.customer, text) };
      }),
    postAsPerson: ({ channel, person, text, thread }) =>
      command(() => {
        const place =
          ws.company.channels.find(
            (entry) => entry.id === channel || entry.name === channel.replace(/^#/, ''),
          )?.id ?? chat.direct(channel)?.id;
        const writer = ws.company.people.find((entry) => entry.key === person || entry.name === person);
        if (place === undefined)
          throw new SwitchyardError('not_found', `There is no channel ${channel} in the practice chat.`);
        if (!writer)
          throw new SwitchyardError('not_found', `Nobody called ${person} works at ${ws.company.name}.`);
        const parent = thread === undefined ? undefined : chat.message(place, thread);
        if (thread !== undefined && !parent) {
          throw new SwitchyardError('not_found', 'The message that this answers is not in that channel.');
        }
        const ts = chat.add({
          channel: place,
          user: writer.slack.id,
          text,
          at: ws.now(),
          thread: parent?.thread_ts ?? parent?.ts,
        });
        return { ts };
      }),
    ...createOfficeCommands(ws, stores, command),
    ...createMailCommands(ws, stores, post, command),
    setFaults: (input) =>
      command(() => {
        const stranger = input.revoked?.find((agent) => !ws.accounts.byKey(agent));
        if (stranger !== undefined)
          throw new SwitchyardError('not_found', `There is no practice agent ${stranger}.`);
        ws.faults.set(input);
      }),
    faults: () =>
      Promise.resolve({
        helpscout: ws.faults.get('helpscout'),
        slack: ws.faults.get('slack'),
        stripe: ws.faults.get('stripe'),
        google: ws.faults.get('google'),
        hubspot: ws.faults.get('hubspot'),
        mail: ws.faults.get('mail'),
      }),
    reset: () =>
      command(() => {
        for (const table of COMPANY_TABLES) ws.db.prepare(`DELETE FROM ${table}`).run();
        ws.faults.clear();
        ws.ledger.startAnew();
        seedCompany(ws, stores);
      }),
    desk: () => Promise.resolve(views.desk()),
    chat: () => Promise.resolve(views.chat()),
    billing: () => Promise.resolve(views.billing()),
    office: () => Promise.resolve(officeView(ws, stores)),
    crm: () => Promise.resolve(crmView(ws, stores)),
    mail: () => Promise.resolve(mailView(ws, stores)),
    samples: () => Promise.resolve(ws.company.samples),
    ledger: (filter = {}) => Promise.resolve(ws.ledger.read(filter)),
    credentials: () => ws.accounts.list(ws.origin(), ws.mailHosts()),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
