import { SwitchyardError } from '../base/errors.ts';
import type { FlowId } from '../base/ids.ts';
import { ensureHookSecret, hookSecretName, signingKeyName } from '../runtime/hook-secrets.ts';
import type { Reader } from '../store/store.ts';
import type { Api } from './contract/api.ts';
import { operatorOf, type ApiParts } from './parts.ts';

/** The addresses that other programs call. Their secrets lie in the vault, and every giving out is in the audit log. */
export function hooksApi(parts: ApiParts): Api['hooks'] {
  const { store, clock, hooks, secrets, random } = parts;
  const must = (read: Reader, flow: FlowId): void => {
    if (!read.flow(flow)) throw new SwitchyardError('not_found', 'This flow is not here any more.');
  };
  return {
    get: async ({ flow, path }) => {
      const { read } = store;
      const isKnown = read.sealedSecret(hookSecretName(flow, path)) !== undefined;
      return {
        begins: isKnown ? `http://127.0.0.1:${await hooks.port()}/${path}/` : null,
        hasSigningKey: read.sealedSecret(signingKeyName(flow, path)) !== undefined,
      };
    },
    state: async () => hooks.state,
    choosePort: async ({ port }) => {
      await hooks.choosePort(port, operatorOf(parts));
      parts.live.touch('flows');
      parts.live.touch('workspace');
    },
    address: async ({ flow, path, renew }) => {
      const port = await hooks.port();
      const secret = await store.write('hook.secret', (tx) => {
        must(tx, flow);
        const given = ensureHookSecret(tx, secrets, random, hookSecretName(flow, path), { renew });
        tx.addAudit(clock.now(), operatorOf(parts), renew ? 'hook_address_renewed' : 'hook_address_shown', {
          flow,
          path,
        });
        return given;
      });
      hooks.secretsChanged(flow, path);
      parts.live.touch('flows');
      return { address: `http://127.0.0.1:${port}/${path}/${secret}` };
    },
    setSigningKey: async ({ flow, path, key }) => {
      const name = signingKeyName(flow, path);
      await store.write('hook.secret', (tx) => {
        must(tx, flow);
        tx.putSecret(name, secrets.seal(name, key));
        tx.addAudit(clock.now(), operatorOf(parts), 'hook_key_set', { flow, path });
      });
      hooks.secretsChanged(flow, path);
      parts.live.touch('flows');
    },
  };
}
