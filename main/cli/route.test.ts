import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { route } from './route.ts';

const dir = mkdtempSync(path.join(os.tmpdir(), 'switchyard-route-'));
const file = (name: string, text: string): string => {
  writeFileSync(path.join(dir, name), text);
  return path.join(dir, name);
};
const directives = file(
  'desk.directives.json',
  JSON.stringify({
    name: 'desk',
    directives: [
      { id: 'billing', text: 'Billing questions go to Finance.', examples: ['Is there a dress code?'] },
      { id: 'legal', text: 'Anything that mentions a lawyer goes to a person.' },
    ],
  }),
);
const messages = file(
  'desk.jsonl',
  '{"id": "1", "text": "I was charged twice for the same invoice"}\n{"id": "2", "text": "My lawyer will call"}\n\n{"id": "3", "text": "Is there a dress code?"}\n',
);

async function printed(options: {
  directives?: string;
  messages?: string;
  explain?: boolean;
}): Promise<Record<string, unknown>[]> {
  const lines: string[] = [];
  const code = await route({
    positionals: [],
    dataDir: dir,
    json: false,
    options,
    print: (line) => void lines.push(line),
  });
  expect(code).toBe(0);
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>); // the command prints objects
}

describe('switchyard route', { timeout: 30_000 }, () => {
  it('prints one line for each message: what was chosen, all directives ranked, band and score', async () => {
    const lines = await printed({ directives, messages });
    expect(lines).toEqual([
      {
        id: '1',
        directives: ['billing'],
        ranked: ['billing', 'legal'],
        band: 'sure',
        score: expect.any(Number),
      },
      {
        id: '2',
        directives: ['legal'],
        ranked: ['legal', 'billing'],
        band: 'sure',
        score: expect.any(Number),
      },
      {
        id: '3',
        directives: [],
        ranked: expect.arrayContaining(['billing', 'legal']),
        band: 'not-sure',
        score: expect.any(Number),
      },
    ]);
  });

  it('says why when asked to', async () => {
    const [, second] = await printed({ directives, messages, explain: true });
    expect(second?.['why']).toMatchObject({
      escalated: true,
      ranked: [{ id: 'legal', matched: ['lawyer'] }, { id: 'billing' }],
    });
  });

  it('says which file is wrong, and where', async () => {
    await expect(printed({ messages })).rejects.toThrow('--directives');
    await expect(printed({ directives: path.join(dir, 'none.json'), messages })).rejects.toThrow(
      'cannot be read',
    );
    await expect(printed({ directives: messages, messages })).rejects.toThrow('is not JSON');
    await expect(
      printed({ directives, messages: file('bad.jsonl', '{"id": "1", "text": "a"}\n{"id": "2"}\n') }),
    ).rejects.toThrow('Line 2');
  });
});
