import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { settingInWords } from '../card-words.ts';

/** Gives the colleague who looks after a contact something to do. */
export const hubspotCreateTask = defineAction({
  type: 'hubspot.create-task',
  version: 1,
  title: 'Create a task for the owner',
  summary: 'Gives the owner of a contact in HubSpot something to do.',
  icon: 'task',
  tool: 'hubspot',
  toolName: 'create_task',
  toolHelp:
    'Creates a task at a contact for the colleague who owns the contact, with a day it is due. Use it when a colleague has to do something about a contact.',
  fields: {
    agent: field.agent({ label: 'As' }),
    contact: field.text({
      label: 'Contact',
      help: 'The id of the contact.',
      role: 'account',
      acceptsData: true,
    }),
    title: field.text({ label: 'What to do', role: 'content', acceptsData: true }),
    text: field.text({
      label: 'More about it',
      role: 'content',
      lines: 4,
      acceptsData: true,
      optional: true,
    }),
    days: field.number({ label: 'Due in', unit: 'days', default: 1, min: 0, max: 365 }),
  },
  gives: [
    { path: 'task', label: 'Id of the task', sample: '32001' },
    { path: 'owner', label: 'Who has to do it', sample: 'Dana Whitfield' },
  ],
  effect: () => 'write',
  idempotency: 'lookUp',
  output: z.strictObject({ contact: z.string(), task: z.string(), owner: z.string() }),
  sample: {
    input: {
      agent: 'sam',
      contact: '20003',
      title: 'Call Priya Raman',
      text: 'She has declined the offer.',
      days: 1,
    },
    output: { contact: '20003', task: '32001', owner: 'Dana Whitfield' },
  },
  sentence: ({ agent, title }, names) =>
    title
      ? `${agent ? names.agent(agent) : 'Somebody'} gives the owner of the contact a task: ${settingInWords(title)}`
      : 'Write what the owner of the contact should do',
  proposes: ({ title }) => `Create the task “${title}” for the owner of the contact`,
  did: ({ title }, { owner }) =>
    `Created the task “${title}” for ${owner || 'nobody, because the contact has no owner'}`,
  card: ({ contact, title, text, days }) => [
    { label: 'For', value: `The owner of contact ${contact}`, weight: 'to' },
    { label: 'What to do', value: title, field: 'title' },
    ...(text ? [{ label: 'More', value: text, weight: 'body' as const, field: 'text' }] : []),
    {
      label: 'Due',
      value: days === 0 ? 'Today' : `In ${days} ${days === 1 ? 'day' : 'days'}`,
      field: 'days',
    },
  ],
});
