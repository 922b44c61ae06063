/** What the double's process tells the test, in the order in which it happened. */
export type Note =
  | { readonly op: 'scheme'; readonly scheme: string; readonly privileges: Readonly<Record<string, boolean>> }
  | { readonly op: 'enableSandbox' }
  | { readonly op: 'setPath'; readonly name: string; readonly path: string }
  | { readonly op: 'lock' }
  | { readonly op: 'ready' }
  | { readonly op: 'utility'; readonly file: string }
  | { readonly op: 'handle'; readonly scheme: string }
  | { readonly op: 'listen'; readonly channel: string }
  | { readonly op: 'menu'; readonly roles: readonly string[] }
  | {
      readonly op: 'window';
      readonly frozen: boolean;
      readonly webPreferences: Readonly<Record<string, unknown>>;
    }
  | { readonly op: 'load'; readonly url: string }
  | { readonly op: 'show' }
  | { readonly op: 'hide' }
  | { readonly op: 'tray' }
  | {
      readonly op: 'dialog';
      readonly call: number;
      readonly message: string;
      readonly detail: string;
      readonly buttons: readonly string[];
    }
  | { readonly op: 'notification'; readonly call: number; readonly title: string; readonly body: string }
  | { readonly op: 'errorBox'; readonly title: string; readonly content: string }
  | { readonly op: 'external'; readonly url: string }
  | { readonly op: 'exit'; readonly code: number };

/** What else comes from there: answers to questions, and what goes over ports. */
export type FromDouble =
  | Note
  | { readonly op: 'answer'; readonly call: number; readonly value: unknown }
  | {
      readonly op: 'post';
      readonly channel: string;
      readonly data: unknown;
      readonly ports: readonly number[];
    }
  | { readonly op: 'port'; readonly port: number; readonly data: unknown }
  | { readonly op: 'portClosed'; readonly port: number };

/** What the test asks of it, as the window, the person or the operating system would. */
export type Ask =
  | { readonly op: 'fetch'; readonly url: string; readonly method?: string }
  | { readonly op: 'permission'; readonly permission: string }
  | { readonly op: 'navigate'; readonly event: string; readonly url: string; readonly isMainFrame?: boolean }
  | { readonly op: 'openWindow'; readonly url: string }
  | { readonly op: 'request'; readonly url: string }
  | { readonly op: 'download' }
  | { readonly op: 'closeWindow' }
  | { readonly op: 'clickNotification'; readonly of: number }
  | { readonly op: 'secondInstance'; readonly argv: readonly string[] };

export type ToDouble =
  | (Ask & { readonly call: number })
  | { readonly op: 'ipc'; readonly channel: string; readonly frame: FrameLike | null }
  | { readonly op: 'port'; readonly port: number; readonly data: unknown }
  | { readonly op: 'portClosed'; readonly port: number }
  | { readonly op: 'choose'; readonly call: number; readonly response: number }
  | { readonly op: 'quit' };

/** The frame that a message of the window came from. */
export interface FrameLike {
  readonly url: string;
  /** Inside another frame? */
  readonly inner?: boolean;
}

export interface FetchAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}
