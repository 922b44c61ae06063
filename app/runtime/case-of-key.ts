import type { CaseRecord } from '../store/records.ts';
import type { Reader } from '../store/store.ts';

/** A case is found by its own key, or by one that was joined to it. */
export const caseOfKey = (read: Reader, key: string): CaseRecord | undefined =>
  read.caseByKey(key) ?? read.caseJoined(key);
