import { durationInWords } from '../../../app/base/duration.ts';
import { defineSubflow } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { listInWords } from '../../../app/kit/names.ts';

/** Runs another flow of this workspace and waits for its end. */
export const subflow = defineSubflow({
  type: 'subflow',
  version: 1,
  title: 'Run another flow',
  summary: 'Hands data to another flow and waits until it is done.',
  icon: 'flow',
  fields: {
    flow: field.flow({
      label: 'Flow',
      help: 'It begins with “When another flow calls this”, and must be published.',
    }),
    data: field.pairs({
      label: 'What it is given',
      noun: 'value',
      namesArePaths: true,
      acceptsData: true,
      optional: true,
    }),
    timeLimit: field.duration({
      label: 'Time limit',
      help: 'When it takes longer, the other flow is stopped, and this one goes on without it.',
      optional: true,
    }),
  },
  gives: [
    { path: 'outcome', label: 'How it ended', sample: 'resolved' },
    { path: 'note', label: 'Its note', sample: '' },
  ],
  sentence: ({ flow, data, timeLimit }) => {
    if (!flow) return 'Choose the flow to run';
    const given = (data ?? []).map((d) => d.name).filter(Boolean);
    return `Runs “${flow.name}”${given.length > 0 ? ` with ${listInWords(given)}` : ''} and waits for its end${timeLimit ? `, up to ${durationInWords(timeLimit)}` : ''}`;
  },
  ports: ({ timeLimit }) => [
    { id: 'done', label: 'Done' },
    ...(timeLimit ? [{ id: 'timeout', label: 'Not in time', tone: 'timeout' as const }] : []),
    { id: 'error', label: 'Error', tone: 'error' },
  ],
});
