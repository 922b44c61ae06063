import type { ToolId } from '../app/kit/define.ts';
import type { ToolRunner } from '../app/kit/implement.ts';
import { anyAction, anyHook, anyTrigger, type Runners } from '../app/kit/runners.ts';
import { runGoogleAddToGroup } from './actions/google-add-to-group/run.ts';
import { runGoogleAssignLicence } from './actions/google-assign-licence/run.ts';
import { runGoogleBuyLicences } from './actions/google-buy-licences/run.ts';
import { runGoogleCreateAccount } from './actions/google-create-account/run.ts';
import { runGoogleCreateEvent } from './actions/google-create-event/run.ts';
import { runGoogleFindAccount } from './actions/google-find-account/run.ts';
import { runGoogleFindFreeTime } from './actions/google-find-free-time/run.ts';
import { runGoogleFindLicences } from './actions/google-find-licences/run.ts';
import { runGoogleMoveEvent } from './actions/google-move-event/run.ts';
import { runGoogleSuspendAccount } from './actions/google-suspend-account/run.ts';
import { runHubspotAddNote } from './actions/hubspot-add-note/run.ts';
import { runHubspotCreateTask } from './actions/hubspot-create-task/run.ts';
import { runHubspotFindContact } from './actions/hubspot-find-contact/run.ts';
import { runHubspotUpdateContact } from './actions/hubspot-update-contact/run.ts';
import { runHelpscoutAssign } from './actions/helpscout-assign/run.ts';
import { runHelpscoutClose } from './actions/helpscout-close/run.ts';
import { runHelpscoutNote } from './actions/helpscout-note/run.ts';
import { runHelpscoutReply } from './actions/helpscout-reply/run.ts';
import { runHelpscoutTag } from './actions/helpscout-tag/run.ts';
import { runHttpRequest } from './actions/http-request/run.ts';
import { runMailLabel } from './actions/mail-label/run.ts';
import { runMailMove } from './actions/mail-move/run.ts';
import { runMailReplyTo } from './actions/mail-reply/run.ts';
import { runMailSend } from './actions/mail-send/run.ts';
import { runSlackPostMessage } from './actions/slack-post-message/run.ts';
import { runStripeApplyOffer } from './actions/stripe-apply-offer/run.ts';
import { runStripeCancelSubscription } from './actions/stripe-cancel-subscription/run.ts';
import { runStripeFindCustomer } from './actions/stripe-find-customer/run.ts';
import { runStripeRefund } from './actions/stripe-refund/run.ts';
import { runGoogle } from './connections/google/client.ts';
import { runHelpscout } from './connections/helpscout/client.ts';
import { runHubspot } from './connections/hubspot/client.ts';
import { runHttp } from './connections/http/client.ts';
import { runMail } from './connections/mail/client.ts';
import { runSlack } from './connections/slack/client.ts';
import { runStripe } from './connections/stripe/client.ts';
import { runFeedNewEntry } from './triggers/feed-new-entry/run.ts';
import { runFolderNewFile } from './triggers/folder-new-file/run.ts';
import { runGoogleEventChanged } from './triggers/google-event-changed/run.ts';
import { runHelpscoutCustomerReplied } from './triggers/helpscout-customer-replied/run.ts';
import { runHelpscoutNewConversation } from './triggers/helpscout-new-conversation/run.ts';
import { runHubspotContactChanged } from './triggers/hubspot-contact-changed/run.ts';
import { runHubspotFormSubmitted } from './triggers/hubspot-form-submitted/run.ts';
import { runMailNewMessage } from './triggers/mail-new-message/run.ts';
import { runMailReply } from './triggers/mail-reply/run.ts';
import { runSchedule } from './triggers/schedule/run.ts';
import { runWebhook } from './triggers/webhook/run.ts';

const ACTIONS = [
  anyAction(runHelpscoutReply),
  anyAction(runHelpscoutNote),
  anyAction(runHelpscoutTag),
  anyAction(runHelpscoutAssign),
  anyAction(runHelpscoutClose),
  anyAction(runSlackPostMessage),
  anyAction(runStripeFindCustomer),
  anyAction(runStripeRefund),
  anyAction(runStripeCancelSubscription),
  anyAction(runStripeApplyOffer),
  anyAction(runGoogleFindAccount),
  anyAction(runGoogleCreateAccount),
  anyAction(runGoogleAddToGroup),
  anyAction(runGoogleAssignLicence),
  anyAction(runGoogleSuspendAccount),
  anyAction(runGoogleFindLicences),
  anyAction(runGoogleBuyLicences),
  anyAction(runGoogleFindFreeTime),
  anyAction(runGoogleCreateEvent),
  anyAction(runGoogleMoveEvent),
  anyAction(runHubspotFindContact),
  anyAction(runHubspotUpdateContact),
  anyAction(runHubspotAddNote),
  anyAction(runHubspotCreateTask),
  anyAction(runMailSend),
  anyAction(runMailReplyTo),
  anyAction(runMailMove),
  anyAction(runMailLabel),
  anyAction(runHttpRequest),
];
const TRIGGERS = [
  anyTrigger(runHelpscoutNewConversation),
  anyTrigger(runHelpscoutCustomerReplied),
  anyTrigger(runSchedule),
  anyTrigger(runMailNewMessage),
  anyTrigger(runMailReply),
  anyTrigger(runGoogleEventChanged),
  anyTrigger(runHubspotFormSubmitted),
  anyTrigger(runHubspotContactChanged),
  anyTrigger(runFolderNewFile),
  anyTrigger(runFeedNewEntry),
];
const HOOKS = [anyHook(runWebhook)];
const TOOLS: Readonly<Record<ToolId, ToolRunner>> = {
  helpscout: runHelpscout,
  slack: runSlack,
  stripe: runStripe,
  google: runGoogle,
  hubspot: runHubspot,
  mail: runMail,
  http: runHttp,
};

const actions = new Map(ACTIONS.map((runner) => [runner.definition.type, runner]));
const triggers = new Map(TRIGGERS.map((runner) => [runner.definition.type, runner]));
const hooks = new Map(HOOKS.map((runner) => [runner.definition.type, runner]));

/** What happens behind the catalog's definitions. */
export const runners: Runners = {
  action: (type) => actions.get(type),
  trigger: (type) => triggers.get(type),
  hook: (type) => hooks.get(type),
  tool: (id) => TOOLS[id],
};
