import { createTRPCClient, createWSClient, wsLink } from '@trpc/client';
import type { AppRouter } from '../../app/api/router.ts';
import { PortWebSocket } from './port-web-socket.ts';

type Connection = 'connecting' | 'open' | 'lost';
const listeners = new Set<(state: Connection) => void>();
let state: Connection = 'connecting';
let wasOpen = false;

const tell = (next: Connection): void => {
  state = next;
  for (const listener of listeners) listener(next);
};

/** Longest pause between two tries to reach the core, in milliseconds. */
const LONGEST_PAUSE_MS = 4_000;

const socket = createWSClient({
  url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/trpc`,
  // The class has what tRPC uses of a WebSocket; the rest of the interface is never touched.
  ...(window.switchyardPort ? { WebSocket: PortWebSocket as unknown as typeof WebSocket } : {}),
  retryDelayMs: (tried) => Math.min(200 * 2 ** tried, LONGEST_PAUSE_MS),
  onOpen: () => {
    wasOpen = true;
    tell('open');
  },
  onClose: () => tell(wasOpen ? 'lost' : 'connecting'),
});

/** Everything the window can ask of the core, typed by the router. */
export const api = createTRPCClient<AppRouter>({ links: [wsLink({ client: socket })] });

/** Calls back now and whenever the line to the core changes. Gives the way to stop. */
export function onConnection(listener: (state: Connection) => void): () => void {
  listeners.add(listener);
  listener(state);
  return () => listeners.delete(listener);
}
