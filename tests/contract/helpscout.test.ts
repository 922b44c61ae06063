import { helpscoutAssign } from '../../nodes/actions/helpscout-assign/definition.ts';
import { runHelpscoutAssign } from '../../nodes/actions/helpscout-assign/run.ts';
import { runHelpscoutClose } from '../../nodes/actions/helpscout-close/run.ts';
import { runHelpscoutNote } from '../../nodes/actions/helpscout-note/run.ts';
import { runHelpscoutReply } from '../../nodes/actions/helpscout-reply/run.ts';
import { runHelpscoutTag } from '../../nodes/actions/helpscout-tag/run.ts';
import { runHelpscoutCustomerReplied } from '../../nodes/triggers/helpscout-customer-replied/run.ts';
import { runHelpscoutNewConversation } from '../../nodes/triggers/helpscout-new-conversation/run.ts';
import { openDesk } from '../../nodes/connections/helpscout/client.ts';
import { describeContract, refused } from './describe-contract.ts';

describeContract({
  vendor: 'helpscout',
  covers: [
    'POST /v2/oauth2/token',
    'GET /v2/users/me',
    'GET /v2/users',
    'GET /v2/mailboxes',
    'GET /v2/tags',
    'GET /v2/customers',
    'GET /v2/customers/{customerId}',
    'GET /v2/conversations',
    'POST /v2/conversations',
    'GET /v2/conversations/{conversationId}',
    'PATCH /v2/conversations/{conversationId}',
    'GET /v2/conversations/{conversationId}/threads',
    'POST /v2/conversations/{conversationId}/reply',
    'POST /v2/conversations/{conversationId}/notes',
    'PUT /v2/conversations/{conversationId}/tags',
  ],
  async story(connected) {
    const { company } = connected;
    const sam = await connected.connect('sam', 'helpscout');
    const config = { agent: 'sam' };
    const looks = connected.trigger(sam, ['521']);
    const [seenNew, seenReplies] = [
      await runHelpscoutNewConversation.seed(looks, config),
      await runHelpscoutCustomerReplied.seed(looks, config),
    ];
    company.clock.advance(60_000);
    const ticket = String(
      await company.ticket('Please help', 'maya@lindgren-studio.example', 'Hello & <good> day\nMaya'),
    );
    const base = { agent: 'sam', ticket };
    const context = connected.action(sam);

    const reply = { ...base, text: 'Hello Maya,\n\nthank you & see <below>.', close: true };
    await runHelpscoutReply.run(context, reply);
    await runHelpscoutReply.find?.(context, reply, company.clock.now());
    await company.world.answerTicket({ conversationId: Number(ticket), text: 'Thanks.' });
    await runHelpscoutNote.run(context, { ...base, text: 'Called her.' });
    await runHelpscoutNote.find?.(context, { ...base, text: 'Called her.' }, company.clock.now());
    await runHelpscoutTag.run(context, { ...base, tags: ['Billing', 'refund'] });
    await runHelpscoutTag.find?.(context, { ...base, tags: ['billing'] }, company.clock.now());
    await runHelpscoutAssign.run(context, { ...helpscoutAssign.sample.input, ...base, person: 'Lee Okafor' });
    await runHelpscoutAssign.find?.(
      context,
      { ...base, person: 'lee@harbourpine.example' },
      company.clock.now(),
    );
    await runHelpscoutClose.run(context, base);
    await runHelpscoutClose.find?.(context, base, company.clock.now());
    await runHelpscoutNewConversation.poll(looks, config, seenNew);
    await runHelpscoutCustomerReplied.poll(looks, config, seenReplies);

    // Refusals, each in the vendor's own document.
    await refused(runHelpscoutNote.run(context, { ...base, ticket: '1', text: 'x' }));
    await refused(
      openDesk(sam, context).change('PATCH', `/conversations/${ticket}`, {
        op: 'replace',
        path: '/assignTo',
        value: 1,
      }),
    );
    await refused(connected.connect('sam', 'helpscout', { clientId: 'a', clientSecret: 'b' }));
    await company.world.setFaults({ vendor: 'helpscout', status429: { calls: 1, retryAfterSeconds: 3 } });
    await refused(runHelpscoutClose.run(context, base));
    await company.world.setFaults({ vendor: 'helpscout', revoked: ['sam'] });
    await refused(runHelpscoutClose.run(context, base));
    await company.world.setFaults({ vendor: 'helpscout', revoked: [] });

    // What the practice workspace serves beyond what our actions need.
    const desk = openDesk(sam, context);
    for (const path of ['/mailboxes', '/tags', '/users', '/customers', '/customers/7001'])
      await desk.get(path);
    await desk.get('/users', { email: 'lee@harbourpine.example' });
    await desk.get('/customers', { query: '(email:"maya@lindgren-studio.example")' });
    await desk.get('/conversations', { status: 'all', page: 999 });
    await desk.get('/conversations', {
      query: '(email:"priya@ramanphysio.example")',
      status: 'closed',
      embed: 'threads',
    });
    await desk.change('POST', '/conversations', {
      subject: 'Hello',
      customer: { email: 'maya@lindgren-studio.example' },
      mailboxId: 301,
      type: 'email',
      status: 'active',
      threads: [{ type: 'reply', customer: { email: 'maya@lindgren-studio.example' }, text: 'Hello' }],
    });
  },
});
