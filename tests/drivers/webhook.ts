import { request } from 'node:http';
import type { FlowId } from '../../app/base/ids.ts';
import type { Host } from '../../app/host.ts';

/** What a caller of one of our addresses gets back. */
export interface CallAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** One call from outside. Unlike `fetch` it can lie about Host and keeps every spelling of a path. */
export const callAddress = (
  address: string,
  { method = 'POST', headers = {}, body = '' }: Sent = {},
): Promise<CallAnswer> => {
  const { port, pathname, search } = new URL(address);
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: '127.0.0.1',
        port,
        path: `${pathname}${search}`,
        method,
        headers: { 'content-length': String(Buffer.byteLength(body)), ...headers },
      },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    call.on('error', reject);
    call.end(body);
  });
};

/** Sends JSON, as most callers do. */
export const sendJson = (
  address: string,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<CallAnswer> =>
  callAddress(address, {
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  });

/** The whole address of a webhook, as the operator copies it. */
export const addressOf = async (host: Host, flow: FlowId, path = 'orders', renew = false): Promise<string> =>
  (await host.api.hooks.address({ flow, path, renew })).address;
