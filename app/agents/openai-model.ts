import OpenAI, { APIConnectionError, APIError, APIUserAbortError } from 'openai';
import type { Clock } from '../base/clock.ts';
import { SwitchyardError } from '../base/errors.ts';
import type { BoundFetch } from '../kit/net.ts';
import type { ToolCall } from '../store/trace.ts';
import type { Model, ModelAnswer, ModelMessage, ModelRequest } from './model.ts';

export interface OpenAiModelOptions {
  /** For example https://api.openai.com/v1. Any server that speaks chat completions will do. */
  readonly baseUrl: string;
  readonly model: string;
  /** Empty for local servers that ask for none. */
  readonly apiKey: string;
  readonly fetch: BoundFetch;
  readonly clock: Clock;
}

/** The SDK's fetch, over our one way out (G7): text bodies only, plain headers. */
const sdkFetch =
  (bound: BoundFetch, timeoutMs: number): typeof fetch =>
  async (input, init) => {
    const headers: Record<string, string> = {};
    new Headers(init?.headers).forEach((value, name) => {
      headers[name] = value;
    });
    const url = input instanceof Request ? input.url : String(input);
    const response = await bound(url, {
      method: init?.method ?? 'GET',
      headers,
      timeoutMs,
      ...(typeof init?.body === 'string' ? { body: init.body } : {}),
      ...(init?.signal ? { signal: init.signal } : {}),
    });
    // A sign-in page of the network, or a wrong address: trying again does not help.
    if (response.ok && /\bhtml\b/i.test(response.headers.get('content-type') ?? '')) {
      throw new SwitchyardError(
        'model_nonsense',
        `${new URL(url).host} sent a web page instead of an answer.`,
        { fix: 'Check the address of the model under Team.' },
      );
    }
    return response;
  };

const asMessage = (message: ModelMessage): OpenAI.ChatCompletionMessageParam => {
  switch (message.role) {
    case 'system':
    case 'user':
      return { role: message.role, content: message.content };
    case 'tool':
      return { role: 'tool', tool_call_id: message.callId, content: message.content };
    case 'assistant': {
      const calls = message.calls.map((c) => ({
        id: c.id,
        type: 'function' as const,
        function: { name: c.name, arguments: c.arguments },
      }));
      return {
        role: 'assistant',
        content: message.content || null,
        ...(calls.length > 0 ? { tool_calls: calls } : {}),
      };
    }
  }
};

/** A model behind an OpenAI-compatible address. The runtime retries, so the SDK does not. */
export function createOpenAiModel(options: OpenAiModelOptions): Model {
  const { host } = new URL(options.baseUrl);
  let withUsage = true;
  let last: { readonly timeoutMs: number; readonly client: OpenAI } | undefined;
  /** A client is dear to make, so one serves all questions that may take equally long, to the second. */
  const clientFor = (exact: number): OpenAI => {
    const timeoutMs = Math.max(1_000, Math.floor(exact / 1_000) * 1_000);
    if (last?.timeoutMs !== timeoutMs) {
      const client = new OpenAI({
        apiKey: options.apiKey || 'none',
        baseURL: options.baseUrl,
        maxRetries: 0,
        logLevel: 'off', // it would print pieces of answers
        timeout: timeoutMs,
        fetch: sdkFetch(options.fetch, timeoutMs),
      });
      last = { timeoutMs, client };
    }
    return last.client;
  };
  const ask = async (request: ModelRequest): Promise<ModelAnswer> => {
    const stream = await clientFor(request.timeoutMs).chat.completions.create(
      {
        model: options.model,
        messages: request.messages.map(asMessage),
        max_completion_tokens: request.maxTokens,
        stream: true,
        ...(withUsage ? { stream_options: { include_usage: true } } : {}),
        ...(request.answerAs
          ? {
              response_format: {
                type: 'json_schema' as const,
                json_schema: {
                  name: request.answerAs.name,
                  schema: { ...request.answerAs.schema },
                  strict: true,
                },
              },
            }
          : {}),
        ...(request.tools.length > 0
          ? {
              tools: request.tools.map((t) => ({
                type: 'function' as const,
                function: { name: t.name, description: t.description, parameters: { ...t.parameters } },
              })),
            }
          : {}),
      },
      { signal: request.signal },
    );
    return collect(stream, request, options.model, host);
  };
  return {
    name: options.model,
    practice: false,
    answer: async (request) => {
      try {
        return await ask(request);
      } catch (thrown) {
        // Some servers do not know `stream_options`; ask once more without it.
        if (
          withUsage &&
          isApiError(thrown) &&
          thrown.status === 400 &&
          /stream_options/.test(thrown.message)
        ) {
          withUsage = false;
          try {
            return await ask(request);
          } catch (again) {
            throw asError(again, host, options);
          }
        }
        throw asError(thrown, host, options);
      }
    },
  };
}

async function collect(
  stream: AsyncIterable<OpenAI.ChatCompletionChunk>,
  request: ModelRequest,
  model: string,
  host: string,
): Promise<ModelAnswer> {
  let text = '';
  let shown = 0;
  let tokens = 0;
  let finish: string | null = null;
  let refusal = '';
  const calls: { id: string; name: string; arguments: string }[] = [];
  for await (const chunk of stream) {
    tokens = chunk.usage?.total_tokens ?? tokens;
    const choice = chunk.choices[0];
    if (!choice) continue;
    finish = choice.finish_reason ?? finish;
    refusal += choice.delta.refusal ?? '';
    text += choice.delta.content ?? '';
    if (text.length - shown >= 24) {
      shown = text.length;
      request.onText?.(text);
    }
    for (const delta of choice.delta.tool_calls ?? []) {
      const call = (calls[delta.index] ??= { id: '', name: '', arguments: '' });
      call.id ||= delta.id ?? '';
      call.name += delta.function?.name ?? '';
      call.arguments += delta.function?.arguments ?? '';
    }
  }
  if (finish === 'content_filter' || refusal)
    throw new SwitchyardError(
      'model_refused',
      `The model refused to answer${refusal ? `: ${refusal}` : '.'}`,
    );
  if (finish === null)
    throw new SwitchyardError('model_unreachable', `The answer from ${host} broke off in the middle.`);
  if (finish === 'length')
    throw new SwitchyardError('model_nonsense', 'The model ran out of room in the middle of its answer.', {
      fix: 'Choose a model with room for longer answers.',
    });
  const named: ToolCall[] = calls
    .filter(Boolean)
    .map((c, index) => ({ ...c, id: c.id || `call_${index + 1}` }));
  if (text.trim() === '' && named.length === 0)
    throw new SwitchyardError('model_nonsense', `The model at ${host} gave an empty answer.`);
  return {
    text,
    calls: named,
    tokens: tokens || Math.ceil((text.length + JSON.stringify(named).length) / 4),
    model,
  };
}

/** `instanceof` alone leaves the class's type parameters open, which makes its fields untyped. */
const isApiError = (thrown: unknown): thrown is APIError => thrown instanceof APIError;

/** What went wrong, sorted by who acts next. Never holds the key. */
function asError(thrown: unknown, host: string, options: OpenAiModelOptions): SwitchyardError {
  if (thrown instanceof SwitchyardError) return asModelError(thrown, host);
  if (thrown instanceof APIUserAbortError)
    return new SwitchyardError('model_unreachable', 'The question to the model was broken off.');
  if (thrown instanceof APIConnectionError) {
    return thrown.cause instanceof SwitchyardError
      ? asModelError(thrown.cause, host)
      : new SwitchyardError('model_unreachable', `The model at ${host} cannot be reached.`);
  }
  if (isApiError(thrown)) {
    const { status } = thrown;
    if (status === 401 || status === 403)
      return new SwitchyardError('auth_revoked', `${host} does not accept the model's key.`, {
        fix: 'Enter the key again under Team.',
      });
    if (status === 404)
      return new SwitchyardError('model_refused', `${host} has no model called "${options.model}".`, {
        fix: 'Choose another model under Team.',
      });
    if (status === 429) {
      const retryAt = retryAfter(thrown.headers?.get('retry-after') ?? '', options.clock.now());
      return new SwitchyardError(
        'rate_limited',
        `${host} is asked too often.`,
        retryAt === undefined ? {} : { retryAt },
      );
    }
    if (status !== undefined && status >= 500)
      return new SwitchyardError('model_unreachable', `${host} answered with an error (${status}).`);
    if (status !== undefined)
      return new SwitchyardError('model_refused', `${host} did not accept the question (${status}).`);
    return new SwitchyardError('model_nonsense', `${host} sent something that is not an answer.`);
  }
  return new SwitchyardError('model_nonsense', `${host} sent something that is not an answer.`, {
    cause: thrown,
  });
}

/** When to come back (epoch ms), from a header that gives seconds or a date. */
function retryAfter(text: string, now: number): number | undefined {
  const seconds = Number(text);
  const at = text.trim() !== '' && Number.isFinite(seconds) ? now + seconds * 1_000 : Date.parse(text);
  return at > now ? at : undefined;
}

/** A question to a model changes nothing, so a lost answer is a passing fault. */
function asModelError(error: SwitchyardError, host: string): SwitchyardError {
  if (error.code === 'unknown_outcome' || error.code === 'temporary')
    return new SwitchyardError('model_unreachable', `The model at ${host} cannot be reached.`, {
      cause: error,
    });
  return error;
}
