import { useEffect, useRef } from 'react';

type Handlers = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** "mod+k", "shift+l", "delete": Ctrl and Cmd are both `mod`. */
export function keyName(event: KeyboardEvent): string {
  const { key } = event;
  const parts = [
    event.ctrlKey || event.metaKey ? 'mod' : '',
    event.altKey ? 'alt' : '',
    event.shiftKey && (key.length > 1 || /[a-z]/i.test(key)) ? 'shift' : '',
    key === ' ' ? 'space' : key.toLowerCase(),
  ];
  return parts.filter(Boolean).join('+');
}

/** Is somebody typing there? Single letters must go into the text then. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

/** Keys that work anywhere in the window. */
export function useGlobalKeys(handlers: Handlers): void {
  const current = useRef(handlers);
  current.current = handlers;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const handler = event.defaultPrevented ? undefined : current.current[keyName(event)];
      if (!handler) return;
      event.preventDefault();
      handler(event);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
