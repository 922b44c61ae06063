import type { CrmContact, CrmView, OfficeView, PracticeWorld, Who } from '../../app/api/contract/practice.ts';
import { SwitchyardError } from '../../app/base/errors.ts';
import { guestsOf } from './google-store.ts';
import { toText } from './html.ts';
import type { CrmObject } from './hubspot-store.ts';
import type { Stores } from './seed.ts';
import type { Workspace } from './workspace.ts';

const DAY = 86_400_000;
/** Rows that one screen takes at most. */
const MOST = 200;

type Command = <T>(perform: () => T) => Promise<T>;

/** What a person does in the office of the made-up company: send in a form, buy licences, answer an invitation. */
export function createOfficeCommands(
  ws: Workspace,
  { office, crm }: Stores,
  command: Command,
): Pick<PracticeWorld, 'sendForm' | 'buyLicences' | 'answerInvitation'> {
  const { hubspot } = ws.company;
  return {
    sendForm: ({ pending }) =>
      command(() => {
        const person = hubspot.pending.find((entry) => entry.id === pending);
        if (!person) throw new SwitchyardError('not_found', `Nobody called ${pending} is about to come.`);
        const at = ws.now();
        const submission = `${ws.letters(8)}-${ws.letters(4)}`;
        const answers = {
          ...person.answers,
          start_date: new Date(at + person.inDays * DAY).toISOString().slice(0, 10),
        };
        crm.addSubmission({ id: submission, form: hubspot.form.id, answers, at });
        // A form makes a contact of whoever it is about, unless there is one.
        const email = person.answers['email'] ?? '';
        if (email !== '' && !crm.contactByEmail(email)) {
          crm.add({
            type: 'contacts',
            properties: {
              email,
              firstname: person.answers['firstname'] ?? '',
              lastname: person.answers['lastname'] ?? '',
              lifecyclestage: 'other',
            },
            source: 'FORM',
            created_at: at,
            updated_at: at,
          });
        }
        return { submission };
      }),
    buyLicences: ({ sku, more }) =>
      command(() => {
        const seats = office.allSeats().find((entry) => entry.sku === sku);
        if (!seats) throw new SwitchyardError('not_found', `The company has no licences ${sku}.`);
        office.putSeats({ ...seats, seats: seats.seats + more });
        return { seats: seats.seats + more };
      }),
    answerInvitation: ({ event: id, guest, answer }) =>
      command(() => {
        const event = office.event(id);
        const guests = event ? guestsOf(event) : [];
        if (!event || !guests.some(({ email }) => email === guest.toLowerCase()))
          throw new SwitchyardError('not_found', `${guest} is not invited to such an event.`);
        office.putEvent({
          ...event,
          attendees: JSON.stringify(
            guests.map((one) =>
              one.email === guest.toLowerCase() ? { ...one, responseStatus: answer } : one,
            ),
          ),
          updated_at: Math.max(ws.now(), event.updated_at + 1),
        });
      }),
  };
}

/** Who an address of the company belongs to. */
function whoOf(ws: Workspace, email: string): Who {
  const agent = ws.company.agents.find((one) => one.email === email);
  if (agent) return { kind: 'agent', name: agent.name, agent: agent.key };
  const person = ws.company.people.find((one) => one.email === email);
  return { kind: 'person', name: person?.name ?? email };
}

/** Accounts, licences and the events to come. */
export function officeView(ws: Workspace, { office }: Stores): OfficeView {
  const seats = office.allSeats().map((entry) => ({ ...entry, holders: office.holders(entry.sku) }));
  return {
    accounts: office
      .users()
      .slice(0, MOST)
      .map((user) => ({
        email: user.email,
        name: `${user.given} ${user.family}`.trim(),
        title: user.title,
        suspended: user.suspended === 1,
        groups: office.groupsOf(user.email).map(({ name }) => name),
        licences: seats.filter(({ holders }) => holders.includes(user.email)).map(({ name }) => name),
      })),
    licences: seats.map(({ sku, name, seats: bought, holders }) => ({
      sku,
      name,
      seats: bought,
      used: holders.length,
    })),
    events: office
      .eventsAfter(0)
      .filter(({ ends }) => ends > ws.now())
      .toSorted((a, b) => a.starts - b.starts)
      .slice(0, MOST)
      .map((event) => ({
        id: event.id,
        title: event.summary,
        starts: event.starts,
        ends: event.ends,
        cancelled: event.status === 'cancelled',
        calendar: whoOf(ws, event.calendar),
        madeBy: whoOf(ws, event.creator),
        guests: guestsOf(event).map(({ email, responseStatus }) => ({ email, answer: responseStatus })),
      })),
  };
}

/** Contacts with what was noted about them, and the forms that were sent in. */
export function crmView(ws: Workspace, { crm }: Stores): CrmView {
  const { form, pending } = ws.company.hubspot;
  const owners = new Map(ws.company.people.map(({ ownerId, name }) => [String(ownerId), name]));
  const appOf = (source: string): Who => {
    const agent = ws.company.agents.find(({ hubspot }) => String(hubspot?.appId) === source);
    return agent
      ? { kind: 'agent', name: agent.name, agent: agent.key }
      : { kind: 'person', name: 'Somebody' };
  };
  const remark = (object: CrmObject): CrmContact['notes'][number] => ({
    id: String(object.id),
    kind: object.type === 'tasks' ? 'task' : 'note',
    at: object.created_at,
    title: object.properties['hs_task_subject'] ?? '',
    text: toText(object.properties['hs_note_body'] ?? object.properties['hs_task_body'] ?? ''),
    who: appOf(object.source),
  });
  return {
    form,
    pending: pending.map(({ id, title }) => ({ id, title })),
    submissions: crm.submissions(form.id).slice(0, MOST),
    contacts: crm
      .all('contacts')
      .slice(-MOST)
      .map((contact) => {
        const { properties } = contact;
        return {
          id: String(contact.id),
          name: `${properties['firstname'] ?? ''} ${properties['lastname'] ?? ''}`.trim(),
          email: properties['email'] ?? '',
          company: properties['company'] ?? '',
          stage: properties['lifecyclestage'] ?? '',
          vip: properties['vip'] === 'true',
          owner: owners.get(properties['hubspot_owner_id'] ?? '') ?? '',
          notes: [...crm.linked(contact.id, 'notes'), ...crm.linked(contact.id, 'tasks')]
            .map(remark)
            .toSorted((a, b) => b.at - a.at),
        };
      }),
  };
}
