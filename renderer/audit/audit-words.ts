import type { AuditView } from '../../app/api/contract/views.ts';
import { catalog } from '../../nodes/catalog.ts';

/** A row's sentence with the titles of actions in place of their types: "Did “Refund” as Fin". */
export function sentenceOf({ sentence, data }: Pick<AuditView, 'sentence' | 'data'>): string {
  const { action } = data;
  const title = typeof action === 'string' ? catalog.action(action)?.title : undefined;
  return title === undefined || typeof action !== 'string'
    ? sentence
    : sentence.replace(action, () => `“${title}”`);
}
