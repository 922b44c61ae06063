import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { quotedSetting, settingInWords } from '../card-words.ts';

/** Writes to colleagues in the chat. */
export const slackPostMessage = defineAction({
  type: 'slack.post-message',
  version: 1,
  title: 'Post a message',
  summary: 'Writes to a channel or a colleague in Slack.',
  icon: 'chat',
  tool: 'slack',
  toolName: 'post_message',
  toolHelp:
    'Posts a message in a chat channel, or to one colleague. Use it to tell colleagues what happened or what they need to do; customers are not in the chat.',
  fields: {
    agent: field.agent({ label: 'As' }),
    channel: field.text({
      label: 'Channel',
      help: 'A channel such as #support, or the e-mail address of a colleague.',
      role: 'recipient',
      acceptsData: true,
      placeholder: '#support',
    }),
    text: field.text({ label: 'Text', role: 'content', lines: 4, acceptsData: true }),
  },
  gives: [{ path: 'ts', label: 'Id of the message', sample: '1764000000.000100' }],
  effect: () => 'write',
  idempotency: 'lookUp',
  output: z.strictObject({ channel: z.string(), ts: z.string() }),
  sample: {
    input: { agent: 'sam', channel: '#account-managers', text: 'Raman Physio has cancelled.' },
    output: { channel: 'C0123456789', ts: '1764000000.000100' },
  },
  sentence: ({ agent, channel, text }, names) => {
    if (!channel || !text) return 'Choose the channel and write the message';
    return `${agent ? names.agent(agent) : 'Somebody'} writes in ${settingInWords(channel)}: ${quotedSetting(text, 80)}`;
  },
  proposes: ({ channel }) => `Post a message in ${channel}`,
  did: ({ channel }) => `Posted a message in ${channel}`,
  card: ({ channel, text }) => [
    { label: 'To', value: channel, weight: 'to', field: 'channel' },
    { label: 'Text', value: text, weight: 'body', field: 'text' },
  ],
});
