import { badRequest } from './helpscout-replies.ts';

/** One condition of a Help Scout search such as `(email:"ann@firm.example" AND status:active)`. */
export interface QueryTerm {
  readonly field: string;
  readonly value: string;
}

/**
 * Reads a search of terms joined by AND, in brackets or not. Refuses what this workspace cannot search (OR, ranges,
 * unknown fields) instead of finding too much.
 */
export function readQuery(text: string, fields: readonly string[]): readonly QueryTerm[] {
  const refuse = (message: string) => badRequest({ path: 'query', message, value: text });
  const plain = text.trim().replace(/^\((.*)\)$/s, '$1');
  return plain.split(/\s+AND\s+/).map((part) => {
    const match = /^\(?([A-Za-z]+):\s*(?:"([^"]*)"|([^\s"()]+))\)?$/.exec(part.trim());
    const field = match?.[1]?.toLowerCase();
    const value = match?.[2] ?? match?.[3];
    if (field === undefined || value === undefined)
      throw refuse('is not a search this workspace understands');
    if (!fields.includes(field)) throw refuse(`cannot search by ${field}`);
    return { field, value };
  });
}
