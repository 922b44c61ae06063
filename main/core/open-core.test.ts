import { describe, expect, it } from 'vitest';
import { SwitchyardError } from '../../app/base/errors.ts';
import { openCore, type Core } from './open-core.ts';
import type { FromCore, ToCore } from './messages.ts';

const OPTIONS = { dataDir: '/data', host: 'headless', practice: false, resourcesDir: '/resources' } as const;

/** A core whose program is played by the test. */
function played(load?: () => Promise<Uint8Array>) {
  const posted: ToCore[] = [];
  const falls: string[] = [];
  let say: (message: FromCore) => void = () => {};
  let end: (cause: unknown) => void = () => {};
  const core: Core<string> = openCore<string>(
    {
      post: (message) => void posted.push(message),
      onMessage: (take) => (say = take),
      onEnd: (ended) => (end = ended),
    },
    {
      onFall: ({ message }) => void falls.push(message),
      ...(load ? { masterKey: { name: 'a key', load } } : {}),
    },
  );
  return {
    core,
    posted,
    falls,
    say: (message: FromCore) => say(message),
    end: (cause?: unknown) => end(cause),
  };
}

describe('a host and its core', () => {
  it('brings an error over as it was thrown, so that the host can say what happened and what helps', async () => {
    const { core, say } = played();
    const opening = core.open(OPTIONS);
    const error = new SwitchyardError('already_running', 'It runs already.', { fix: 'Stop the other one.' });
    say({ type: 'failed', id: 1, error: error.toData() });
    await expect(opening).rejects.toMatchObject({
      code: 'already_running',
      message: 'It runs already.',
      fix: 'Stop the other one.',
    });
  });

  it('leaves no question open when the core falls: it fails with the reason', async () => {
    const { core, end, falls } = played();
    const starting = core.start();
    end(new Error('out of memory'));
    await expect(starting).rejects.toMatchObject({ code: 'internal', cause: new Error('out of memory') });
    await expect(core.isAtWork()).rejects.toMatchObject({ code: 'internal' });
    // Whoever asked has been told.
    expect(falls).toEqual([]);
  });

  it('tells the host when the core falls while nobody asks anything, and not when it was asked to end', async () => {
    const fallen = played();
    fallen.end();
    expect(fallen.falls).toEqual(['The core of Switchyard ended by a fault of its own.']);

    const closed = played();
    const closing = closed.core.close();
    closed.say({ type: 'done', id: 1, value: null });
    await closing;
    closed.end();
    expect(closed.falls).toEqual([]);
  });

  it('gives the key of the keychain when it is wanted and not before, and says why there is none', async () => {
    const key = new Uint8Array([1, 2, 3]);
    const { core, posted, say } = played(async () => key);
    void core.open(OPTIONS);
    expect(posted).toEqual([
      { type: 'ask', id: 1, ask: { do: 'open', options: { ...OPTIONS, hostHasKey: true } } },
    ]);
    say({ type: 'key-wanted' });
    await Promise.resolve();
    expect(posted.at(-1)).toEqual({ type: 'key', key });

    const locked = played(async () => {
      throw new SwitchyardError('data_damaged', 'The keychain does not open.');
    });
    locked.say({ type: 'key-wanted' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(locked.posted).toMatchObject([{ type: 'key', key: { code: 'data_damaged' } }]);
  });
});
