import type { Embedding } from './encoder.ts';

/** Cosine of two embeddings: both have length 1. */
export function likeness(a: Embedding, b: Embedding): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** The mean of embeddings. Likeness to it is the mean of the likenesses to each. */
export function mean(embeddings: readonly Embedding[]): Embedding {
  const sum = new Float32Array(embeddings[0]?.length ?? 0);
  for (const embedding of embeddings) {
    for (let i = 0; i < sum.length; i++) sum[i]! += embedding[i]! / embeddings.length;
  }
  return sum;
}
