import type { Condition } from './stripe-store.ts';
import { ParameterRefusal } from './stripe-replies.ts';

/**
 * Reads Stripe's search language as far as customers need it: `email:'a@b.example'`, `name~'ann'`,
 * `metadata['plan']:'team'`, a leading `-` for "not", joined by AND or by OR, never both. `:` compares whole values,
 * `~` looks inside them; neither minds upper and lower case.
 */
export function customerSearch(query: string): Condition {
  const refuse = (message: string): ParameterRefusal => new ParameterRefusal({ message, param: 'query' });
  const pattern =
    /^(-?)(email|name|metadata\[(?:'([^']{1,40})'|"([^"]{1,40})")\])\s*([:~])\s*(?:'([^']*)'|"([^"]*)")/;
  const parts: Condition[] = [];
  const joins = new Set<string>();
  let rest = query.trim();
  while (true) {
    const match = pattern.exec(rest);
    if (!match) throw refuse(`We were unable to parse your search query near "${rest.slice(0, 40)}".`);
    const [whole, not = '', field = '', singleKey, doubleKey, sign = ':', single, double] = match;
    const value = single ?? double ?? '';
    const key = singleKey ?? doubleKey;
    if (sign === '~' && value.length < 3) throw refuse('A substring search needs at least three characters.');
    const column = key === undefined ? field : 'json_extract(metadata, ?)';
    const compare = sign === ':' ? `lower(${column}) = lower(?)` : `instr(lower(${column}), lower(?)) > 0`;
    parts.push({
      sql: not === '-' ? `NOT coalesce(${compare}, 0)` : `coalesce(${compare}, 0)`,
      values: [...(key === undefined ? [] : [`$."${key.replaceAll('"', '')}"`]), value],
    });
    rest = rest.slice(whole.length);
    if (rest.trim() === '') break;
    const join = /^\s+(AND|OR)\s+/i.exec(rest);
    if (!join) throw refuse(`We were unable to parse your search query near "${rest.trim().slice(0, 40)}".`);
    joins.add((join[1] ?? '').toUpperCase());
    rest = rest.slice(join[0].length);
  }
  if (joins.size > 1) throw refuse('You can combine clauses with AND or with OR, not with both.');
  const [join = 'AND'] = joins;
  return {
    sql: `(${parts.map((part) => part.sql).join(` ${join} `)})`,
    values: parts.flatMap((part) => part.values),
  };
}
