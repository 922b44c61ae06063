/**
 * What an action does to the world, least first. Declared by our action table, never by a model or a flow file (G2).
 * read: changes nothing. write: reversible, inside the company. external: a person outside sees it. money: an amount
 * moves. destructive: cannot be taken back.
 */
export const EFFECTS = ['read', 'write', 'external', 'money', 'destructive'] as const;
export type Effect = (typeof EFFECTS)[number];

export const EFFECT_WORDS: Record<Effect, string> = {
  read: 'reads',
  write: 'changes something inside the company',
  external: 'reaches a person outside',
  money: 'moves money',
  destructive: 'cannot be undone',
};

/**
 * How a repeat is recognised at the vendor after a lost answer (connectors.md section 2).
 * key: the vendor keeps our key. ownId: we choose the id. lookUp: we can find what we did. none: nobody can tell.
 */
export type IdempotencyRung = 'key' | 'ownId' | 'lookUp' | 'none';
