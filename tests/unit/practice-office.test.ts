import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDirectives } from '../../app/agents/practice/read-directive.ts';
import type { KnownTool } from '../../app/agents/practice/tool-words.ts';
import { catalog } from '../../nodes/catalog.ts';

interface Mate {
  readonly key: string;
  readonly directives: readonly string[];
  readonly tools: readonly string[];
}
const team = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../resources/starters/new-employee.team.json'), 'utf8'),
) as readonly Mate[]; // our own file
const toolsOf = (types: readonly string[]): readonly KnownTool[] =>
  types.flatMap((type) => catalog.action(type) ?? []);

describe('the team of the starter flow “New employee”', () => {
  test.each(team)('every directive of $key is read', ({ directives, tools }) => {
    for (const reading of readDirectives(directives, toolsOf(tools)))
      expect(reading).toMatchObject({ understood: true });
  });
});
