/** Matrices of the encoder in the order of its file: name, rows, columns. The first has a scale a row, the others a column. */
const MATRICES = [
  ['pieces', 8002, 256],
  ['widen', 256, 512],
  ['last', 512, 512],
  ['attend0', 256, 768],
  ['join0', 256, 512],
  ['grow0', 512, 1536],
  ['shrink0', 1536, 512],
  ['attend1', 512, 1536],
  ['join1', 512, 512],
  ['grow1', 512, 1536],
  ['shrink1', 1536, 512],
] as const;

/** Vectors of the encoder in the order of its file; they come before the matrices. */
const VECTORS = [
  ['timing', 128],
  ['widen', 512],
  ['last', 512],
  ['attendScale0', 256],
  ['attendShift0', 256],
  ['attend0', 768],
  ['join0', 512],
  ['feedScale0', 512],
  ['feedShift0', 512],
  ['grow0', 1536],
  ['shrink0', 512],
  ['attendScale1', 512],
  ['attendShift1', 512],
  ['attend1', 1536],
  ['join1', 512],
  ['feedScale1', 512],
  ['feedShift1', 512],
  ['grow1', 1536],
  ['shrink1', 512],
] as const;

export type MatrixName = Exclude<(typeof MATRICES)[number][0], 'pieces'>;
export type VectorName = (typeof VECTORS)[number][0];

/** A matrix of 8-bit whole numbers with a scale for every column (for `pieces`: every row). */
export interface QuantisedMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly scales: Float32Array;
  readonly values: Int8Array;
}

export interface EncoderWeights {
  /** One row for every word piece. */
  readonly pieces: QuantisedMatrix;
  matrix(name: MatrixName): QuantisedMatrix;
  vector(name: VectorName): Float32Array;
}

/** Reads `encoder.q8.bin`. What is returned looks into `bytes` and copies nothing. Throws a RangeError for another file. */
export function readEncoderWeights(bytes: ArrayBuffer): EncoderWeights {
  const vectors = new Map<string, Float32Array>();
  const matrices = new Map<string, QuantisedMatrix>();
  let at = 0;
  const floats = (count: number): Float32Array => {
    const read = new Float32Array(bytes, at, count);
    at += 4 * count;
    return read;
  };
  for (const [name, length] of VECTORS) vectors.set(name, floats(length));
  for (const [name, rows, columns] of MATRICES) {
    const scales = floats(name === 'pieces' ? rows : columns);
    matrices.set(name, { rows, columns, scales, values: new Int8Array(bytes, at, rows * columns) });
    at += (rows * columns + 3) & ~3;
  }
  if (at !== bytes.byteLength)
    throw new RangeError('The file of the sentence encoder has another length than it should.');
  const get = <T>(from: ReadonlyMap<string, T>, name: string): T => {
    const found = from.get(name);
    if (!found) throw new RangeError(`The sentence encoder has no "${name}".`);
    return found;
  };
  return {
    pieces: get(matrices, 'pieces'),
    matrix: (name) => get(matrices, name),
    vector: (name) => get(vectors, name),
  };
}

/** Every matrix that is multiplied with, by name. */
export const MULTIPLIED: readonly MatrixName[] = MATRICES.map(([name]) => name).filter(
  (name) => name !== 'pieces',
);
