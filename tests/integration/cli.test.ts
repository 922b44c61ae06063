import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { root } from '../drivers/headless-host.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const STARTER = path.join(root, 'resources/starters/support-desk.switchyard.json');

const switchyard = (...args: string[]): { code: number | null; out: string; err: string } => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(root, 'dist/main/cli.js'), ...args, '--data', path.join(folder, 'data')],
    { encoding: 'utf8' },
  );
  return { code: status, out: stdout, err: stderr };
};
const file = (name: string, text: string): string => {
  const at = path.join(folder, name);
  writeFileSync(at, text);
  return at;
};

describe('the command line', () => {
  test('a sound flow has no problems and exit code 0', () => {
    expect(switchyard('validate', STARTER)).toMatchObject({ code: 0, out: 'No problems.\n' });
  });

  test('what is no flow is refused with a sentence and another exit code', () => {
    const { code, err } = switchyard('validate', file('bad.json', '{'));
    expect(code).not.toBe(0);
    expect(err).toMatch(/not valid JSON \(line 1, column 2\)/);
    expect(switchyard('validate', path.join(folder, 'nowhere')).err).toContain('cannot be read');
    expect(switchyard('fly').err).toContain('There is no command "fly"');
  });

  test('problems are told as sentences, and as JSON for a script', () => {
    const broken = file(
      'fax.json',
      JSON.stringify({
        format: 'switchyard.flow',
        version: 1,
        name: 'Fax',
        team: [],
        nodes: [],
        edges: [],
        positions: {},
      }),
    );
    expect(switchyard('validate', broken)).toMatchObject({ code: 1 });
    const problems = JSON.parse(switchyard('validate', broken, '--json').out) as { code: string }[];
    expect(problems.map((p) => p.code)).toEqual(['empty']);
  });

  test('a flow is told as text, with what it may do', () => {
    const { out } = switchyard('describe', STARTER);
    expect(out).toContain('Cancellation → Make the offer');
    expect(out).toContain('Looks into Help Scout as Sam');
  });

  test('a flow goes into a data folder, off, and comes out the same; the audit log is whole', () => {
    expect(switchyard('import', STARTER).out).toContain('Imported “Support desk”, off.');
    const { out } = switchyard('export', 'Support desk', '-');
    expect(switchyard('validate', file('again.json', out)).code).toBe(0);
    expect(switchyard('audit', 'verify').out).toContain('The audit log is whole: 1 rows');
  });

  test('a message is routed by meaning', () => {
    const directives = file(
      'directives.json',
      JSON.stringify({
        directives: [
          { id: 'billing', text: 'Billing questions go to Finance.' },
          { id: 'tech', text: 'Technical problems go to Engineering.' },
        ],
      }),
    );
    const messages = file(
      'messages.jsonl',
      `${JSON.stringify({ id: '1', text: 'Why was my card charged twice this month?' })}\n`,
    );
    const { out, err } = switchyard('route', '--directives', directives, '--messages', messages);
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({ id: '1', directives: ['billing'] });
  });
});
