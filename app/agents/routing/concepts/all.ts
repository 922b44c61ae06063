import { BANK } from './bank.ts';
import type { Concept } from './concept.ts';
import { EVERYDAY } from './everyday.ts';
import { GUEST } from './guest.ts';
import { HEALTH } from './health.ts';
import { HOME } from './home.ts';
import { LEARNING } from './learning.ts';
import { MONEY } from './money.ts';
import { OFFICE } from './office.ts';
import { PUBLIC } from './public.ts';
import { SERVICE } from './service.ts';
import { SUPPORT } from './support.ts';
import { TRADE } from './trade.ts';
import { WORKPLACE } from './workplace.ts';

/** All concepts. After a change run `node scripts/build-routing-assets.mjs`: their messages are read ahead of time. */
export const CONCEPTS: readonly Concept[] = [
  ...MONEY,
  ...BANK,
  ...SUPPORT,
  ...TRADE,
  ...WORKPLACE,
  ...GUEST,
  ...HOME,
  ...HEALTH,
  ...LEARNING,
  ...PUBLIC,
  ...OFFICE,
  ...SERVICE,
  ...EVERYDAY,
];
