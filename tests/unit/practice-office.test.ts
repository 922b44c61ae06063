import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { SwitchyardError } from '../../app/base/errors.ts';
import type { JsonObject } from '../../app/base/json.ts';
import { readDirectives } from '../../app/agents/practice/read-directive.ts';
import { play, type Script } from '../../app/agents/practice/testing/play.ts';
import type { KnownTool } from '../../app/agents/practice/tool-words.ts';
import { catalog } from '../../nodes/catalog.ts';

interface Mate {
  readonly key: string;
  readonly directives: readonly string[];
  readonly tools: readonly string[];
}
const team = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../resources/starters/new-employee.team.json'), 'utf8'),
) as readonly Mate[]; // our own file
const mate = (key: string): Mate => {
  const found = team.find((one) => one.key === key);
  if (!found) throw new Error(`There is no ${key}.`);
  return found;
};
const toolsOf = (types: readonly string[]): readonly KnownTool[] =>
  types.flatMap((type) => catalog.action(type) ?? []);

const ANSWERS = {
  firstname: 'Jo',
  lastname: 'Park',
  email: 'jo@park.example',
  work_email: 'jo.park@harbourpine.example',
  department: 'Support',
  jobtitle: 'Support specialist',
  manager: 'lee@harbourpine.example',
  start_date: '2026-12-01',
};
const facts = (more: object = {}): JsonObject => ({
  submission: { id: 's1', at: '2026-11-24T09:00:00Z' },
  answers: { ...ANSWERS, ...more },
});
/** What the tools answer in these tests, as far as it matters. */
const office: Script = (action, input) => {
  const done = (output: JsonObject) => ({ kind: 'tool-done', output }) as const;
  switch (action) {
    case 'google.create-account':
      return done({ id: '1043', email: String(input['email']) });
    case 'google.add-to-group':
      return done({ email: String(input['email']), group: String(input['group']), already: false });
    case 'google.assign-licence':
      return done({ email: String(input['email']), licence: 'Business Standard', already: false });
    case 'google.find-free-time':
      return done({
        found: true,
        first: `${String(input['from']).slice(0, 10)}T10:30`,
        zone: 'UTC',
        slots: [],
      });
    case 'google.create-event':
      return done({ event: 'e1', calendar: 'c', start: 's', end: 'e', link: '' });
    case 'hubspot.find-contact':
      return done({ found: true, contact: { id: '20003', name: 'Priya Raman' }, owner: { name: 'Dana' } });
    case 'mail.send':
      return done({ id: 'sw.1@firm.example', to: String(input['to']) });
    default:
      return done({});
  }
};
const plays = (given: {
  directives: readonly string[];
  tools: readonly string[];
  facts?: JsonObject;
  script?: Script;
  task?: string;
}) =>
  play({
    task: given.task ?? 'Take care of the new colleague.',
    facts: given.facts ?? facts(),
    directives: given.directives,
    tools: given.tools,
    actions: catalog,
    script: given.script ?? office,
  });

describe('the team of the starter flow “New employee”', () => {
  test.each(team)('every directive of $key is read', ({ directives, tools }) => {
    for (const reading of readDirectives(directives, toolsOf(tools)))
      expect(reading).toMatchObject({ understood: true });
  });

  test('Hana creates exactly the account of the form, then joins it to everyone', async () => {
    const { calls, end } = await plays({ ...mate('hana'), task: 'Create the account of the new colleague.' });
    expect(calls.map(({ action, input }) => [action, input])).toEqual([
      [
        'google.create-account',
        {
          email: ANSWERS.work_email,
          first: 'Jo',
          last: 'Park',
          recovery: ANSWERS.email,
          department: 'Support',
          title: 'Support specialist',
        },
      ],
      ['google.add-to-group', { email: ANSWERS.work_email, group: 'everyone@harbourpine.example' }],
    ]);
    expect(end).toEqual({
      port: 'done',
      summary: `Created the account ${ANSWERS.work_email}. Added ${ANSWERS.work_email} to the group everyone@harbourpine.example.`,
    });
  });

  test('an account that cannot be created goes to a person, and nobody joins a group', async () => {
    const { names, end } = await plays({
      ...mate('hana'),
      script: (action, input) =>
        action === 'google.create-account'
          ? {
              kind: 'tool-failed',
              error: new SwitchyardError('tool_conflict', 'The address is taken.').toData(),
            }
          : office(action, input),
    });
    expect(names).toEqual(['google.create-account']);
    expect(end.port).toBe('stuck');
    expect(end.summary).toContain('The address is taken.');
  });

  test('Iris joins only the group of the department', async () => {
    const support = await plays(mate('iris'));
    expect(support.calls.map(({ input }) => input['group'] ?? input['licence'])).toEqual([
      '1010020028',
      'support-team@harbourpine.example',
    ]);
    const engineering = await plays({ ...mate('iris'), facts: facts({ department: 'Engineering' }) });
    expect(engineering.calls.at(-1)?.input['group']).toBe('engineering@harbourpine.example');
    const other = await plays({ ...mate('iris'), facts: facts({ department: 'Legal' }) });
    expect(other.names).toEqual(['google.assign-licence']);
    expect(other.end.port).toBe('done');
  });

  test('a department that the form does not name is not guessed: it stops', async () => {
    const { department: _none, ...rest } = ANSWERS;
    const { end } = await plays({ ...mate('iris'), facts: { answers: rest } });
    expect(end.port).toBe('stuck');
    expect(end.summary).toContain('the case says nothing of “department”');
  });

  test('Max looks for free time before each event, and puts it into the manager’s calendar', async () => {
    const { calls, end } = await plays(mate('max'));
    expect(calls.map(({ action }) => action)).toEqual([
      'google.find-free-time',
      'google.create-event',
      'google.find-free-time',
      'google.create-event',
      'google.find-free-time',
      'google.create-event',
    ]);
    expect(calls[0]?.input).toMatchObject({ people: ANSWERS.manager, minutes: 30, from: '2026-12-01T09:00' });
    expect(calls[1]?.input).toMatchObject({
      calendar: ANSWERS.manager,
      title: 'Welcome, Jo',
      start: '2026-12-01T10:30',
      guests: ANSWERS.work_email,
    });
    expect(calls[4]?.input['from']).toBe('2026-12-05T14:00');
    expect(end.port).toBe('done');
  });
});

describe('the same in other words', () => {
  const ALL = [
    'google.find-account',
    'google.create-account',
    'google.add-to-group',
    'google.assign-licence',
    'google.suspend-account',
    'google.find-free-time',
    'google.create-event',
    'google.move-event',
    'google.find-licences',
    'google.buy-licences',
    'hubspot.find-contact',
    'hubspot.update-contact',
    'hubspot.add-note',
    'hubspot.create-task',
    'mail.send',
    'mail.reply-to',
    'mail.move',
    'mail.label',
    'slack.post-message',
  ];
  const read = (text: string) => readDirectives([text], toolsOf(ALL))[0];

  test.each<[string, readonly string[]]>([
    ['Set up an account for the new colleague.', ['create an account']],
    [
      'Make a new account {{answers.work_email}} with the first name {{answers.firstname}} and the last name {{answers.lastname}}.',
      [
        'create an account (Company address: “{{answers.work_email}}”, First name: “{{answers.firstname}}”, Last name: “{{answers.lastname}}”)',
      ],
    ],
    [
      'Assign the Business Plus licence to {{answers.work_email}}.',
      ['assign a licence (Licence: “Business Plus”, Who: “{{answers.work_email}}”)'],
    ],
    [
      'Put {{answers.work_email}} into the group finance@firm.example.',
      ['add to a group (Who: “{{answers.work_email}}”, Group: “finance@firm.example”)'],
    ],
    ['Buy 3 more Vault licences.', ['buy licences (How many more: “3”, Licence: “Vault”)']],
    ['Check how many licences are free.', []],
    [
      'Book a meeting "Hello" with the guest {{answers.work_email}} on {{answers.start_date}} at 9:30 for 45 minutes.',
      [
        'create an event (Title: “Hello”, Guests: “{{answers.work_email}}”, Start: “{{answers.start_date}}T09:30”, How long: “45”)',
      ],
    ],
    [
      'Send a mail to {{answers.email}} with the subject "Welcome" and the text "Hello {{answers.firstname}}".',
      ['send a mail (To: “{{answers.email}}”, Subject: “Welcome”, Text: “Hello {{answers.firstname}}”)'],
    ],
    [
      'Create a task "Call them" for the owner of the contact {{contact.id}}, due in 2 days.',
      ['create a task for the owner (What to do: “Call them”, Contact: “{{contact.id}}”, Due in: “2”)'],
    ],
    ['Label the mail as "billing".', ['label a mail (Label: “billing”)']],
    ['Suspend the account {{answers.work_email}}.', ['suspend an account (Who: “{{answers.work_email}}”)']],
  ])('%s', (text, does) => {
    if (does.length === 0) expect(read(text)).toMatchObject({ understood: false });
    else expect(read(text)).toEqual({ text, understood: true, does });
  });

  test.each([
    'Create the account {{answers.work_email}} but only on Mondays.',
    'Give {{answers.work_email}} the best licence you can find.',
    'Create an account for everybody in the file.',
    'Buy two or three licences.',
    'Add {{answers.work_email}} to the group except when they are away.',
    'Send a mail.txt to the moon.',
    'If the weather is Nice, create an account for the new colleague.x y.',
  ])('what has a word too many is not read: %s', (text) => {
    expect(read(text)).toMatchObject({ understood: false });
  });

  test('an unread sentence about the same thing stops it before anything is done', async () => {
    const { names, end } = await plays({
      directives: [...mate('hana').directives, 'Never create an account before the contract is signed.'],
      tools: mate('hana').tools,
    });
    expect(names).toEqual([]);
    expect(end.port).toBe('stuck');
    expect(end.summary).toContain('before the contract is signed');
  });

  test('two values that could be meant are not chosen between', async () => {
    const { names, end } = await plays({
      directives: ['Find the contact.'],
      tools: ['hubspot.find-contact'],
      facts: { first: { email: 'a@one.example' }, second: { email: 'b@two.example' } },
    });
    expect(names).toEqual([]);
    expect(end.summary).toContain('nothing says which value');
  });

  test('what a look-up found is used by the next order, and only that', async () => {
    const { calls } = await plays({
      directives: [
        'Find the contact {{answers.email}}.',
        'After the contact is found, add the note "Starts on {{answers.start_date}}" to the contact.',
      ],
      tools: ['hubspot.find-contact', 'hubspot.add-note'],
    });
    expect(calls.map(({ action, input }) => [action, input])).toEqual([
      ['hubspot.find-contact', { email: ANSWERS.email }],
      ['hubspot.add-note', { contact: '20003', text: 'Starts on 2026-12-01' }],
    ]);
  });

  test('a tool that it is not given is never called', async () => {
    const { names, end } = await plays({
      directives: ['Suspend the account {{answers.work_email}}.'],
      tools: ['google.create-account'],
    });
    expect(names).toEqual([]);
    expect(end.port).toBe('stuck');
  });
});
