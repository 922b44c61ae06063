import { parseJson, type Json } from '../../app/base/json.ts';
import type { BoundFetch } from '../../app/kit/net.ts';

/** One call of a real connector and the answer it got, as both went over the line. */
export interface Exchange {
  readonly method: string;
  /** Below the vendor's base URL. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly answer: {
    readonly status: number;
    readonly headers: Headers;
    readonly text: string;
    readonly json: Json | undefined;
  };
}

/** A fetch that keeps every exchange. A call whose line broke has no answer and is not kept. `before` comes before each call. */
export function recordedFetch(
  fetch: BoundFetch,
  baseUrl: string,
  kept: Exchange[],
  before: (path: string) => Promise<void> | void = () => undefined,
): BoundFetch {
  return async (address, init = {}) => {
    const url = new URL(address);
    const path = url.pathname.slice(new URL(baseUrl).pathname.length);
    await before(path);
    const response = await fetch(address, init);
    const text = await response.text();
    kept.push({
      method: init.method ?? 'GET',
      path,
      query: url.searchParams,
      headers: Object.fromEntries(
        Object.entries(init.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
      ),
      body: init.body ?? '',
      answer: {
        status: response.status,
        headers: response.headers,
        text,
        json: text === '' ? undefined : parseJson(text),
      },
    });
    // The text was read above, so the connector gets it in a fresh answer.
    return new Response(response.status === 204 ? null : text, {
      status: response.status,
      headers: response.headers,
    });
  };
}
