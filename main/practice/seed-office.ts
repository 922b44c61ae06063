import type { CrmStore } from './hubspot-store.ts';
import type { OfficeStore } from './google-store.ts';
import type { Workspace } from './workspace.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** Accounts, groups, licences and calendars of the first day. In a transaction. */
export function seedOffice(ws: Workspace, office: OfficeStore): void {
  const { google, people, agents } = ws.company;
  const everybody = [...people, ...agents];
  const emailOf = (key: string): string => {
    const found = everybody.find((one) => one.key === key);
    if (!found) throw new Error(`Nobody at ${ws.company.name} has the key ${key}.`);
    return found.email;
  };
  for (const { name, email, role } of everybody) {
    const [given = name, ...rest] = name.split(' ');
    office.addUser({
      email,
      given,
      family: rest.join(' '),
      department: '',
      title: role,
      suspended: 0,
      admin: 0,
      recovery: null,
      external_ids: '[]',
      change_password: 0,
      created_at: ws.now() - 400 * DAY,
    });
  }
  for (const { email, name, about, members } of google.groups) {
    const id = office.addGroup({ email, name, description: about });
    for (const key of members) office.addMember(id, emailOf(key), 'MEMBER');
  }
  for (const { product, sku, name, seats, holders } of google.licences) {
    office.putSeats({ product, sku, name, seats });
    for (const key of holders) office.addHolder(sku, emailOf(key), ws.now() - 300 * DAY);
  }
  const today = ws.now() - (ws.now() % DAY);
  for (const { id, calendar, title, inDays, atMinute, minutes, guests } of google.events) {
    const starts = today + inDays * DAY + atMinute * MINUTE;
    office.putEvent({
      id,
      calendar: emailOf(calendar),
      summary: title,
      description: '',
      starts,
      ends: starts + minutes * MINUTE,
      zone: google.zone,
      status: 'confirmed',
      attendees: JSON.stringify(guests.map((key) => ({ email: emailOf(key), responseStatus: 'accepted' }))),
      creator: emailOf(calendar),
      properties: '{}',
      sequence: 0,
      created_at: ws.now() - 7 * DAY,
      updated_at: ws.now() - 7 * DAY,
    });
  }
}

/** Contacts and the forms that were sent in before the first day. In a transaction. */
export function seedCrm(ws: Workspace, crm: CrmStore): void {
  const { customers, people, hubspot } = ws.company;
  for (const [place, customer] of customers.entries()) {
    const owner = people.find((person) => person.key === customer.accountManager);
    const since = ws.now() - customer.sinceDays * DAY;
    crm.add({
      id: hubspot.firstContact + place,
      type: 'contacts',
      properties: {
        email: customer.email,
        firstname: customer.first,
        lastname: customer.last,
        company: customer.organization,
        lifecyclestage: customer.ended ? 'other' : 'customer',
        vip: String(customer.vip),
        ...(owner ? { hubspot_owner_id: String(owner.ownerId) } : {}),
      },
      source: 'CRM_UI',
      created_at: since,
      updated_at: since,
    });
  }
  for (const { id, daysAgo, answers } of hubspot.submissions)
    crm.addSubmission({ id, form: hubspot.form.id, answers, at: ws.now() - daysAgo * DAY });
}
