import { OctagonX } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { trying } from '../shell/toast.ts';
import styles from './control.module.css';

/** At once and without a question: what it does is undone by Resume. */
export const stopEverything = (): void => void trying(() => api.control.stopAll.mutate());

/** The one red button. Ctrl+Shift+. does the same from anywhere, also while somebody types. */
export function StopEverything(): ReactNode {
  const { data } = useQuery(() => api.control.get.query(), ['workspace']);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      // By its place on the keyboard: what Shift makes of the key differs from country to country.
      if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.code !== 'Period') return;
      event.preventDefault();
      stopEverything();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  const isStopped = data?.stopped !== null && data !== undefined;
  return (
    <button
      type="button"
      className={styles['stop']}
      onClick={stopEverything}
      disabled={isStopped}
      aria-keyshortcuts="Control+Shift+."
      title="Stop everything at once (Ctrl+Shift+.)"
    >
      <OctagonX size={19} strokeWidth={1.8} aria-hidden />
      <span>{isStopped ? 'Stopped' : 'Stop everything'}</span>
    </button>
  );
}
