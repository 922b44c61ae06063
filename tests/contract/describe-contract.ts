import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../app/base/json.ts';
import type { PracticeTool } from '../../app/kit/define.ts';
import { Connected } from './connected.ts';
import { readSpec, type Newer } from './vendor-spec.ts';

export interface ContractParts {
  readonly vendor: PracticeTool;
  readonly newer?: Newer;
  /** Operations that the description leaves out, as OpenAPI paths, from the vendor's pages. */
  readonly beyond?: JsonObject;
  /** Operations that must have been called by the end, so that a story that stops early is noticed. */
  readonly covers: readonly string[];
  /** Drives the real connectors against the practice workspace. */
  story(connected: Connected): Promise<void>;
}

/**
 * Plays a story once and holds every request and answer of it against the vendor's description. Without the
 * descriptions beside the checkout it says so and is left out.
 */
export function describeContract({ vendor, newer, beyond, covers, story }: ContractParts): void {
  const spec = readSpec(vendor, newer, beyond);
  if (!spec) {
    console.warn(
      `Left out: ${vendor} against its description, because ../shared/specs/${vendor}.json is not there.`,
    );
    test(`${vendor} against the vendor’s description`, ({ skip }) => {
      skip('the description is not beside this checkout');
    });
    return;
  }
  describe(`${vendor} against the vendor’s description`, () => {
    let connected: Connected;
    beforeAll(async () => {
      connected = await Connected.open();
      await story(connected);
    });
    afterAll(() => connected.close());

    test('every request and every answer fits', () => {
      expect(connected.exchanges.flatMap((exchange) => spec.differences(exchange))).toEqual([]);
    });

    test('the story has called what it was written for', () => {
      const called = new Set(connected.exchanges.map((exchange) => spec.operationOf(exchange)));
      expect(covers.filter((operation) => !called.has(operation))).toEqual([]);
    });

    test('a call that the vendor does not know is noticed', () => {
      const [first] = connected.exchanges;
      if (!first) throw new Error('The story made no call.');
      const wrong = [
        { ...first, path: `${first.path}/nothing` },
        { ...first, query: new URLSearchParams({ madeUp: '1' }) },
        { ...first, answer: { ...first.answer, json: 'nonsense', text: '"nonsense"' } },
      ];
      for (const exchange of wrong) expect(spec.differences(exchange)).not.toEqual([]);
    });
  });
}

/** Plays a call that must be refused, and goes on. Throws when it is not. */
export async function refused(call: Promise<unknown>): Promise<void> {
  const outcome = await call.then(
    () => 'done',
    () => 'refused',
  );
  if (outcome === 'done') throw new Error('A call that should have been refused was done.');
}
