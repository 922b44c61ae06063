import type { ErrorData } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import type { AskKind } from '../store/records.ts';
import type { ToolCall } from '../store/trace.ts';

/** What an agent, its model and its tools said to each other during one visit, folded from the run's trace. */
export type TranscriptEntry =
  | {
      readonly kind: 'reply';
      readonly text: string;
      readonly calls: readonly ToolCall[];
      readonly tokens: number;
      readonly ms: number;
    }
  | { readonly kind: 'tool-done'; readonly callId: string; readonly output: JsonObject }
  | { readonly kind: 'tool-failed'; readonly callId: string; readonly error: ErrorData }
  | { readonly kind: 'tool-refused'; readonly callId: string; readonly rule: string }
  | {
      readonly kind: 'tool-rejected';
      readonly callId: string;
      readonly by: string;
      readonly note: string;
      /** They want it tried again, as the note says. */ readonly tryAgain?: true;
    }
  /** What came of asking a teammate, or of handing the case over. */
  | {
      readonly kind: 'teammate';
      readonly callId: string;
      readonly as: AskKind;
      readonly outcome: 'answered' | 'returned' | 'nobody' | 'failed';
      readonly by: string;
      readonly answer: string;
      readonly decision?: 'approved' | 'rejected';
    };
