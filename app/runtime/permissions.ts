import type { PermissionId } from '../base/ids.ts';
import { moneyInWords } from '../base/money.ts';
import type { AskCause, PermissionRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import type { GateFacts } from './gate.ts';

/** Why it asks, where a permission of anybody covers it, and where only one that names the customer or recipient does. */
const COVERED: Readonly<Record<AskCause, 'always' | 'when-named' | 'never'>> = {
  rule: 'always',
  usual: 'always',
  limit: 'always',
  vip: 'when-named',
  'not-known': 'when-named',
  destructive: 'never',
  outside: 'never',
};

/** Could a permission be given for what was asked because of this? With `named`: for one customer or recipient. */
export const mayBeCovered = (cause: AskCause | undefined, named: boolean): boolean =>
  cause !== undefined && (COVERED[cause] === 'always' || (COVERED[cause] === 'when-named' && named));

/** Is a permission in force: not taken back, not over, not used up? */
export const isInForce = (permission: PermissionRecord, now: number): boolean =>
  permission.revokedAt === null && now < permission.until && permission.used < permission.most;

/** Does a standing permission cover this proposal, which the gate would ask about because of `cause`? */
export function covers(permission: PermissionRecord, cause: AskCause, facts: GateFacts): boolean {
  const { who, upTo } = permission;
  if (permission.action !== facts.action || !isInForce(permission, facts.now)) return false;
  if (!mayBeCovered(cause, who !== null)) return false;
  if (who !== null && who !== facts.who) return false;
  if (facts.money === undefined) return facts.effect !== 'money';
  return upTo !== null && upTo.currency === facts.money.currency && facts.money.amount <= upTo.amount;
}

/** "Dana allowed this up to $90.00, for pat@example.com (used 2 of 5 times)". */
export const permissionInWords = ({ givenBy, who, upTo, used, most }: PermissionRecord): string =>
  `${givenBy} allowed this${upTo ? ` up to ${moneyInWords(upTo)}` : ''}${who === null ? '' : ` for ${who}`} (used ${used} of ${most} times before)`;

/**
 * Uses a permission once, inside the transaction of the intent. False when it no longer holds: then a person is asked
 * after all. Two who come at the same time come one after the other here, so the last use is given once.
 */
export function takePermission(tx: Transaction, id: PermissionId, now: number): boolean {
  const permission = tx.permission(id);
  if (!permission || !isInForce(permission, now)) return false;
  tx.putPermission({ ...permission, used: permission.used + 1 });
  return true;
}
