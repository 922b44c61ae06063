import { ManualClock } from '../../base/clock.ts';

/** A manual clock of a computer that can sleep: time goes on, and no timer rings meanwhile. */
export class SleepyClock extends ManualClock {
  #slept = 0;
  override now(): number {
    return super.now() + this.#slept;
  }
  sleep(ms: number): void {
    this.#slept += ms;
  }
}
