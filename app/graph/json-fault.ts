/** One scalar of JSON, at the scanner's place. */
const SCALAR =
  /"(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const SPACE = /[ \t\r\n]*/y;

type Expects = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'next or end';

/**
 * Where a text stops being JSON: an index into it, its length when it ends too early, or undefined when it is JSON.
 * JSON.parse knows too, but tells it only for some faults and in words that change.
 */
export function jsonFault(text: string): number | undefined {
  const open: ('{' | '[')[] = [];
  let expects: Expects = 'value';
  let at = 0;
  for (;;) {
    SPACE.lastIndex = at;
    SPACE.exec(text);
    at = SPACE.lastIndex;
    const next = text[at];
    if (expects === 'next or end' && open.length === 0) return next === undefined ? undefined : at;
    if (next === undefined) return at;
    if (expects === 'colon') {
      if (next !== ':') return at;
      expects = 'value';
    } else if (expects === 'next or end') {
      if (next === ',') expects = open.at(-1) === '{' ? 'key' : 'value';
      else if (next === (open.at(-1) === '{' ? '}' : ']')) open.pop();
      else return at;
    } else if ((next === ']' && expects === 'value or ]') || (next === '}' && expects === 'key or }')) {
      open.pop();
      expects = 'next or end';
    } else if ((next === '{' || next === '[') && (expects === 'value' || expects === 'value or ]')) {
      open.push(next);
      expects = next === '{' ? 'key or }' : 'value or ]';
    } else {
      const key: boolean = expects === 'key' || expects === 'key or }';
      SCALAR.lastIndex = at;
      if ((key && next !== '"') || !SCALAR.test(text)) return at;
      at = SCALAR.lastIndex;
      expects = key ? 'colon' : 'next or end';
      continue;
    }
    at += 1;
  }
}
