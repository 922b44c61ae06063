import { defineRouter } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { listInWords } from '../../../app/kit/names.ts';

/** Chooses the way by what a text means, following directives in plain words. */
export const router = defineRouter({
  type: 'router',
  version: 1,
  title: 'Route by meaning',
  summary: 'Reads a text and chooses the way, by your directives.',
  icon: 'route',
  fields: {
    text: field.text({
      label: 'Text to decide on',
      acceptsData: true,
      lines: 2,
      default: '{{ticket.subject}}\n{{ticket.text}}',
    }),
    routes: field.routes({
      label: 'Directives',
      help: 'One sentence for each way: what kind of text goes there. What fits none goes out at Otherwise.',
      default: [{ id: 'first', label: 'First way', directive: 'Billing questions go to Finance.' }],
    }),
    agent: field.agent({
      label: 'Ask the model of',
      help: 'Nobody: decided on this computer. When the model is away, this computer decides, and the run says so.',
      optional: true,
    }),
  },
  gives: [
    { path: 'also', label: 'Other ways that fit', sample: 'Technical' },
    { path: 'route', label: 'Chosen way', sample: 'billing' },
    { path: 'directive', label: 'Directive that decided', sample: 'Billing questions go to Finance.' },
  ],
  sentence: ({ routes }) =>
    routes && routes.length > 0
      ? `${listInWords(
          routes.map((r) => r.label),
          'or',
        )}, or otherwise`
      : 'Write a directive for each way',
  ports: ({ routes }) => [
    ...(routes ?? []).map((r) => ({ id: r.id, label: r.label })),
    { id: 'otherwise', label: 'Otherwise' },
    { id: 'error', label: 'Error', tone: 'error' as const },
  ],
});
