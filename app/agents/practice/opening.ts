import { isJsonObject, parseJson, type JsonObject } from '../../base/json.ts';
import type { ModelMessage } from '../model.ts';
import { CASE_BEGIN, CASE_END } from '../prompt.ts';

/** What the first two messages of a conversation say, taken apart. */
export interface Opening {
  readonly directives: readonly string[];
  readonly task: string;
  /** Undefined when the case cannot be read. */
  readonly facts: JsonObject | undefined;
}

const DIRECTIVES = '\n\nYour directives:\n';
const RULES = '\n\nRules:\n';

/** A numbered list whose entries may have several lines: an entry begins where the next number in order stands. */
function entriesOf(list: string): readonly string[] {
  const entries: string[] = [];
  for (const line of list.split('\n')) {
    const mark = `${entries.length + 1}. `;
    if (line.startsWith(mark)) entries.push(line.slice(mark.length));
    else if (entries.length > 0) entries.push(`${entries.pop() ?? ''}\n${line}`);
  }
  return entries;
}

/**
 * Reads the messages that `openingMessages` writes. The case is taken from its last beginning: JSON has no bare line
 * breaks, so that mark cannot come from inside it, while a task may carry words from outside that imitate one.
 */
export function readCase(messages: readonly ModelMessage[]): Opening {
  const system = messages.find((m) => m.role === 'system')?.content ?? '';
  const user = messages.find((m) => m.role === 'user')?.content ?? '';
  const from = system.indexOf(DIRECTIVES);
  const to = system.lastIndexOf(RULES);
  const begin = user.lastIndexOf(`\n\n${CASE_BEGIN}\n`);
  const facts = parseJson(user.slice(begin + CASE_BEGIN.length + 3, user.lastIndexOf(`\n${CASE_END}`)));
  return {
    directives: from < 0 || to < from ? [] : entriesOf(system.slice(from + DIRECTIVES.length, to)),
    task: user.slice(0, Math.max(begin, 0)).replace(/^Task: /, ''),
    facts: begin >= 0 && isJsonObject(facts) ? facts : undefined,
  };
}
