import type { Embedding } from './encoder.ts';

/** Cosine of two embeddings: both have length 1. Four sums at a time, because a message is compared with hundreds. */
export function likeness(a: Embedding, b: Embedding): number {
  let [s, t, u, v] = [0, 0, 0, 0];
  for (let i = 0; i < a.length; i += 4) {
    s += a[i]! * b[i]!;
    t += a[i + 1]! * b[i + 1]!;
    u += a[i + 2]! * b[i + 2]!;
    v += a[i + 3]! * b[i + 3]!;
  }
  return s + t + u + v;
}

/** The mean of embeddings. Likeness to it is the mean of the likenesses to each. */
export function mean(embeddings: readonly Embedding[]): Embedding {
  const sum = new Float32Array(embeddings[0]?.length ?? 0);
  for (const embedding of embeddings) {
    for (let i = 0; i < sum.length; i++) sum[i]! += embedding[i]! / embeddings.length;
  }
  return sum;
}
