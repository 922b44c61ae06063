import type { IncomingMessage } from 'node:http';
import { SwitchyardError } from '../../app/base/errors.ts';

/**
 * The body of an answer as a standard stream: each piece as it comes, no faster than it is read, up to a cap. A body
 * that breaks off is an error (`unknown_outcome`), never a shorter body.
 */
export function bodyStream(
  message: IncomingMessage,
  { host, mostBytes }: { readonly host: string; readonly mostBytes: number },
): ReadableStream<Uint8Array> {
  let size = 0;
  let ended = false;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const fail = (error: SwitchyardError): void => {
          if (ended) return;
          ended = true;
          controller.error(error);
          message.destroy();
        };
        const brokenOff = (cause?: unknown): void =>
          fail(
            new SwitchyardError('unknown_outcome', `${host} broke off in the middle of its answer.`, {
              cause,
            }),
          );
        message.on('data', (piece: Buffer) => {
          if (ended) return;
          size += piece.length;
          if (size > mostBytes) {
            fail(
              new SwitchyardError(
                'unknown_outcome',
                `${host} gave an answer of more than ${Math.round(mostBytes / 1_000_000)} MB, which was not read.`,
              ),
            );
            return;
          }
          controller.enqueue(new Uint8Array(piece));
          if ((controller.desiredSize ?? 0) <= 0) message.pause();
        });
        message.on('end', () => {
          if (ended) return;
          if (!message.complete) return brokenOff();
          ended = true;
          controller.close();
        });
        message.on('error', brokenOff);
        message.on('close', () => brokenOff());
      },
      pull() {
        message.resume();
      },
      cancel() {
        ended = true;
        message.destroy();
      },
    },
    { highWaterMark: 64 * 1024, size: (piece) => piece.length },
  );
}
