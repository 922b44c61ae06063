import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { openMeaning } from './open-meaning.ts';

const assetsDir = fileURLToPath(new URL('../../resources/router', import.meta.url));
const directives = [
  { id: 'billing', text: 'Billing questions go to Finance.' },
  { id: 'legal', text: 'Anything that mentions a lawyer goes to a person.' },
];

describe('routing by meaning in its own thread', { timeout: 30_000 }, () => {
  const opened = openMeaning({ assetsDir });
  afterAll(async () => (await opened).close());

  it('answers', async () => {
    const result = await (await opened).route({ text: 'Why is my invoice so high?', directives });
    expect(result).toMatchObject({ chosen: ['billing'], escalated: false });
  });

  it('answers each of many questions that are asked at once', async () => {
    const meaning = await opened;
    const texts = Array.from({ length: 12 }, (_, i) =>
      i % 2 === 0 ? 'I was charged twice' : 'My lawyer will call',
    );
    const results = await Promise.all(texts.map((text) => meaning.route({ text, directives })));
    expect(results.map(({ chosen }) => chosen[0])).toEqual(
      texts.map((_, i) => (i % 2 === 0 ? 'billing' : 'legal')),
    );
  });

  it('says in a sentence that it could not be opened when its files are missing', async () => {
    const empty = mkdtempSync(path.join(os.tmpdir(), 'switchyard-router-'));
    await expect(openMeaning({ assetsDir: empty })).rejects.toMatchObject({
      code: 'internal',
      message: 'Routing by meaning could not be opened.',
    });
  });

  it('fails questions instead of leaving them open when it is closed', async () => {
    const meaning = await openMeaning({ assetsDir });
    const asked = meaning.route({ text: 'I was charged twice', directives });
    await Promise.all([expect(asked).rejects.toMatchObject({ code: 'internal' }), meaning.close()]);
    await expect(meaning.route({ text: 'Anyone?', directives })).rejects.toThrow('closed');
    await meaning.close();
  });
});
