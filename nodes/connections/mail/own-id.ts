import { digestOf } from '../../../app/base/digest.ts';

const MARK = 'sw.';

/**
 * The Message-ID of a mail that an action sends, without brackets: the same for every try of it, so a lost send is found
 * again by it, and an answer to it is known by it.
 */
export const ownMessageId = (opKey: string, address: string): string =>
  `${MARK}${digestOf(opKey).slice(0, 40)}@${address.split('@')[1] ?? 'localhost'}`;

/** Was a mail with this id sent by one of our agents? It only sorts answers; nothing is trusted for it. */
export const isOurId = (id: string): boolean => /^sw\.[0-9a-f]{40}@/.test(id);
