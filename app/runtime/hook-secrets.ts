import type { FlowId } from '../base/ids.ts';
import type { Random } from '../base/random.ts';
import { newHookSecret } from '../kit/hook.ts';
import type { Reader, Transaction } from '../store/store.ts';

/** Seals and opens secrets; the key is the host's business. */
export interface Sealer {
  seal(name: string, text: string): Uint8Array;
  open(name: string, sealed: Uint8Array): string;
}

/** Under which name the secret part of an address is kept. */
export const hookSecretName = (flow: FlowId, path: string): string => `hook/${flow}/${path}/address`;
/** Under which name the key is kept that signatures are checked with. */
export const signingKeyName = (flow: FlowId, path: string): string => `hook/${flow}/${path}/signing`;

/** A secret in the clear; undefined when there is none. Throws `data_damaged` when it cannot be opened. */
export function openHookSecret(read: Reader, sealer: Sealer, name: string): string | undefined {
  const sealed = read.sealedSecret(name);
  return sealed === undefined ? undefined : sealer.open(name, sealed);
}

/** Gives an address its secret, inside a transaction: the one that it has, or a new one. */
export function ensureHookSecret(
  tx: Transaction,
  sealer: Sealer,
  random: Random,
  name: string,
  how: { readonly renew: boolean },
): string {
  const known = how.renew ? undefined : openHookSecret(tx, sealer, name);
  if (known !== undefined) return known;
  const fresh = newHookSecret(random);
  tx.putSecret(name, sealer.seal(name, fresh));
  return fresh;
}
