import { SwitchyardError } from '../../app/base/errors.ts';
import type { Net } from '../../app/kit/net.ts';

const LOOPBACK = '127.0.0.1';

const refused = (): SwitchyardError =>
  new SwitchyardError('address_refused', 'A rehearsal calls nothing but the practice company.');

/** A way out that leads nowhere but to the practice company on this computer: what a rehearsal gets. */
export function onlyThisComputer(net: Net & { close(): void }): Net & { close(): void } {
  return {
    fetchFor: (destination) =>
      URL.parse(destination.origin)?.hostname === LOOPBACK
        ? net.fetchFor(destination)
        : () => Promise.reject(refused()),
    dialFor: (destination) => {
      const dial = net.dialFor?.(destination);
      return (to) => (dial && to.host === LOOPBACK ? dial(to) : Promise.reject(refused()));
    },
    close: () => net.close(),
  };
}
