import { SwitchyardError } from '../base/errors.ts';
import { newId } from '../base/ids.ts';
import { moneyInWords } from '../base/money.ts';
import { isInForce, mayBeCovered } from '../runtime/permissions.ts';
import type { ApprovalRecord, PermissionRecord } from '../store/records.ts';
import type { Reader, Transaction } from '../store/store.ts';
import type { Api } from './contract/api.ts';
import type { AllowScope } from './contract/inputs.ts';
import type { PermissionView } from './contract/views.ts';
import { operatorOf, type ApiParts } from './parts.ts';

const LONGEST_MS = 366 * 86_400_000;

/** What a standing permission made from this card could cover; null when none can be made. */
export function offerOf(parts: Pick<ApiParts, 'catalog'>, card: ApprovalRecord) {
  const who = card.who ?? null;
  if (card.kind !== 'action' || !card.proposal || !mayBeCovered(card.cause, who !== null)) return null;
  const money = parts.catalog.action(card.proposal.action)?.money?.(card.proposal.input) ?? null;
  if (card.effect === 'money' && !money) return null;
  return { who, money, mustName: !mayBeCovered(card.cause, false) };
}

/** Makes a permission from a card that is approved in the same transaction. */
export function permitFrom(parts: ApiParts, tx: Transaction, card: ApprovalRecord, scope: AllowScope): void {
  const offer = offerOf(parts, card);
  const now = parts.clock.now();
  if (!offer || !card.proposal || !card.agent)
    throw new SwitchyardError('invalid_input', 'A lasting permission cannot be made from this card.');
  if (scope.onlyThem ? offer.who === null : offer.mustName)
    throw new SwitchyardError('invalid_input', 'This can only be allowed for the one it is about.');
  if (scope.until <= now || scope.until > now + LONGEST_MS)
    throw new SwitchyardError('invalid_input', 'A permission lasts for up to a year.');
  if ((offer.money === null) !== (scope.upTo === null))
    throw new SwitchyardError('invalid_input', 'What moves money needs an amount, and only that.');
  const by = operatorOf(parts);
  const permission: PermissionRecord = {
    id: newId('permission', now, parts.random),
    agent: card.agent,
    action: card.proposal.action,
    who: scope.onlyThem ? offer.who : null,
    upTo: offer.money && scope.upTo !== null ? { amount: scope.upTo, currency: offer.money.currency } : null,
    until: scope.until,
    most: scope.most,
    used: 0,
    givenBy: by,
    givenAt: now,
    from: card.id,
    revokedAt: null,
    revokedBy: null,
  };
  tx.putPermission(permission);
  tx.addAudit(now, by, 'permission_given', {
    permission: permission.id,
    agent: permission.agent,
    action: permission.action,
    who: permission.who,
    upTo: permission.upTo ? moneyInWords(permission.upTo) : '',
    until: permission.until,
    most: permission.most,
  });
}

/** Standing permissions: what they cover, how often they served, and taking one back. */
export function permissionsApi(parts: ApiParts): Api['permissions'] {
  const { store, clock } = parts;
  return {
    list: async () =>
      store.read
        .permissions()
        .map((one) => viewOf(parts, store.read, one))
        .toReversed(),
    revoke: async ({ id }) => {
      await store.write('permission.revoke', (tx) => {
        const permission = tx.permission(id);
        if (!permission) throw new SwitchyardError('not_found', 'This permission is not here any more.');
        if (permission.revokedAt !== null) return;
        const by = operatorOf(parts);
        tx.putPermission({ ...permission, revokedAt: clock.now(), revokedBy: by });
        tx.addAudit(clock.now(), by, 'permission_revoked', { permission: id, action: permission.action });
      });
    },
  };
}

function viewOf(parts: ApiParts, read: Reader, permission: PermissionRecord): PermissionView {
  const { revokedAt, until, used, most } = permission;
  return {
    ...permission,
    agentName: read.agent(permission.agent)?.name ?? 'A removed agent',
    title: parts.catalog.action(permission.action)?.title ?? permission.action,
    state: isInForce(permission, parts.clock.now())
      ? 'in-force'
      : revokedAt !== null
        ? 'revoked'
        : used >= most
          ? 'used-up'
          : until <= parts.clock.now()
            ? 'over'
            : 'in-force',
  };
}
