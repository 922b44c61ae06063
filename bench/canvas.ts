import { chromium, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FlowDocument } from '../app/graph/flow.ts';
import { FLOW_FORMAT, FLOW_VERSION } from '../app/graph/flow.ts';
import type { NodeId } from '../app/base/ids.ts';
import { browserOptions } from '../tests/drivers/browser.ts';
import { startHost } from '../tests/drivers/headless-host.ts';
import { report } from './report.ts';

const COLUMNS = 20;

/** A flow of many steps: rows of notes behind one trigger. */
function largeFlow(count: number): FlowDocument {
  const id = (n: number): NodeId => `s${n}` as NodeId; // a letter and digits
  return {
    format: FLOW_FORMAT,
    version: FLOW_VERSION,
    name: `${count} steps`,
    team: [{ key: 'sam', name: 'Sam', role: '' }],
    nodes: Array.from({ length: count }, (_, n) => ({
      id: id(n),
      type: n === 0 ? 'helpscout.new-conversation' : 'helpscout.note',
      version: 1,
      config: n === 0 ? { agent: 'sam' } : { agent: 'sam', ticket: '{{ticket.id}}', text: `Note ${n}` },
    })),
    edges: Array.from({ length: count - 1 }, (_, n) => ({ from: id(n), port: 'next', to: id(n + 1) })),
    positions: Object.fromEntries(
      Array.from({ length: count }, (_, n) => [
        id(n),
        { x: (n % COLUMNS) * 300, y: Math.floor(n / COLUMNS) * 170 },
      ]),
    ),
  };
}

/** Moves the mouse with the button down and gives the milliseconds between the frames that were drawn meanwhile. */
async function framesWhileDragging(page: Page, from: { x: number; y: number }): Promise<number[]> {
  // As text: the browser has no business with this project's types.
  await page.evaluate(
    `window.__frames = []; (() => { let last = performance.now(); const tick = (now) => { window.__frames.push(now - last); last = now; window.__raf = requestAnimationFrame(tick); }; window.__raf = requestAnimationFrame(tick); })()`,
  );
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (let n = 1; n <= 90; n += 1)
    await page.mouse.move(from.x + Math.sin(n / 8) * 160, from.y + Math.cos(n / 8) * 120);
  await page.mouse.up();
  const frames = await page.evaluate('cancelAnimationFrame(window.__raf), window.__frames');
  return (frames as number[]).slice(2); // what the script above collected
}

/** Frame times of the canvas with 20 and with 200 steps, panning; and script time a frame. */
export async function benchCanvas(file: string | undefined): Promise<void> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'switchyard-canvas-'));
  const host = await startHost({ dataDir });
  const browser = await chromium.launch(browserOptions());
  try {
    const api = await host.api();
    const frames = new Map<number, number[]>();
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const [name, value] = host.cookie().split('=');
    await context.addCookies([{ name: name ?? '', value: value ?? '', url: host.origin }]);
    for (const count of [20, 200]) {
      const { id } = await api.flows.importFlow.mutate({ text: JSON.stringify(largeFlow(count)) });
      const page = await context.newPage();
      await page.goto(`${host.origin}/#/flows/${id}`);
      await page.locator('.react-flow__node').first().waitFor();
      const pane = await page.locator('.react-flow').boundingBox();
      const from = {
        x: (pane?.x ?? 0) + (pane?.width ?? 0) / 2,
        y: (pane?.y ?? 0) + (pane?.height ?? 0) - 40,
      };
      await framesWhileDragging(page, from); // warm
      frames.set(count, await framesWhileDragging(page, from));
      await page.close();
    }
    report(
      {
        bench: 'canvas/200-nodes',
        metric: 'frame_time_panning',
        unit: 'ms',
        values: frames.get(200) ?? [],
        baseline: frames.get(20) ?? [],
      },
      file,
    );
  } finally {
    await browser.close();
    await host.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
