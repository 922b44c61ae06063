import { useReactFlow } from '@xyflow/react';
import { useEffect, type RefObject } from 'react';
import type { NodeId } from '../../../app/base/ids.ts';
import { catalog } from '../../../nodes/catalog.ts';
import { isTyping, keyName } from '../../shell/use-global-keys.ts';
import { CARD_WIDTH } from '../card-size.ts';
import { copySteps, pasteSteps } from '../clipboard.ts';
import { useEditorStore, type EditorState } from '../editor.ts';
import { findEdge, freeWayOut, removeSteps } from '../steps.ts';
import { tidy } from '../tidy.ts';
import { neighbour, type Direction } from '../walk.ts';
import type { PickerPlace } from './use-picker.tsx';

const ARROWS: Readonly<Record<string, Direction>> = {
  arrowleft: 'left',
  arrowright: 'right',
  arrowup: 'up',
  arrowdown: 'down',
};
const STEP: Readonly<Record<Direction, { readonly x: number; readonly y: number }>> = {
  left: { x: -10, y: 0 },
  right: { x: 10, y: 0 },
  up: { x: 0, y: -10 },
  down: { x: 0, y: 10 },
};

interface CanvasKeys {
  /** The part of the screen in which the keys work. */
  readonly area: RefObject<HTMLElement | null>;
  readonly readOnly: boolean;
  openPicker(place: PickerPlace): void;
  showKeys(): void;
}

/** The keys of the canvas. They act only while it has the focus and nobody types. */
export function useCanvasKeys({ area, readOnly, openPicker, showKeys }: CanvasKeys): void {
  const store = useEditorStore();
  const rf = useReactFlow();
  useEffect(() => {
    const ours = (target: EventTarget | null): boolean =>
      !isTyping(target) &&
      (target === document.body || (target instanceof Node && area.current?.contains(target) === true));

    const focus = (id: NodeId): void => {
      const { positions } = store.getState().history.document;
      const at = positions[id];
      const card = (): HTMLElement | null =>
        document.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
      const box = card()?.getBoundingClientRect();
      const room = area.current?.getBoundingClientRect();
      const inView =
        box &&
        room &&
        box.left >= room.left &&
        box.right <= room.right &&
        box.top >= room.top &&
        box.bottom <= room.bottom;
      if (at && !inView) void rf.setCenter(at.x + CARD_WIDTH / 2, at.y + 60, { zoom: rf.getZoom() });
      window.requestAnimationFrame(() => card()?.focus({ preventScroll: true }));
    };
    const walk = (state: EditorState, direction: Direction): void => {
      const { document: flow } = state.history;
      const from = state.selected.at(-1);
      const to = from === undefined ? flow.nodes[0]?.id : neighbour(flow, from, direction);
      if (to === undefined) return;
      state.select([to]);
      focus(to);
    };
    const nudge = (state: EditorState, direction: Direction): void => {
      const by = STEP[direction];
      const positions = Object.fromEntries(
        state.selected.map((id) => {
          const { x, y } = state.history.document.positions[id] ?? { x: 0, y: 0 };
          return [id, { x: x + by.x, y: y + by.y }];
        }),
      );
      state.edit({ do: 'move-nodes', positions }, `nudge ${state.selected.join()}`);
    };
    const remove = (state: EditorState, heal: boolean): void => {
      if (state.selected.length > 0) state.edit(removeSteps(state.history.document, state.selected, heal));
      const edge =
        state.selectedEdge === null ? undefined : findEdge(state.history.document, state.selectedEdge);
      if (edge) state.edit({ do: 'disconnect', edge });
      state.select([]);
    };
    const paste = (state: EditorState, text: string): boolean => {
      const pasted = pasteSteps(state.history.document, text);
      if (!pasted) return false;
      state.edit(pasted.edit);
      state.select(pasted.ids);
      return true;
    };
    const pickNext = (state: EditorState): void => {
      const after =
        state.selected.length === 1 && state.selected[0]
          ? freeWayOut(state.history.document, catalog, state.selected[0])
          : undefined;
      const box =
        (state.selected[0] &&
          document
            .querySelector(`.react-flow__node[data-id="${CSS.escape(state.selected[0])}"]`)
            ?.getBoundingClientRect()) ??
        area.current?.getBoundingClientRect();
      openPicker({ x: (box?.right ?? 400) + 12, y: box?.top ?? 200, ...(after ? { after } : {}) });
    };
    const edits: Readonly<Record<string, (state: EditorState) => void>> = {
      delete: (s) => remove(s, false),
      backspace: (s) => remove(s, false),
      'mod+delete': (s) => remove(s, true),
      'mod+d': (s) => void paste(s, copySteps(s.history.document, s.selected)),
      'shift+l': () => void tidy(store).then(() => rf.fitView({ padding: 0.06, maxZoom: 1 })),
    };
    const views: Readonly<Record<string, (state: EditorState) => void>> = {
      'mod+a': (s) => s.select(s.history.document.nodes.map((n) => n.id)),
      escape: (s) => s.select([]),
      '1': () => void rf.fitView({ padding: 0.06, maxZoom: 1 }),
      '0': () => void rf.zoomTo(1),
      '+': () => void rf.zoomIn(),
      '-': () => void rf.zoomOut(),
      '?': showKeys,
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !ours(event.target)) return;
      const state = store.getState();
      const name = keyName(event);
      const arrow = ARROWS[name.replace('alt+', '')];
      const onButton = event.target instanceof HTMLButtonElement;
      if (arrow && name.startsWith('alt+')) {
        if (readOnly || state.selected.length === 0) return;
        nudge(state, arrow);
      } else if (arrow && !onButton) walk(state, arrow);
      else if (name === 'enter' && !onButton && state.selected[0]) state.openSettings(state.selected[0]);
      // Tab is the way out for everybody who has no step selected.
      else if (name === 'tab' && !readOnly && !onButton && state.selected.length === 1) pickNext(state);
      else if (views[name]) views[name](state);
      else if (edits[name] && !readOnly) edits[name](state);
      else return;
      event.preventDefault();
    };
    const onCopy = (event: ClipboardEvent): void => {
      const state = store.getState();
      if (!ours(event.target) || state.selected.length === 0 || !window.getSelection()?.isCollapsed) return;
      event.clipboardData?.setData('text/plain', copySteps(state.history.document, state.selected));
      if (event.type === 'cut' && !readOnly) remove(state, false);
      event.preventDefault();
    };
    const onPaste = (event: ClipboardEvent): void => {
      if (readOnly || !ours(event.target)) return;
      if (paste(store.getState(), event.clipboardData?.getData('text/plain') ?? '')) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('keydown', onKey);
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [area, openPicker, readOnly, rf, showKeys, store]);
}
