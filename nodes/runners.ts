import type { ToolId } from '../app/kit/define.ts';
import type { ToolRunner } from '../app/kit/implement.ts';
import { anyAction, anyTrigger, type Runners } from '../app/kit/runners.ts';
import { runHelpscoutAssign } from './actions/helpscout-assign/run.ts';
import { runHelpscoutClose } from './actions/helpscout-close/run.ts';
import { runHelpscoutNote } from './actions/helpscout-note/run.ts';
import { runHelpscoutReply } from './actions/helpscout-reply/run.ts';
import { runHelpscoutTag } from './actions/helpscout-tag/run.ts';
import { runHttpRequest } from './actions/http-request/run.ts';
import { runSlackPostMessage } from './actions/slack-post-message/run.ts';
import { runStripeApplyOffer } from './actions/stripe-apply-offer/run.ts';
import { runStripeCancelSubscription } from './actions/stripe-cancel-subscription/run.ts';
import { runStripeFindCustomer } from './actions/stripe-find-customer/run.ts';
import { runStripeRefund } from './actions/stripe-refund/run.ts';
import { runHelpscout } from './connections/helpscout/client.ts';
import { runHttp } from './connections/http/client.ts';
import { runSlack } from './connections/slack/client.ts';
import { runStripe } from './connections/stripe/client.ts';
import { runHelpscoutCustomerReplied } from './triggers/helpscout-customer-replied/run.ts';
import { runHelpscoutNewConversation } from './triggers/helpscout-new-conversation/run.ts';
import { runSchedule } from './triggers/schedule/run.ts';

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
  anyAction(runHttpRequest),
];
const TRIGGERS = [
  anyTrigger(runHelpscoutNewConversation),
  anyTrigger(runHelpscoutCustomerReplied),
  anyTrigger(runSchedule),
];
const TOOLS: Readonly<Record<ToolId, ToolRunner>> = {
  helpscout: runHelpscout,
  slack: runSlack,
  stripe: runStripe,
  http: runHttp,
};

const actions = new Map(ACTIONS.map((runner) => [runner.definition.type, runner]));
const triggers = new Map(TRIGGERS.map((runner) => [runner.definition.type, runner]));

/** What happens behind the catalog's definitions. */
export const runners: Runners = {
  action: (type) => actions.get(type),
  trigger: (type) => triggers.get(type),
  tool: (id) => TOOLS[id],
};
