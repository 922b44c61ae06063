import { Button } from '@mantine/core';
import { useReactFlow } from '@xyflow/react';
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { FlowView } from '../../app/api/contract/views.ts';
import { sameJson, type Json } from '../../app/base/json.ts';
import type { FlowDocument } from '../../app/graph/flow.ts';
import { validateFlow } from '../../app/graph/validate.ts';
import { catalog } from '../../nodes/catalog.ts';
import { api } from '../api/client.ts';
import { useLive } from '../api/live.ts';
import { useQuery } from '../api/use-query.ts';
import { isTyping, useGlobalKeys } from '../shell/use-global-keys.ts';
import { useAutosave } from './autosave.ts';
import { AwayLine } from './away-line.tsx';
import { Canvas } from './canvas/canvas.tsx';
import { FirstStep } from './canvas/first-step.tsx';
import { KeyList } from './canvas/key-list.tsx';
import { useCanvasKeys } from './canvas/use-canvas-keys.ts';
import { usePicker } from './canvas/use-picker.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';
import { useDocument, useEditorStore } from './editor.ts';
import styles from './flow-screen.module.css';
import { FollowContext } from './follow.ts';
import { Outline } from './outline/outline.tsx';
import { Palette } from './palette/palette.tsx';
import { Panel } from './panel/panel.tsx';
import { RunTab } from './panel/run-tab.tsx';
import { addStep, freeWayOut } from './steps.ts';
import { TopBar, type Reading } from './top-bar/top-bar.tsx';
import { usePlaced } from './use-placed.ts';
import { useFollowedRun } from './use-followed-run.ts';

/** Do two flows mean the same? Where the cards stand does not count. */
const sameMeaning = (a: FlowDocument, b: FlowDocument): boolean =>
  sameJson({ ...a, positions: {} } as Json, { ...b, positions: {} } as Json); // documents are JSON by their schema

/** Palette, canvas or outline, and the panel; the draft with its undo, and the run that is followed. */
export function OpenFlow({ view }: { readonly view: FlowView }): ReactNode {
  const store = useEditorStore();
  const draft = useDocument();
  const saver = useAutosave(store);
  const followed = useFollowedRun(view.id);
  const cards = useQuery(() => api.inbox.list.query({ which: 'pending' }), ['inbox']);
  const rf = useReactFlow();
  const area = useRef<HTMLDivElement>(null);
  const [reading, setReading] = useState<Reading>('canvas');
  const [showsPast, setShowsPast] = useState(false);
  const [keys, setKeys] = useState(false);
  const showKeys = useCallback(() => setKeys(true), []);
  const past = showsPast ? followed.view : undefined;
  const readOnly = past !== undefined;
  const shown = past?.document ?? draft;
  const checked = useDeferredValue(shown);
  const problems = useMemo(() => validateFlow(checked, catalog), [checked]);
  const differs = useMemo(
    () => followed.view !== undefined && !sameMeaning(followed.view.document, draft),
    [followed.view, draft],
  );
  const { picker, openPicker } = usePicker(() => store.getState().show('settings'));
  useNewerDraft(view);
  usePlaced(store);
  useCanvasKeys({ area, readOnly, openPicker, showKeys });
  useGlobalKeys({
    'mod+s': () => void saver.now(),
    ...(readOnly
      ? {}
      : {
          'mod+z': (e) => !isTyping(e.target) && store.getState().undo(),
          'mod+shift+z': () => store.getState().redo(),
          'mod+y': () => store.getState().redo(),
        }),
  });

  const add = (type: string): void => {
    const { history, selected, edit, select, show } = store.getState();
    const [last] = selected;
    const after = selected.length === 1 && last ? freeWayOut(history.document, catalog, last) : undefined;
    const added = addStep(history.document, catalog, type, after ? { after } : {});
    if (!added) return;
    edit(added.edit);
    select([added.id]);
    show('settings');
    window.requestAnimationFrame(() => bringIntoView(rf, area.current, added.id));
  };
  return (
    <FollowContext value={followed.follow}>
      <main className={styles['screen']}>
        <h1 className="visually-hidden">{draft.name}</h1>
        <TopBar
          view={view}
          problems={problems}
          saver={saver}
          readOnly={readOnly}
          reading={reading}
          setReading={setReading}
          onStarted={(run) => {
            followed.choose(run);
            store.getState().show('run');
          }}
        />
        <div className={styles['columns']} data-read-only={readOnly || undefined}>
          {!readOnly && <Palette onAdd={add} />}
          <div className={styles['centre']}>
            <AwayLine view={view} />
            {past && (
              <div className={styles['past']} role="status">
                You are looking at version {past.run.version}, as this run took it. It cannot be changed.
                <Button size="compact-xs" variant="default" onClick={() => setShowsPast(false)}>
                  Back to the draft
                </Button>
              </div>
            )}
            <div
              className={styles['canvasArea']}
              ref={area}
              role="region"
              aria-label={reading === 'canvas' ? 'Canvas' : 'Flow as text'}
            >
              {reading === 'canvas' ? (
                <Canvas
                  key={past ? past.run.id : 'draft'}
                  document={shown}
                  problems={problems}
                  readOnly={readOnly}
                  openPicker={openPicker}
                />
              ) : (
                <Outline document={shown} readOnly={readOnly} openPicker={openPicker} />
              )}
              {reading === 'canvas' && shown.nodes.length === 0 && <FirstStep onAdd={add} />}
            </div>
            <SaidLine run={followed.view?.run.id} />
          </div>
          <Panel
            view={view}
            shown={shown}
            problems={problems}
            readOnly={readOnly}
            needsYou={(cards.data ?? []).filter((card) => card.flow === view.id).length}
            run={
              <RunTab
                runs={followed.runs}
                chosen={followed.chosen}
                followed={followed.view}
                differs={differs && !readOnly}
                choose={followed.choose}
                showVersion={() => setShowsPast(true)}
              />
            }
          />
        </div>
        {picker}
        <KeyList opened={keys} onClose={() => setKeys(false)} />
        <ConflictDialog saver={saver} />
      </main>
    </FollowContext>
  );
}

/** What is happening in the followed run right now, in one line. */
function SaidLine({ run }: { readonly run: string | undefined }): ReactNode {
  const said = useLive((s) => (run === undefined ? undefined : s.said[run]));
  return said ? (
    <div className={styles['said']} aria-hidden>
      {said.text}
    </div>
  ) : null;
}

/** Takes over what another window saved, as long as nothing is unsaved here. */
function useNewerDraft(view: FlowView): void {
  const store = useEditorStore();
  useEffect(() => {
    const { saved, revision, replace } = store.getState();
    if (saved === 'saved' && view.revision > revision) replace(view);
  }, [store, view]);
}

function bringIntoView(rf: ReturnType<typeof useReactFlow>, area: HTMLElement | null, id: string): void {
  const node = rf.getNode(id);
  const box = area?.getBoundingClientRect();
  if (!node || !box) return;
  const corner = rf.flowToScreenPosition(node.position);
  const zoom = rf.getZoom();
  const inView =
    corner.x >= box.left &&
    corner.y >= box.top &&
    corner.x + (node.width ?? 0) * zoom <= box.right &&
    corner.y + (node.height ?? 0) * zoom <= box.bottom;
  if (!inView)
    void rf.setCenter(node.position.x + (node.width ?? 0) / 2, node.position.y + (node.height ?? 0) / 2, {
      zoom,
      duration: 200,
    });
}
