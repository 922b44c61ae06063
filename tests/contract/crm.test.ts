import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Json } from '../../app/base/json.ts';
import type { ConnectionHandle, Polled } from '../../app/kit/implement.ts';
import { vipOf } from '../../app/runtime/provenance.ts';
import { runHubspotCreateTask } from '../../nodes/actions/hubspot-create-task/run.ts';
import { runHubspotFindContact } from '../../nodes/actions/hubspot-find-contact/run.ts';
import { runHubspotUpdateContact } from '../../nodes/actions/hubspot-update-contact/run.ts';
import { runHubspotContactChanged } from '../../nodes/triggers/hubspot-contact-changed/run.ts';
import { runHubspotFormSubmitted } from '../../nodes/triggers/hubspot-form-submitted/run.ts';
import { Connected } from './connected.ts';

let connected: Connected;
let cleo: ConnectionHandle;
beforeAll(async () => {
  connected = await Connected.open();
});
beforeEach(async () => {
  connected.before = () => undefined;
  await connected.company.world.reset();
  cleo = await connected.connect('cleo', 'hubspot');
});
afterAll(() => connected.close());
const company = () => connected.company;
const world = () => connected.company.world;
const looks = () => connected.trigger(cleo, ['4100525']);
const keys = (polled: Polled): string[] => polled.events.map(({ key }) => key);
/** Later than the vendor's search takes to show something, and sooner than the next poll. */
const SHOWN = 10_000;
const LATER = 10 * 60_000;

describe('contacts', () => {
  test('a contact is found whatever the letters, with its VIP mark and its owner, as the help desk has them', async () => {
    const find = (email: string) =>
      runHubspotFindContact.run(connected.action(cleo), { agent: 'cleo', email });
    const eleanor = await find('Eleanor@VossAndWhitby.example');
    expect(eleanor).toMatchObject({
      found: true,
      contact: { name: 'Eleanor Voss', company: 'Voss & Whitby', vip: true },
      owner: { name: 'Dana Whitfield', email: 'dana@harbourpine.example' },
    });
    expect(vipOf(eleanor, [])).toBe(true);
    expect(vipOf(await find('priya@ramanphysio.example'), ['priya@ramanphysio.example'])).toBe(false);
    expect(await find('nobody@example.com')).toMatchObject({ found: false });
    const { tickets } = await world().desk();
    for (const { customer } of tickets)
      expect((await find(customer.email)).contact.vip, customer.name).toBe(customer.vip);
  });

  test('a value that is there already is not written again, so that a flow cannot wake itself for ever', async () => {
    const update = (value: string) =>
      runHubspotUpdateContact.run(connected.action(cleo), {
        agent: 'cleo',
        contact: '20003',
        property: 'lifecyclestage',
        value,
      });
    expect(await update('customer')).toMatchObject({ before: 'customer', value: 'customer' });
    expect(company().effects()).toEqual([]);
    expect(await update('evangelist')).toMatchObject({ before: 'customer', value: 'evangelist' });
    await update('evangelist');
    expect(company().effects()).toEqual(['contact changed']);
  });

  test('a task goes to whoever owns the contact, signed by the agent', async () => {
    const made = await runHubspotCreateTask.run(connected.action(cleo), {
      agent: 'cleo',
      contact: '20002',
      title: 'Call Tom',
      days: 2,
    });
    expect(made.owner).toBe('Lee Okafor');
    const tom = (await world().crm()).contacts.find(({ id }) => id === '20002');
    expect(tom?.notes).toMatchObject([{ kind: 'task', title: 'Call Tom', who: { agent: 'cleo' } }]);
    expect(company().practice.ledger({ kind: 'task created' })).toMatchObject([
      { body: { properties: { hubspot_owner_id: '70003' } } },
    ]);
  });
});

describe('the form for a new employee', () => {
  let form: string;
  const config = () => ({ agent: 'cleo', form });
  const seed = () => runHubspotFormSubmitted.seed(looks(), config());
  const poll = (cursor: Json) => runHubspotFormSubmitted.poll(looks(), config(), cursor);
  beforeEach(async () => {
    form = (await world().crm()).form.id;
  });

  test('what was sent in before the start is no event; what comes after is one, under the same key each time', async () => {
    await world().sendForm({ pending: 'amir' });
    company().clock.advance(30_000);
    const cursor = await seed();
    expect(keys(await poll(cursor))).toEqual([]);
    company().clock.advance(60_000);
    const { submission } = await world().sendForm({ pending: 'jo' });
    const first = await poll(cursor);
    expect(first.events).toMatchObject([
      {
        key: submission,
        subject: 'Jo Park',
        data: {
          answers: {
            firstname: 'Jo',
            work_email: 'jo.park@harbourpine.example',
            manager: 'lee@harbourpine.example',
            start_date: '2026-11-17',
          },
        },
      },
    ]);
    company().clock.advance(60_000);
    expect(keys(await poll(first.cursor))).toEqual([submission]);
    company().clock.advance(LATER);
    const quiet = await poll(first.cursor);
    company().clock.advance(LATER);
    expect(keys(await poll(quiet.cursor))).toEqual([]);
  });

  test('more than a page of them are all found, oldest first', async () => {
    const cursor = await seed();
    const sent: string[] = [];
    for (let n = 0; n < 60; n += 1) {
      company().clock.advance(100);
      sent.push((await world().sendForm({ pending: n % 2 === 0 ? 'jo' : 'amir' })).submission);
    }
    expect(keys(await poll(cursor))).toEqual(sent);
  });

  test('something that cannot be the id of a form is refused before it is asked for', async () => {
    await expect(
      runHubspotFormSubmitted.seed(looks(), { agent: 'cleo', form: '../../crm/objects' }),
    ).rejects.toMatchObject({ code: 'tool_invalid' });
  });
});

describe('a contact that is new or changed', () => {
  const seed = (what: 'new' | 'changed') => runHubspotContactChanged.seed(looks(), { agent: 'cleo', what });
  const poll = (what: 'new' | 'changed', cursor: Json) =>
    runHubspotContactChanged.poll(looks(), { agent: 'cleo', what }, cursor);
  const add = (agent: string, email: string) =>
    company().crm(agent, '/crm/objects/2026-03/contacts', { body: { properties: { email } } });
  const change = (id: number, phone: string) =>
    company().crm('sam', `/crm/objects/2026-03/contacts/${id}`, {
      method: 'PATCH',
      body: { properties: { phone } },
    });

  test('one that the search shows late is found all the same, and one of our own app is an echo', async () => {
    const cursor = await seed('new');
    company().clock.advance(60_000);
    await add('sam', 'a@new.example');
    await add('cleo', 'b@new.example');
    company().clock.advance(2_000);
    const early = await poll('new', cursor);
    expect(keys(early)).toEqual([]);
    company().clock.advance(60_000);
    expect((await poll('new', early.cursor)).events.map(({ subject, echo }) => [subject, echo])).toEqual([
      ['a@new.example', undefined],
      ['b@new.example', true],
    ]);
  });

  test('every change is an event of its own, and a new contact is none that changes again', async () => {
    const [asNew, asChanged] = [await seed('new'), await seed('changed')];
    company().clock.advance(60_000);
    await change(20_004, '1');
    company().clock.advance(60_000);
    const first = await poll('changed', asChanged);
    expect(first.events).toMatchObject([
      { caseKey: 'hubspot:contact:20004', data: { contact: { name: 'Eleanor Voss', vip: true } } },
    ]);
    await change(20_004, '2');
    company().clock.advance(SHOWN);
    const second = await poll('changed', first.cursor);
    expect(keys(second)).toHaveLength(1);
    expect(keys(second)).not.toEqual(keys(first));
    expect(keys(await poll('new', asNew))).toEqual([]);
  });

  test('nothing is lost when contacts change while their pages are read', async () => {
    const cursor = await seed('changed');
    const ids: number[] = [];
    for (let n = 0; n < 130; n += 1) {
      company().clock.advance(50);
      const { json } = await add('sam', `c${n}@new.example`);
      ids.push(Number((json as { id: string }).id)); // the answer of a creation
    }
    company().clock.advance(SHOWN);
    let reads = 0;
    connected.before = async () => {
      reads += 1;
      if (reads !== 2) return;
      // Between the first page and the second, contacts of the first page change and move to the end.
      for (const id of ids.slice(0, 20)) await change(id, '3');
      company().clock.advance(SHOWN);
    };
    const polled = await poll('changed', cursor);
    const seen = new Set(polled.events.map(({ caseKey }) => caseKey));
    expect(ids.filter((id) => !seen.has(`hubspot:contact:${id}`))).toEqual([]);
    expect(reads).toBeGreaterThanOrEqual(2);
  });
});
