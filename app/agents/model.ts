import type { JsonObject } from '../base/json.ts';
import type { AnyAction } from '../kit/define.ts';
import type { ToolCall } from '../store/trace.ts';

/** One tool as a model is told of it. */
export interface ModelTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonObject;
  /** The action that it calls, for a model that runs on this computer; never sent anywhere. */
  readonly action?: AnyAction;
}

/** A conversation in the chat-completions shape that every OpenAI-compatible server speaks. */
export type ModelMessage =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string; readonly calls: readonly ToolCall[] }
  | { readonly role: 'tool'; readonly callId: string; readonly content: string };

export interface ModelRequest {
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
  /** The answer has to be JSON of this schema, and nothing else. */
  readonly answerAs?: { readonly name: string; readonly schema: JsonObject };
  /** Most tokens of this one answer. */
  readonly maxTokens: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Words as they arrive, for the live view. */
  readonly onText?: (soFar: string) => void;
}

export interface ModelAnswer {
  readonly text: string;
  readonly calls: readonly ToolCall[];
  /** As the server counted; 0 for the practice model, which counts none. */
  readonly tokens: number;
  /** The model's own name as it is shown. */
  readonly model: string;
}

/**
 * A model that can hold a conversation and call tools. It only proposes: nothing it returns is executed without the
 * gate. Throws a SwitchyardError: model_unreachable, model_refused, model_nonsense, rate_limited, practice_model_stopped.
 */
export interface Model {
  readonly name: string;
  /** The built-in rule player, which is labelled as such everywhere. */
  readonly practice: boolean;
  answer(request: ModelRequest): Promise<ModelAnswer>;
}
