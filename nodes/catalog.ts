import type { Catalog } from '../app/kit/catalog.ts';
import type { NodeDefinition, ToolDefinition } from '../app/kit/define.ts';
import { googleAddToGroup } from './actions/google-add-to-group/definition.ts';
import { googleAssignLicence } from './actions/google-assign-licence/definition.ts';
import { googleBuyLicences } from './actions/google-buy-licences/definition.ts';
import { googleCreateAccount } from './actions/google-create-account/definition.ts';
import { googleCreateEvent } from './actions/google-create-event/definition.ts';
import { googleFindAccount } from './actions/google-find-account/definition.ts';
import { googleFindFreeTime } from './actions/google-find-free-time/definition.ts';
import { googleFindLicences } from './actions/google-find-licences/definition.ts';
import { googleMoveEvent } from './actions/google-move-event/definition.ts';
import { googleSuspendAccount } from './actions/google-suspend-account/definition.ts';
import { hubspotAddNote } from './actions/hubspot-add-note/definition.ts';
import { hubspotCreateTask } from './actions/hubspot-create-task/definition.ts';
import { hubspotFindContact } from './actions/hubspot-find-contact/definition.ts';
import { hubspotUpdateContact } from './actions/hubspot-update-contact/definition.ts';
import { helpscoutAssign } from './actions/helpscout-assign/definition.ts';
import { helpscoutClose } from './actions/helpscout-close/definition.ts';
import { helpscoutNote } from './actions/helpscout-note/definition.ts';
import { helpscoutReply } from './actions/helpscout-reply/definition.ts';
import { helpscoutTag } from './actions/helpscout-tag/definition.ts';
import { httpRequest } from './actions/http-request/definition.ts';
import { mailLabel } from './actions/mail-label/definition.ts';
import { mailMove } from './actions/mail-move/definition.ts';
import { mailReplyTo } from './actions/mail-reply/definition.ts';
import { mailSend } from './actions/mail-send/definition.ts';
import { slackPostMessage } from './actions/slack-post-message/definition.ts';
import { stripeApplyOffer } from './actions/stripe-apply-offer/definition.ts';
import { stripeCancelSubscription } from './actions/stripe-cancel-subscription/definition.ts';
import { stripeFindCustomer } from './actions/stripe-find-customer/definition.ts';
import { stripeRefund } from './actions/stripe-refund/definition.ts';
import { agentNode } from './agents/agent/definition.ts';
import { askTeammate } from './agents/ask-teammate/definition.ts';
import { handOver } from './agents/hand-over/definition.ts';
import { approval } from './approvals/ask-a-person/definition.ts';
import { google } from './connections/google/definition.ts';
import { helpscout } from './connections/helpscout/definition.ts';
import { hubspot } from './connections/hubspot/definition.ts';
import { http } from './connections/http/definition.ts';
import { mail } from './connections/mail/definition.ts';
import { slack } from './connections/slack/definition.ts';
import { stripe } from './connections/stripe/definition.ts';
import { condition } from './logic/condition/definition.ts';
import { each } from './logic/each/definition.ts';
import { join } from './logic/join/definition.ts';
import { outcome } from './logic/outcome/definition.ts';
import { set } from './logic/set/definition.ts';
import { subflow } from './logic/subflow/definition.ts';
import { together } from './logic/together/definition.ts';
import { router } from './routers/by-meaning/definition.ts';
import { byHand } from './triggers/by-hand/definition.ts';
import { feedNewEntry } from './triggers/feed-new-entry/definition.ts';
import { folderNewFile } from './triggers/folder-new-file/definition.ts';
import { googleEventChanged } from './triggers/google-event-changed/definition.ts';
import { called } from './triggers/called/definition.ts';
import { handedOver } from './triggers/handed-over/definition.ts';
import { helpscoutCustomerReplied } from './triggers/helpscout-customer-replied/definition.ts';
import { helpscoutNewConversation } from './triggers/helpscout-new-conversation/definition.ts';
import { hubspotContactChanged } from './triggers/hubspot-contact-changed/definition.ts';
import { hubspotFormSubmitted } from './triggers/hubspot-form-submitted/definition.ts';
import { mailNewMessage } from './triggers/mail-new-message/definition.ts';
import { mailReply } from './triggers/mail-reply/definition.ts';
import { schedule } from './triggers/schedule/definition.ts';
import { webhook } from './triggers/webhook/definition.ts';
import { waitForEvent } from './waits/event/definition.ts';
import { waitForReply } from './waits/reply/definition.ts';
import { waitForTime } from './waits/time/definition.ts';

const GROUPS: readonly { readonly title: string; readonly nodes: readonly NodeDefinition[] }[] = [
  {
    title: 'Triggers',
    nodes: [
      helpscoutNewConversation,
      helpscoutCustomerReplied,
      hubspotFormSubmitted,
      hubspotContactChanged,
      googleEventChanged,
      mailNewMessage,
      mailReply,
      webhook,
      folderNewFile,
      feedNewEntry,
      schedule,
      byHand,
      called,
      handedOver,
    ],
  },
  { title: 'Decide', nodes: [router, condition, approval] },
  { title: 'Agents', nodes: [agentNode, askTeammate, handOver] },
  { title: 'Wait', nodes: [waitForReply, waitForTime, waitForEvent] },
  { title: 'Flow', nodes: [together, join, each, subflow, set] },
  {
    title: 'Help desk',
    nodes: [helpscoutReply, helpscoutNote, helpscoutTag, helpscoutAssign, helpscoutClose],
  },
  { title: 'Mail', nodes: [mailSend, mailReplyTo, mailMove, mailLabel] },
  { title: 'Chat', nodes: [slackPostMessage] },
  {
    title: 'Billing',
    nodes: [stripeFindCustomer, stripeRefund, stripeApplyOffer, stripeCancelSubscription],
  },
  {
    title: 'Accounts',
    nodes: [
      googleFindAccount,
      googleCreateAccount,
      googleAddToGroup,
      googleAssignLicence,
      googleSuspendAccount,
      googleFindLicences,
      googleBuyLicences,
    ],
  },
  { title: 'Calendar', nodes: [googleFindFreeTime, googleCreateEvent, googleMoveEvent] },
  {
    title: 'Contacts',
    nodes: [hubspotFindContact, hubspotUpdateContact, hubspotAddNote, hubspotCreateTask],
  },
  { title: 'Web', nodes: [httpRequest] },
  { title: 'End', nodes: [outcome] },
];
const TOOLS: readonly ToolDefinition[] = [helpscout, slack, stripe, google, hubspot, mail, http];

const all = GROUPS.flatMap((group) => group.nodes);
const byType = new Map(all.map((definition) => [definition.type, definition]));

/** Every node type and tool of this build, in the palette's order. Safe for the browser. */
export const catalog: Catalog = {
  all,
  groups: GROUPS.map(({ title, nodes }) => ({ title, types: nodes.map((n) => n.type) })),
  tools: TOOLS,
  find: (type) => byType.get(type),
  action: (type) => {
    const definition = byType.get(type);
    return definition?.kind === 'action' ? definition : undefined;
  },
  tool: (id) => {
    const tool = TOOLS.find((t) => t.id === id);
    // Every ToolId has its definition; a missing one is a fault of this build.
    if (!tool) throw new Error(`There is no tool "${id}".`);
    return tool;
  },
};
