import { runSlackPostMessage } from '../../nodes/actions/slack-post-message/run.ts';
import { callSlack } from '../../nodes/connections/slack/client.ts';
import { describeContract, refused } from './describe-contract.ts';

describeContract({
  vendor: 'slack',
  // The description is from 2021; message metadata came in 2022 (Slack's pages on these methods).
  newer: {
    'POST /chat.postMessage': ['metadata'],
    'GET /conversations.history': ['include_all_metadata'],
    'GET /conversations.replies': ['include_all_metadata'],
  },
  covers: [
    'GET /auth.test',
    'POST /chat.postMessage',
    'GET /conversations.list',
    'GET /conversations.info',
    'GET /conversations.history',
    'GET /conversations.replies',
    'POST /conversations.open',
    'GET /users.list',
    'GET /users.info',
    'GET /users.lookupByEmail',
  ],
  async story(connected) {
    const { company } = connected;
    const sam = await connected.connect('sam', 'slack');
    const context = connected.action(sam);
    const now = () => company.clock.now();

    const inChannel = { agent: 'sam', channel: '#account-managers', text: 'Priya <has> cancelled & left.' };
    const { channel, ts } = await runSlackPostMessage.run(context, inChannel);
    await runSlackPostMessage.find?.(context, inChannel, now());
    const toDana = { agent: 'sam', channel: 'dana@harbourpine.example', text: 'Please call Priya.' };
    await runSlackPostMessage.run(connected.action(sam, 'op-2'), toDana);
    await runSlackPostMessage.find?.(connected.action(sam, 'op-2'), toDana, now());
    company.clock.advance(1_000);
    await company.world.postAsPerson({
      channel: '#account-managers',
      person: 'dana',
      text: 'I will.',
      thread: ts,
    });

    const read = (method: string, args: Record<string, string | number | boolean>) =>
      callSlack(sam, { method, args, changes: false, signal: context.signal, clock: context.clock });
    await read('conversations.replies', { channel, ts, include_all_metadata: true });
    await read('conversations.history', { channel, limit: 1 });
    await read('conversations.info', { channel });
    await read('conversations.list', { types: 'public_channel,im' });
    await read('users.list', { limit: 3 });
    await read('users.info', { user: 'U0HPSAMBOT' });

    await refused(runSlackPostMessage.run(context, { ...inChannel, channel: '#nowhere' }));
    await refused(runSlackPostMessage.run(context, { ...inChannel, channel: 'nobody@harbourpine.example' }));
    await refused(read('conversations.history', { channel: 'C0000000' }));
    await refused(connected.connect('sam', 'slack', { token: 'xoxb-nonsense' }));
    await company.world.setFaults({ vendor: 'slack', revoked: ['sam'] });
    await refused(runSlackPostMessage.run(context, inChannel));
  },
});
