import type { Dispatcher } from 'undici';

/** Where the pieces of an answer's body go. How many there may be, and how long they may take, is the caller's to say. */
export interface BodyTarget {
  /** Another piece has come. */
  add(piece: Uint8Array): void;
  end(): void;
  /** Nothing more comes, and it was not the end. */
  fail(error: Error): void;
}

const STREAM_BUFFER = 64 * 1024;

/**
 * The body of an answer as a standard stream: each piece as it comes, no faster than it is read. A body that breaks off
 * is an error, never a shorter body. `onCancel` is called when the reader wants no more of it.
 */
export function bodyStream(
  control: Pick<Dispatcher.DispatchController, 'pause' | 'resume'>,
  onCancel: () => void,
): { readonly body: ReadableStream<Uint8Array>; readonly target: BodyTarget } {
  let out: ReadableStreamDefaultController<Uint8Array> | undefined;
  let ended = false;
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        out = controller;
      },
      pull: () => control.resume(),
      cancel: () => {
        ended = true;
        onCancel();
      },
    },
    { highWaterMark: STREAM_BUFFER, size: (piece) => piece.length },
  );
  return {
    body,
    target: {
      add: (piece) => {
        if (ended) return;
        out?.enqueue(new Uint8Array(piece));
        if ((out?.desiredSize ?? 0) <= 0) control.pause();
      },
      end: () => {
        if (ended) return;
        ended = true;
        out?.close();
      },
      fail: (error) => {
        if (ended) return;
        ended = true;
        out?.error(error);
      },
    },
  };
}

/** A short body, read whole before anybody asks for it. `whole` gets its bytes, or the error that reading it gives. */
export function bodyInOne(whole: (body: Uint8Array<ArrayBuffer> | Error) => void): BodyTarget {
  const pieces: Uint8Array[] = [];
  return {
    add: (piece) => void pieces.push(piece),
    end: () => whole(Buffer.concat(pieces)),
    fail: whole,
  };
}
