import { createContext, useContext } from 'react';
import { createStore, useStore, type StoreApi } from 'zustand';
import type { FlowView } from '../../app/api/contract/views.ts';
import type { FlowId, NodeId } from '../../app/base/ids.ts';
import type { FlowEdit } from '../../app/graph/edit.ts';
import type { FlowDocument } from '../../app/graph/flow.ts';
import { doEdit, redo, seal, startHistory, undo, type History } from './history.ts';

/** `waiting`: it is tried again. `failed`: it could not be taken as it is. `conflict`: another window was first. */
export type Saved = 'saved' | 'unsaved' | 'saving' | 'waiting' | 'failed' | 'conflict';
export type PanelTab = 'settings' | 'run' | 'inbox';

/** One open flow as it is edited: its document with the way back, what is selected, how saving stands. */
export interface EditorState {
  readonly flow: FlowId;
  readonly history: History;
  readonly revision: number;
  readonly saved: Saved;
  readonly selected: readonly NodeId[];
  /** `from|port|to` of the selected connection. */
  readonly selectedEdge: string | null;
  readonly tab: PanelTab;
  /** A field that wants the focus, once it is on the screen: its name, or `*` for the first one. */
  readonly focusField: string | null;
  edit(edit: FlowEdit, merge?: string): void;
  undo(): void;
  redo(): void;
  select(ids: readonly NodeId[], edge?: string | null): void;
  show(tab: PanelTab): void;
  /** Opens a step's settings at a field. */
  openSettings(id: NodeId, field?: string): void;
  fieldFocused(): void;
  setSaved(saved: Saved, revision?: number): void;
  /** Takes over what another window saved. */
  replace(view: Pick<FlowView, 'document' | 'revision'>): void;
}

export type Editor = StoreApi<EditorState>;

export function createEditor(view: Pick<FlowView, 'id' | 'document' | 'revision'>): Editor {
  return createStore<EditorState>((set) => {
    const changed = (history: History, state: EditorState): Partial<EditorState> => {
      if (history === state.history) return {};
      const there = new Set(history.document.nodes.map((n) => n.id));
      return {
        history,
        saved: state.saved === 'conflict' ? 'conflict' : 'unsaved',
        selected: state.selected.filter((id) => there.has(id)),
      };
    };
    return {
      flow: view.id,
      history: startHistory(view.document),
      revision: view.revision,
      saved: 'saved',
      selected: [],
      selectedEdge: null,
      tab: 'settings',
      focusField: null,
      edit: (edit, merge) => set((s) => changed(doEdit(s.history, edit, merge ?? null), s)),
      undo: () => set((s) => changed(undo(s.history), s)),
      redo: () => set((s) => changed(redo(s.history), s)),
      select: (selected, selectedEdge = null) =>
        set((s) => ({ selected, selectedEdge, history: seal(s.history) })),
      show: (tab) => set({ tab }),
      openSettings: (id, field = '*') =>
        set((s) => ({
          selected: [id],
          selectedEdge: null,
          tab: 'settings',
          focusField: field,
          history: seal(s.history),
        })),
      fieldFocused: () => set((s) => (s.focusField === null ? s : { focusField: null })),
      setSaved: (saved, revision) => set((s) => ({ saved, revision: revision ?? s.revision })),
      replace: ({ document, revision }) =>
        set({ history: startHistory(document), revision, saved: 'saved', selected: [], selectedEdge: null }),
    };
  });
}

export const EditorContext = createContext<Editor | null>(null);

/** Reads the open flow. Only below a flow screen. */
export function useEditor<T>(select: (state: EditorState) => T): T {
  return useStore(useEditorStore(), select);
}

export function useEditorStore(): Editor {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error('There is no open flow here.');
  return editor;
}

export const useDocument = (): FlowDocument => useEditor((s) => s.history.document);
