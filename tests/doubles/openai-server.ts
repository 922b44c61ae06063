import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message or a tool as it came over the wire. */
export interface WireMessage {
  readonly role: string;
  readonly content?: string | null;
  readonly tool_call_id?: string;
  readonly tool_calls?: readonly {
    readonly id: string;
    readonly function: { readonly name: string; readonly arguments: string };
  }[];
}
export interface WireRequest {
  readonly model: string;
  readonly messages: readonly WireMessage[];
  readonly tools?: readonly { readonly function: { readonly name: string; readonly parameters: unknown } }[];
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
  readonly max_completion_tokens?: number;
}

/** What the server answers to one question. */
export type WireReply =
  | {
      readonly text?: string;
      readonly calls?: readonly {
        readonly name: string;
        readonly input: unknown;
        /** Absent: one that this answer counts. `''`: none at all. */ readonly id?: string;
      }[];
      readonly refusal?: string;
      readonly finish?: 'stop' | 'tool_calls' | 'length' | 'content_filter';
      /** Tokens that are counted; absent: the server counts none. */
      readonly tokens?: number;
      /** Most characters of one piece, so that names and arguments are split in odd places. Absent: 7. */
      readonly piece?: number;
      /** Ends the connection after so many events, in the middle of the answer. */
      readonly cutAfter?: number;
    }
  /** Any other answer, as it is. */
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  /** Never answers. */
  | 'silence';

export type WireScript = (request: WireRequest, nth: number) => WireReply | Promise<WireReply>;

export interface OpenAiServer {
  /** For example http://127.0.0.1:4711/v1. */
  readonly baseUrl: string;
  /** The questions so far, with the key that came with each. */
  readonly asked: readonly {
    readonly request: WireRequest;
    readonly authorization: string | undefined;
    readonly path: string;
  }[];
  /** Takes another script from now on. */
  answer(script: WireScript): void;
  close(): Promise<void>;
}

/** A server on this computer that speaks the wire format of chat completions, and says what a script says. */
export async function openOpenAiServer(script: WireScript): Promise<OpenAiServer> {
  const asked: { request: WireRequest; authorization: string | undefined; path: string }[] = [];
  let current = script;
  const server = createServer((message, response) => {
    void bodyOf(message).then(async (body) => {
      const request = JSON.parse(body) as WireRequest; // what our own client sends; a test looks at it
      asked.push({ request, authorization: message.headers.authorization, path: message.url ?? '' });
      const reply = await current(request, asked.length);
      if (reply === 'silence') return;
      if ('status' in reply)
        response
          .writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
          .end(reply.body);
      else await stream(response, reply, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, // it listens on a port
    asked,
    answer: (next) => {
      current = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer); // a request is a stream of buffers
  return Buffer.concat(parts).toString('utf8');
}

const pieces = (text: string, size: number): string[] =>
  text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [];

async function stream(
  response: ServerResponse,
  reply: Exclude<WireReply, 'silence' | { status: number }>,
  request: WireRequest,
): Promise<void> {
  const { text = '', calls = [], refusal, tokens, piece = 7, cutAfter } = reply;
  const head = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_764_000_000,
    model: request.model,
  };
  const chunk = (delta: object, finish: string | null = null): object => ({
    ...head,
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  const events: object[] = [
    chunk({ role: 'assistant', content: '' }),
    ...pieces(text, piece).map((content) => chunk({ content })),
    ...(refusal === undefined ? [] : pieces(refusal, piece).map((part) => chunk({ refusal: part }))),
    ...calls.flatMap(({ name, input, id }, index) => {
      const own = id ?? `call_${index + 1}`;
      const args = typeof input === 'string' ? input : JSON.stringify(input);
      return [
        chunk({
          tool_calls: [
            {
              index,
              ...(own === '' ? {} : { id: own }),
              type: 'function',
              function: { name, arguments: '' },
            },
          ],
        }),
        ...pieces(args, piece).map((part) =>
          chunk({ tool_calls: [{ index, function: { arguments: part } }] }),
        ),
      ];
    }),
    chunk({}, reply.finish ?? (calls.length > 0 ? 'tool_calls' : 'stop')),
    ...(tokens === undefined || !request.stream_options?.include_usage
      ? []
      : [
          {
            ...head,
            choices: [],
            usage: { prompt_tokens: tokens - 1, completion_tokens: 1, total_tokens: tokens },
          },
        ]),
  ];
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
  const bytes = Buffer.from(
    events
      .slice(0, cutAfter)
      .map((event) => `data: ${JSON.stringify(event)}\n\n`)
      .join('') + (cutAfter === undefined ? 'data: [DONE]\n\n' : ''),
  );
  // Network packets end where they like: in the middle of a line, or of a letter.
  const size = piece * 11 + 3;
  for (let at = 0; at < bytes.length; at += size) {
    response.write(bytes.subarray(at, at + size));
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  if (cutAfter === undefined) response.end();
  else response.destroy();
}
