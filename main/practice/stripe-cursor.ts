import { ParameterRefusal } from './stripe-replies.ts';

/** The opaque page mark of a search result. */
export const cursorTo = (seq: number): string => Buffer.from(`after:${seq}`).toString('base64url');

/** The row after which the next page begins; refuses a mark that this workspace did not give. */
export function cursorFrom(page: string | undefined): number | undefined {
  if (page === undefined || page === '') return undefined;
  const match = /^after:(\d+)$/.exec(Buffer.from(page, 'base64url').toString());
  if (!match) throw new ParameterRefusal({ message: 'Invalid page', param: 'page' });
  return Number(match[1]);
}
