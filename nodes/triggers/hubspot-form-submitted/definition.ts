import { defineTrigger } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';

/** Starts a run when somebody sends in a form, such as the one for a new employee. */
export const hubspotFormSubmitted = defineTrigger({
  type: 'hubspot.form-submitted',
  version: 1,
  title: 'Form sent in',
  summary: 'Starts when somebody sends in a form in HubSpot, such as the one for a new employee.',
  icon: 'form',
  tool: 'hubspot',
  source: 'tool',
  finds: ['form', 'forms'],
  everyMs: 60_000,
  fields: {
    agent: field.agent({ label: 'Who', help: 'Whose HubSpot app looks for new forms.' }),
    form: field.text({
      label: 'Form',
      help: 'Its id: the long number in the address of the form in HubSpot.',
      placeholder: '2b6f…',
    }),
  },
  gives: [
    { path: 'submission.id', label: 'Id of this sending', sample: '5c1f0e7a' },
    { path: 'submission.at', label: 'When', sample: '2026-11-24T09:00:00Z' },
    { path: 'answers.firstname', label: 'Answer: first name', sample: 'Jo' },
    { path: 'answers.lastname', label: 'Answer: last name', sample: 'Park' },
    { path: 'answers.email', label: 'Answer: e-mail', sample: 'jo@park.example' },
    { path: 'answers.work_email', label: 'Answer: company address', sample: 'jo.park@harbourpine.example' },
    { path: 'answers.department', label: 'Answer: department', sample: 'Support' },
    { path: 'answers.jobtitle', label: 'Answer: job title', sample: 'Support specialist' },
    { path: 'answers.manager', label: 'Answer: manager', sample: 'lee@harbourpine.example' },
    { path: 'answers.start_date', label: 'Answer: first day', sample: '2026-12-01' },
  ],
  sample: {
    submission: { id: '5c1f0e7a', at: '2026-11-24T09:00:00Z' },
    answers: {
      firstname: 'Jo',
      lastname: 'Park',
      email: 'jo@park.example',
      work_email: 'jo.park@harbourpine.example',
      department: 'Support',
      jobtitle: 'Support specialist',
      manager: 'lee@harbourpine.example',
      start_date: '2026-12-01',
    },
  },
  sentence: ({ agent }, names) =>
    agent
      ? `When a form is sent in to HubSpot, seen by ${names.agent(agent)}`
      : 'When a form is sent in to HubSpot; choose whose app looks for it',
});
