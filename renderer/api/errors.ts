import { TRPCClientError } from '@trpc/client';
import type { ErrorData } from '../../app/base/errors.ts';

/** The product's own error inside what the client threw: code, sentence, and what to do. */
export function errorOf(thrown: unknown): ErrorData {
  if (thrown instanceof TRPCClientError) {
    const inside = productError(thrown.data);
    if (inside) return inside;
    return {
      code: 'temporary',
      actor: 'time',
      sentence: 'Switchyard did not answer.',
      fix: 'It is tried again as soon as the connection is back.',
    };
  }
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'internal', actor: 'us', sentence: `Something went wrong in this window: ${text}` };
}

function productError(data: unknown): ErrorData | undefined {
  if (typeof data !== 'object' || data === null || !('error' in data)) return undefined;
  const { error } = data;
  const looksRight = typeof error === 'object' && error !== null && 'sentence' in error && 'code' in error;
  return looksRight ? (error as ErrorData) : undefined; // the router's formatter puts nothing else there
}
