import type { Clock } from '../base/clock.ts';

/** How often time is looked at. */
const BEAT_MS = 15_000;
/** A beat this late means that nothing ran meanwhile: the computer slept, or its clock was set forward. */
const SLEPT_MS = 30_000;
/** A beat this early by the clock means that the clock was set back. Small corrections happen all day. */
const SET_BACK_MS = 2_000;

/** A stretch that the clock says passed and nobody lived through, or one that it says comes again. Epoch ms. */
export interface ClockGap {
  readonly kind: 'slept' | 'set-back';
  /** `slept`: the last moment before. `set-back`: where the clock would be. */
  readonly from: number;
  /** Where the clock is now. */
  readonly to: number;
}

/** Holds the clock against timers, which count only the time that was lived through. */
export class TimeWatch {
  readonly #clock: Clock;
  readonly #onGap: (gap: ClockGap) => void;
  #callOff = (): void => {};

  constructor(clock: Clock, onGap: (gap: ClockGap) => void) {
    this.#clock = clock;
    this.#onGap = onGap;
  }
  /** `last` is a moment that is known to have been before now; the clock may have been set back since. */
  start(last: number | null = null): void {
    const now = this.#clock.now();
    if (last !== null && last - now > SET_BACK_MS) this.#onGap({ kind: 'set-back', from: last, to: now });
    this.#beat();
  }
  stop(): void {
    this.#callOff();
  }

  #beat(): void {
    const from = this.#clock.now();
    this.#callOff = this.#clock.after(BEAT_MS, () => {
      const to = this.#clock.now();
      const late = to - (from + BEAT_MS);
      if (late > SLEPT_MS) this.#onGap({ kind: 'slept', from, to });
      else if (late < -SET_BACK_MS) this.#onGap({ kind: 'set-back', from: from + BEAT_MS, to });
      this.#beat();
    });
  }
}
