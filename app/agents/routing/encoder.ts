import { readEncoderWeights, type VectorName } from './encoder-weights.ts';
import { createKernel, MOST_ROWS, type Multiply } from './kernel.ts';
import { Scratch } from './scratch.ts';
import { createWordPieces } from './word-pieces.ts';

/** Meaning of a text as a direction: 512 numbers of length 1. Near directions mean similar things. */
export type Embedding = Float32Array;

export interface Encoder {
  /** Embeddings of texts, in their order. Of each text the first 96 word pieces count. */
  encode(texts: readonly string[]): Embedding[];
}

export interface EncoderAssets {
  /** `encoder.q8.bin` */
  readonly weights: ArrayBuffer;
  /** `vocab.json`, read as text */
  readonly vocabulary: string;
  /** `mm.wasm` */
  readonly kernel: BufferSource;
}

const WIDTH = 512;
const HEADS = 4;
const MOST_PIECES = 96;

/** One text's rows in the matrix of a batch. */
interface Span {
  readonly start: number;
  readonly length: number;
}

/**
 * A sentence encoder with two transformer layers (the weights of Universal Sentence Encoder Lite, see NOTICE).
 * Texts of one batch share their matrix products; they do not influence each other.
 */
export function createEncoder(assets: EncoderAssets): Encoder {
  const weights = readEncoderWeights(assets.weights);
  const vocabulary = JSON.parse(assets.vocabulary) as [string, number][]; // our own file, as it was published
  const cut = createWordPieces(vocabulary);
  const multiply = createKernel(assets.kernel, weights);
  // Copies, so that the bytes of the file can go.
  const pieces = { scales: weights.pieces.scales.slice(), values: weights.pieces.values.slice() };
  const vectors = new Map<VectorName, Float32Array>();
  const vector = (name: VectorName): Float32Array => {
    const known = vectors.get(name) ?? weights.vector(name).slice();
    vectors.set(name, known);
    return known;
  };
  for (const name of ALL_VECTORS) vector(name);
  const tools: Tools = { multiply, vector, scratch: new Scratch() };

  const look = (ids: readonly number[], into: Float32Array, row: number): void => {
    const timing = vector('timing');
    ids.forEach((id, position) => {
      const scale = 2 * pieces.scales[id]!;
      for (let j = 0; j < 128; j++) {
        const angle = position * timing[j]!;
        const at = (row + position) * 256 + j;
        into[at] = scale * pieces.values[id * 256 + j]! + Math.sin(angle);
        into[at + 128] = scale * pieces.values[id * 256 + 128 + j]! + Math.cos(angle);
      }
    });
  };

  const encodeBatch = (batch: readonly (readonly number[])[]): Embedding[] => {
    const spans: Span[] = [];
    let rows = 0;
    for (const ids of batch) {
      spans.push({ start: rows, length: ids.length });
      rows += ids.length;
    }
    const input = tools.scratch.take('input', rows * 256);
    batch.forEach((ids, i) => look(ids, input, spans[i]!.start));
    return pool(layer(1, layer(0, input, rows, spans, tools), rows, spans, tools), spans, tools);
  };

  return {
    encode(texts) {
      const all = texts.map((text) => cut(text).slice(0, MOST_PIECES));
      const embeddings: Embedding[] = [];
      let batch: number[][] = [];
      let rows = 0;
      const flush = (): void => {
        if (batch.length > 0) embeddings.push(...encodeBatch(batch));
        batch = [];
        rows = 0;
      };
      for (const ids of all) {
        if (rows + ids.length > MOST_ROWS) flush();
        batch.push(ids);
        rows += ids.length;
      }
      flush();
      return embeddings;
    },
  };
}

const ALL_VECTORS: readonly VectorName[] = [
  'timing',
  'widen',
  'last',
  'attendScale0',
  'attendShift0',
  'attend0',
  'join0',
  'feedScale0',
  'feedShift0',
  'grow0',
  'shrink0',
  'attendScale1',
  'attendShift1',
  'attend1',
  'join1',
  'feedScale1',
  'feedShift1',
  'grow1',
  'shrink1',
];

interface Tools {
  readonly multiply: Multiply;
  readonly scratch: Scratch;
  vector(name: VectorName): Float32Array;
}

/** One transformer layer: attention, then the feed-forward part, each added to what came in. */
function layer(
  n: 0 | 1,
  input: Float32Array,
  rows: number,
  spans: readonly Span[],
  { multiply, vector, scratch }: Tools,
): Float32Array {
  const width = n === 0 ? 256 : WIDTH;
  const skipped = n === 0 ? multiply(input, rows, 'widen', vector('widen')) : input;
  const normal = scratch.take('normal', rows * width);
  normalise(input, width, vector(`attendScale${n}`), vector(`attendShift${n}`), normal);
  const asked = multiply(normal, rows, `attend${n}`, vector(`attend${n}`));
  const attended = scratch.take('attended', rows * width).fill(0);
  for (const span of spans) attend(asked, span, width, attended);
  const out = multiply(attended, rows, `join${n}`, vector(`join${n}`));
  add(out, skipped);
  const fed = scratch.take('normal', rows * WIDTH);
  normalise(out, WIDTH, vector(`feedScale${n}`), vector(`feedShift${n}`), fed);
  const grown = multiply(fed, rows, `grow${n}`, vector(`grow${n}`));
  for (let i = 0; i < grown.length; i++) if (grown[i]! < 0) grown[i] = 0;
  const shrunk = multiply(grown, rows, `shrink${n}`, vector(`shrink${n}`));
  add(shrunk, out);
  return shrunk;
}

/** Attention of one text's pieces to each other. `asked` holds query, key and value beside each other in every row. */
function attend(asked: Float32Array, { start, length }: Span, width: number, into: Float32Array): void {
  const size = width / HEADS;
  const stride = 3 * width;
  const shrink = 1 / Math.sqrt(size);
  const shares = new Float64Array(length);
  for (let head = 0; head < HEADS; head++) {
    for (let t = start; t < start + length; t++) {
      const query = t * stride + head * size;
      let most = -Infinity;
      for (let u = 0; u < length; u++) {
        const key = (start + u) * stride + width + head * size;
        let sum = 0;
        for (let j = 0; j < size; j++) sum += asked[query + j]! * asked[key + j]!;
        shares[u] = sum * shrink;
        if (shares[u]! > most) most = shares[u]!;
      }
      let total = 0;
      for (let u = 0; u < length; u++) total += shares[u] = Math.exp(shares[u]! - most);
      const at = t * width + head * size;
      for (let u = 0; u < length; u++) {
        const share = shares[u]! / total;
        const value = (start + u) * stride + 2 * width + head * size;
        for (let j = 0; j < size; j++) into[at + j]! += share * asked[value + j]!;
      }
    }
  }
}

/** Brings every row of `x` to mean 0 and spread 1, then scales and shifts it. */
function normalise(
  x: Float32Array,
  width: number,
  scale: Float32Array,
  shift: Float32Array,
  y: Float32Array,
): void {
  for (let at = 0; at < x.length; at += width) {
    let mean = 0;
    for (let j = 0; j < width; j++) mean += x[at + j]!;
    mean /= width;
    let spread = 0;
    for (let j = 0; j < width; j++) spread += (x[at + j]! - mean) ** 2;
    const factor = 1 / Math.sqrt(spread / width + 1e-6);
    for (let j = 0; j < width; j++) y[at + j] = (x[at + j]! - mean) * factor * scale[j]! + shift[j]!;
  }
}

/** The mean of each text's rows through the last matrix, brought to length 1. */
function pool(x: Float32Array, spans: readonly Span[], { multiply, vector }: Tools): Embedding[] {
  const means = new Float32Array(spans.length * WIDTH);
  spans.forEach(({ start, length }, i) => {
    for (let t = start; t < start + length; t++) {
      for (let j = 0; j < WIDTH; j++) means[i * WIDTH + j]! += x[t * WIDTH + j]! / length;
    }
  });
  const y = multiply(means, spans.length, 'last', vector('last'));
  return spans.map(({ length }, i) => {
    const embedding = y.slice(i * WIDTH, (i + 1) * WIDTH);
    if (length === 0) return embedding.fill(0); // no text has no direction
    let square = 0;
    for (let j = 0; j < WIDTH; j++) square += (embedding[j] = Math.tanh(embedding[j]!)) ** 2;
    const factor = 1 / Math.sqrt(Math.max(square, 1e-12));
    for (let j = 0; j < WIDTH; j++) embedding[j]! *= factor;
    return embedding;
  });
}

function add(into: Float32Array, x: Float32Array): void {
  for (let i = 0; i < into.length; i++) into[i]! += x[i]!;
}
