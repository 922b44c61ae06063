import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { DirectiveText } from '../../app/agents/routing/meaning.ts';
import type { ScoredResult } from '../../app/agents/routing/decide.ts';
import { SwitchyardError } from '../../app/base/errors.ts';
import { openMeaning } from '../routing/open-meaning.ts';
import type { Command } from './command.ts';
import { resourcesDir } from './with-product.ts';

const DIRECTIVES = z.object({ directives: z.array(z.object({ id: z.string(), text: z.string() })).min(1) });
const MESSAGE = z.object({ id: z.union([z.string(), z.number()]), text: z.string() });

/**
 * Routes messages by meaning and prints one JSON line for each: the directives chosen (the best first; empty means none of
 * them), all directives ranked, the band, and the score of the best one. Examples in the file are not read: this shows
 * what the directives alone do. `--explain` adds why.
 */
export const route: Command = async ({ options, print }) => {
  const directives = directivesIn(options.directives);
  const messages = messagesIn(options.messages);
  const meaning = await openMeaning({ assetsDir: path.join(resourcesDir(), 'router') });
  try {
    for (const { id, text } of messages) {
      const result = await meaning.route({ text, directives });
      print(
        JSON.stringify({
          id,
          ...lineOf(result),
          ...(options.explain ? { why: reasonsOf(result, directives) } : {}),
        }),
      );
    }
  } finally {
    await meaning.close();
  }
  return 0;
};

const rounded = (share: number): number => Number(share.toFixed(4));

const lineOf = ({ chosen, ranked, band }: ScoredResult) => ({
  directives: chosen,
  ranked: ranked.map(({ id }) => id),
  band,
  score: rounded(ranked[0]?.probability ?? 0),
});

const reasonsOf = ({ ranked, escalated }: ScoredResult, directives: readonly DirectiveText[]) => ({
  escalated,
  ranked: ranked.map(({ id, probability, matched }) => ({
    id,
    directive: directives.find((directive) => directive.id === id)?.text,
    score: rounded(probability),
    matched,
  })),
});

function directivesIn(file: string | undefined): readonly DirectiveText[] {
  const read = DIRECTIVES.safeParse(jsonOf(textOf(file, '--directives'), `The file ${file}`));
  if (read.success) return read.data.directives;
  throw new SwitchyardError('invalid_input', `The file ${file} holds no directives.`, {
    fix: 'It should look like {"directives": [{"id": "billing", "text": "Billing questions go to Finance."}]}.',
  });
}

function messagesIn(file: string | undefined): readonly z.infer<typeof MESSAGE>[] {
  const lines = textOf(file, '--messages').split('\n');
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    const read = MESSAGE.safeParse(jsonOf(line, `Line ${i + 1} of ${file}`));
    if (read.success) return [read.data];
    throw new SwitchyardError('invalid_input', `Line ${i + 1} of ${file} is no message.`, {
      fix: 'Each line should look like {"id": "1", "text": "I was charged twice"}.',
    });
  });
}

function textOf(file: string | undefined, option: string): string {
  if (!file) throw new SwitchyardError('invalid_input', `Say which file with ${option}.`);
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SwitchyardError('not_found', `The file ${file} cannot be read.`, { cause });
  }
}

function jsonOf(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SwitchyardError('invalid_input', `${what} is not JSON.`, { cause });
  }
}
