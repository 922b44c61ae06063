import type { Call } from '../../app/api/contract/views.ts';
import type { ErrorData } from '../../app/base/errors.ts';

/** What the core is told when it is opened. */
export interface CoreOptions {
  readonly dataDir: string;
  readonly host: 'electron' | 'headless';
  /** Open straight into the practice workspace. */
  readonly practice: boolean;
  /** The folder `resources`, wherever this build has it. */
  readonly resourcesDir: string;
  /** The host holds the vault's key (in a keychain); else the core looks for its key file. */
  readonly hostHasKey: boolean;
}

/** A question of the host. Each gets one answer. */
export type Ask =
  | { readonly do: 'open'; readonly options: CoreOptions }
  /** Answered with where in the window to begin, as the address behind `#`. */
  | { readonly do: 'start' }
  /** Answered with true while a flow is on or a run is under way. */
  | { readonly do: 'say-whether-at-work' }
  | { readonly do: 'close' };

/** What the host says. A line comes with the core's end of a message port. */
export type ToCore =
  | { readonly type: 'ask'; readonly id: number; readonly ask: Ask }
  | { readonly type: 'line'; readonly isOnly: boolean }
  | { readonly type: 'key'; readonly key: Uint8Array | ErrorData };

/** What the core says. */
export type FromCore =
  | { readonly type: 'done'; readonly id: number; readonly value: string | boolean | null }
  | { readonly type: 'failed'; readonly id: number; readonly error: ErrorData }
  /** Somebody is to be told of cards. */
  | { readonly type: 'calls'; readonly calls: readonly Call[] }
  /** It has the data folder for itself and now needs the vault's key. */
  | { readonly type: 'key-wanted' };
