/** Room that is used again for every message, so that reading one leaves next to nothing to clean up. */
export class Scratch {
  readonly #rooms = new Map<string, Float32Array>();

  /** Room for `length` numbers under a name. What was in it before may still be there; the last taker must be done with it. */
  take(name: string, length: number): Float32Array {
    const room = this.#rooms.get(name);
    if (room && room.length >= length) return room.subarray(0, length);
    const larger = new Float32Array(length);
    this.#rooms.set(name, larger);
    return larger;
  }
}
