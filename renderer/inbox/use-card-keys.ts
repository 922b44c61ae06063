import { useRef, useState, type KeyboardEvent as ReactKeyboardEvent } from 'react';
import type { CardKey } from './card-decision.tsx';

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat'> & {
  readonly target: object | null;
};

const LETTERS_ARE_LETTERS =
  'input, textarea, select, [role="combobox"], [role="listbox"], [role="menu"], [role="dialog"], [contenteditable="true"]';

/** Is somebody typing, choosing, or in a dialog? Then letters are letters. */
export const isTyping = (target: object | null): boolean =>
  target !== null && isInPage(target) && Boolean(target.closest(LETTERS_ARE_LETTERS));

/** What has a place in a page can look around it. */
const isInPage = (target: object): target is { closest(selector: string): unknown } =>
  'closest' in target && typeof target.closest === 'function';

const MEANS: Readonly<Record<string, CardKey['what']>> = {
  a: 'approve',
  e: 'edit',
  r: 'reject',
  q: 'ask',
  l: 'later',
};

/** What a key means on a list of cards, or nothing. */
export function meaningOf(event: Key): 'next' | 'previous' | CardKey['what'] | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || isTyping(event.target))
    return undefined;
  const key = event.key.toLowerCase();
  if (key === 'j') return 'next';
  if (key === 'k') return 'previous';
  // A key that is held down must not decide one card after the other.
  if (event.repeat) return undefined;
  return MEANS[key];
}

export interface CardKeys {
  readonly pressed: { readonly card: string; readonly key: CardKey } | null;
  /** True when the key meant something here. */
  onKey(event: Key): boolean;
  onKeyDown(event: ReactKeyboardEvent): void;
}

/** J and K move the mark, A approves, E edits, R rejects the marked card, Q asks about it, L puts it off. */
export function useCardKeys(
  ids: readonly string[],
  marked: string | null,
  mark: (id: string) => void,
): CardKeys {
  const [pressed, setPressed] = useState<CardKeys['pressed']>(null);
  const count = useRef(0);
  const onKey = (event: Key): boolean => {
    const meaning = meaningOf(event);
    if (meaning === undefined) return false;
    if (meaning === 'next' || meaning === 'previous') {
      const at = marked === null ? -1 : ids.indexOf(marked);
      const to =
        ids[Math.min(ids.length - 1, Math.max(0, at + (meaning === 'next' ? 1 : at === -1 ? 1 : -1)))];
      if (to !== undefined) mark(to);
      return true;
    }
    if (marked === null || !ids.includes(marked)) return false;
    count.current += 1;
    setPressed({ card: marked, key: { what: meaning, nr: count.current } });
    return true;
  };
  return {
    pressed,
    onKey,
    onKeyDown: (event) => {
      if (!onKey(event.nativeEvent)) return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
