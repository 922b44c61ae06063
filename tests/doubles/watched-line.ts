import { createServer, request as call } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A line to a vendor on which one can see how many calls of one kind are out at the same time. */
export interface WatchedLine {
  readonly origin: string;
  /** Calls that were let through. */
  readonly calls: number;
  /** The most that were ever out at once. */
  readonly mostAtOnce: number;
  close(): Promise<void>;
}

/**
 * Opens a line to the server at `to`.
 * @param isWatched whether a call is one of those that are counted
 */
export async function openLine(
  to: string,
  isWatched: (method: string, url: string) => boolean,
): Promise<WatchedLine> {
  let out = 0;
  let calls = 0;
  let mostAtOnce = 0;
  const server = createServer((incoming, response) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const watched = isWatched(method, url);
    if (watched) {
      out += 1;
      calls += 1;
      mostAtOnce = Math.max(mostAtOnce, out);
      response.once('close', () => (out -= 1));
    }
    const onward = call(new URL(url, to), { method, headers: { ...headers, host: new URL(to).host } });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    origin: `http://127.0.0.1:${port}`,
    get calls() {
      return calls;
    },
    get mostAtOnce() {
      return mostAtOnce;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
