import type { Sayer } from '../../app/store/records.ts';

const KINDS: Readonly<Record<Sayer['kind'], string>> = {
  person: 'a person',
  agent: 'an agent',
  tool: 'a tool',
  event: 'the event',
};

/** "Ivo (IT), an agent". */
export const saidBy = ({ kind, name }: Sayer): string => `${name}, ${KINDS[kind]}`;
