import type { Server } from 'node:net';
import { SwitchyardError } from '../../app/base/errors.ts';

/** Opens a server on loopback; port 0 is any free one. Gives the port. */
export const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new SwitchyardError('internal', 'The practice company has no address.'));
    });
  });
