import { useEffect, useState } from 'react';
import type { DirectiveOwner, HowRead } from '../../app/store/directives.ts';
import { RULE_GROUP } from '../../app/kit/condition/rules.ts';
import { api } from '../api/client.ts';
import { toSend, type DirectiveDraft } from './draft.ts';

/** So long nothing is typed before the words are read. */
const PAUSE_MS = 250;

/** How directives are understood while they are typed, by id. Keeps the last answer while the next is under way. */
export function useReadings(
  owner: DirectiveOwner,
  drafts: readonly DirectiveDraft[],
): ReadonlyMap<string, HowRead> {
  const [readings, setReadings] = useState<ReadonlyMap<string, HowRead>>(new Map());
  // A rule that is not filled in yet cannot be read, and keeps nobody else's words from it.
  const readable = drafts.filter(({ when }) => when === undefined || RULE_GROUP.safeParse(when).success);
  const asked = JSON.stringify(
    toSend(readable.map((draft) => ({ ...draft, text: draft.text.slice(0, 500) }))),
  );
  useEffect(() => {
    let current = true;
    const timer = window.setTimeout(() => {
      void api.directives.read
        .query({ owner, directives: JSON.parse(asked) as ReturnType<typeof toSend> }) // as written two lines above
        .then((all) => {
          if (current) setReadings(new Map(all.map((one) => [one.id, one])));
        })
        .catch(() => {}); // what is too long, say; the last reading stays
    }, PAUSE_MS);
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [owner, asked]);
  return readings;
}
