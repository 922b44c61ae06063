import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ManualClock } from '../../app/base/clock.ts';
import { createLog } from './log.ts';

let folder: string | undefined;
afterEach(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  folder = undefined;
});

test('one line of JSON each, in a file that only this user can read', () => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-log-'));
  const file = join(folder, 'logs', 'switchyard.log');
  const log = createLog({ clock: new ManualClock(Date.UTC(2026, 10, 24)), file });
  log.info('started', { port: 4100 });
  log.warn('poll_failed', { code: 'temporary' });
  const lines = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(lines).toEqual([
    { at: '2026-11-24T00:00:00.000Z', level: 'info', event: 'started', port: 4100 },
    { at: '2026-11-24T00:00:00.000Z', level: 'warn', event: 'poll_failed', code: 'temporary' },
  ]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('secrets do not get into a line, whatever they are called', () => {
  const lines: string[] = [];
  const log = createLog({ clock: new ManualClock(), write: (line) => lines.push(line) });
  log.error('call failed', {
    clientSecret: 'abcdefgh',
    nested: { token: 't0k3n', list: ['xoxb-1234-abcd', 'rk_live_0123456789abcdef'] },
    url: 'http://127.0.0.1:4100/?token=verysecret&x=1',
    text: 'sent with Bearer abc.def and sk-proj-0123456789abcdef',
  });
  expect(lines.join()).not.toMatch(
    /abcdefgh|t0k3n|xoxb-1234|rk_live_0123|verysecret|abc\.def|0123456789abcdef/,
  );
  expect(lines.join()).toContain('x=1');
});

test('a file that cannot be written never stops the product', () => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-log-'));
  const blocked = join(folder, 'a-file');
  writeFileSync(blocked, '');
  const log = createLog({ clock: new ManualClock(), file: join(blocked, 'log') });
  expect(() => log.info('started')).not.toThrow();
});
