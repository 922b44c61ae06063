import type { PortLike, PortSocket } from '../../app/api/port-socket.ts';
import { portServer } from '../../app/api/serve-port.ts';
import { errorData, SwitchyardError } from '../../app/base/errors.ts';
import { compose, type Composed } from '../compose.ts';
import type { MasterKeySource } from '../vault/master-key.ts';
import { asError } from './error-over-line.ts';
import type { Ask, CoreOptions, FromCore, ToCore } from './messages.ts';

/** The way to the host that started this core. */
export interface HostLine {
  post(message: FromCore): void;
  listen(take: (message: ToCore, port: PortLike | undefined) => void): void;
}

/**
 * The product without its host: store, runtime, practice and API in a thread or process of their own, so that neither a
 * slow disk nor a long computation holds up the window's server, and nothing that the window does holds up the runtime.
 */
export function serveCore(host: HostLine): void {
  const lines = new Set<PortSocket>();
  const key = Promise.withResolvers<Uint8Array>();
  key.promise.catch(() => {}); // a host without a keychain is never asked
  let composed: Composed | undefined;
  let serve: ((port: PortLike) => PortSocket) | undefined;

  const open = async ({ hostHasKey, ...options }: CoreOptions): Promise<void> => {
    const product = await compose({
      ...options,
      ...(hostHasKey ? { masterKey: keyOfHost(host, key.promise) } : {}),
    });
    composed = product;
    product.host.bell.onCalls((calls) => host.post({ type: 'calls', calls }));
    serve = portServer(product.router, () => product.createContext());
  };
  const opened = (): Composed => {
    if (composed) return composed;
    throw new SwitchyardError('internal', 'The core has not been opened.');
  };
  const answer = async (ask: Ask): Promise<string | boolean | null> => {
    switch (ask.do) {
      case 'open':
        await open(ask.options);
        return null;
      case 'start':
        return opened().start();
      case 'say-whether-at-work':
        return (await opened().host.api.flows.list()).some(
          ({ state, runsOpen }) => state === 'on' || runsOpen > 0,
        );
      case 'close':
        for (const line of lines) line.close();
        await composed?.close();
        return null;
    }
  };

  host.listen((message, port) => {
    switch (message.type) {
      case 'ask':
        answer(message.ask).then(
          (value) => host.post({ type: 'done', id: message.id, value }),
          (error: unknown) => host.post({ type: 'failed', id: message.id, error: errorData(error) }),
        );
        break;
      case 'line': {
        if (message.isOnly) for (const line of lines) line.close();
        if (!port || !serve) return port?.close();
        const line = serve(port);
        lines.add(line);
        line.on('close', () => lines.delete(line));
        break;
      }
      case 'key':
        if (message.key instanceof Uint8Array) key.resolve(message.key);
        else key.reject(asError(message.key));
        break;
    }
  });
}

const keyOfHost = (host: HostLine, key: Promise<Uint8Array>): MasterKeySource => ({
  name: 'the key of the host',
  load: () => {
    host.post({ type: 'key-wanted' });
    return key;
  },
});
