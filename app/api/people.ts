import { peopleBook, putPeopleBook } from '../runtime/people-book.ts';
import type { Api } from './contract/api.ts';
import { operatorOf, type ApiParts } from './parts.ts';

/** Who can be asked, when they work and are away, and who is asked where nobody is named. Holds from the next card on. */
export function peopleApi(parts: ApiParts): Api['people'] {
  const { store, clock } = parts;
  return {
    get: async () => peopleBook(store.read),
    set: async (book) => {
      await store.write('people.set', (tx) => {
        putPeopleBook(tx, book);
        tx.addAudit(clock.now(), operatorOf(parts), 'people_changed', {
          people: book.people.map((one) => one.name),
          chain: book.chain.map(({ person, within }) => (within ? `${person} for ${within}` : person)),
          atEnd: book.atEnd,
        });
      });
    },
  };
}
