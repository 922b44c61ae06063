import { useEffect, useRef } from 'react';
import { api } from '../api/client.ts';
import { errorOf } from '../api/errors.ts';
import { sayError } from '../shell/toast.ts';
import type { Editor } from './editor.ts';

/** Pause after the last edit before it is saved, in milliseconds. */
const PAUSE_MS = 600;
/** Pause before a failed save is tried again, in milliseconds. */
const AGAIN_MS = 3_000;

/** Saves one flow: one save at a time, each with the newest document. */
export class Saver {
  readonly #editor: Editor;
  #running: Promise<boolean> | undefined;

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  /** Saves until nothing is left to save. False when that was not possible. */
  now(): Promise<boolean> {
    this.#running ??= this.#saveAll().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #saveAll(): Promise<boolean> {
    for (;;) {
      const { saved, history, revision, flow, setSaved } = this.#editor.getState();
      if (saved === 'saved') return true;
      if (saved === 'conflict') return false;
      setSaved('saving');
      try {
        const done = await api.flows.save.mutate({ id: flow, revision, document: history.document });
        const unchanged = this.#editor.getState().history.document === history.document;
        setSaved(unchanged ? 'saved' : 'unsaved', done.revision);
      } catch (thrown) {
        const { code } = errorOf(thrown);
        setSaved(code === 'conflict' ? 'conflict' : code === 'temporary' ? 'waiting' : 'failed');
        if (code !== 'conflict' && code !== 'temporary') sayError(thrown);
        return false;
      }
    }
  }
}

/** Saves by itself shortly after each edit, and when the window is left. */
export function useAutosave(editor: Editor): Saver {
  const saver = useRef<Saver | null>(null);
  saver.current ??= new Saver(editor);
  const mine = saver.current;
  useEffect(() => {
    let timer = 0;
    const later = (pause: number): void => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void mine.now(), pause);
    };
    const stop = editor.subscribe((state, before) => {
      if (state.saved === 'waiting' && before.saved !== 'waiting') later(AGAIN_MS);
      if (state.history.document !== before.history.document && state.saved === 'unsaved') later(PAUSE_MS);
    });
    const leave = (): void => {
      if (document.visibilityState === 'hidden') void mine.now();
    };
    document.addEventListener('visibilitychange', leave);
    return () => {
      stop();
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', leave);
      void mine.now();
    };
  }, [editor, mine]);
  return mine;
}
