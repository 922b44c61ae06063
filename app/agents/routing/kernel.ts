import { MULTIPLIED, type EncoderWeights, type MatrixName } from './encoder-weights.ts';
import { Scratch } from './scratch.ts';

/** Rows that one multiplication takes at most: all word pieces of one message and its sentences. */
export const MOST_ROWS = 256;

/** Activations are rounded to this many steps. 1536 products of 127 and this stay below 2 ** 31. */
const STEPS = 8191;
const WIDEST = 1536;
const PAGE = 65_536;

/** x[rows × a] times a matrix of the encoder, plus its bias; gives [rows × b], good until the next product with that matrix. */
export type Multiply = (x: Float32Array, rows: number, name: MatrixName, bias: Float32Array) => Float32Array;

interface Packed {
  readonly at: number;
  readonly a: number;
  readonly b: number;
  readonly scales: Float32Array;
}

/**
 * The one heavy operation, in WebAssembly (`resources/router/mm.wat`). It counts in whole numbers, so the result is the same
 * on every machine.
 * @param wasm the bytes of `mm.wasm`
 */
export function createKernel(wasm: BufferSource, weights: EncoderWeights): Multiply {
  const { memory, multiply } = new WebAssembly.Instance(new WebAssembly.Module(wasm)).exports as {
    memory: WebAssembly.Memory; // our own module; `mm.wat` exports exactly these two
    multiply: (x: number, w: number, y: number, rows: number, a: number, b: number) => void;
  };
  const sizes = MULTIPLIED.map((name) => weights.matrix(name)).reduce(
    (sum, { rows, columns }) => sum + rows * columns * 2,
    0,
  );
  const xAt = sizes;
  const yAt = xAt + MOST_ROWS * WIDEST * 2;
  memory.grow(Math.ceil((yAt + MOST_ROWS * WIDEST * 4) / PAGE) - memory.buffer.byteLength / PAGE);
  const shorts = new Int16Array(memory.buffer);
  const ints = new Int32Array(memory.buffer);

  const packed = new Map<MatrixName, Packed>();
  let next = 0;
  for (const name of MULTIPLIED) {
    const { rows: a, columns: b, scales, values } = weights.matrix(name);
    packed.set(name, { at: next * 2, a, b, scales: scales.slice() });
    for (let column = 0; column < b; column += 8) {
      for (let k = 0; k < a; k += 2) {
        for (let c = column; c < column + 8; c++) {
          shorts[next++] = values[k * b + c]!;
          shorts[next++] = values[(k + 1) * b + c]!;
        }
      }
    }
  }

  const rowScales = new Float64Array(MOST_ROWS);
  const results = ints.subarray(yAt / 4);
  const scratch = new Scratch();
  return (x, rows, name, bias) => {
    const matrix = packed.get(name);
    if (!matrix || rows > MOST_ROWS) throw new RangeError(`Cannot multiply ${rows} rows with "${name}".`);
    const { at, a, b, scales } = matrix;
    for (let row = 0; row < rows; row++)
      rowScales[row] = quantiseRow(x, row * a, a, shorts, xAt / 2 + row * a);
    const padded = (rows + 3) & ~3;
    shorts.fill(0, xAt / 2 + rows * a, xAt / 2 + padded * a);
    multiply(xAt, at, yAt, padded, a, b);
    const y = scratch.take(name, rows * b);
    for (let row = 0; row < rows; row++) scaleRow(results, row * b, b, rowScales[row]!, scales, bias, y);
    return y;
  };
}

function scaleRow(
  from: Int32Array,
  at: number,
  length: number,
  scale: number,
  scales: Float32Array,
  bias: Float32Array,
  into: Float32Array,
): void {
  for (let i = 0; i < length; i++) into[at + i] = from[at + i]! * scale * scales[i]! + bias[i]!;
}

/** Rounds one row to whole numbers and gives what one step is worth. */
function quantiseRow(x: Float32Array, from: number, length: number, into: Int16Array, at: number): number {
  let most = 0;
  for (let i = from; i < from + length; i++) {
    const size = Math.abs(x[i]!);
    if (size > most) most = size;
  }
  if (most === 0) {
    into.fill(0, at, at + length);
    return 0;
  }
  const steps = STEPS / most;
  for (let i = 0; i < length; i++) {
    const exact = x[from + i]! * steps;
    into[at + i] = exact < 0 ? exact - 0.5 : exact + 0.5; // storing cuts the fraction off, so this rounds
  }
  return most / STEPS;
}
