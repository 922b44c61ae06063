import { turnOnFlow } from '../tests/drivers/workspace-setup.ts';
import { addTeammate, effectsOf, inARow, openHostRig, SAM } from './host-rig.ts';
import { statsOf } from './process-stats.ts';
import { report } from './report.ts';

const REPETITIONS = 5;
const LOOK_MS = 20_000;
/** What a start leaves behind is gone by then. */
const CALM_MS = 5_000;
/** The teammate's account is looked at every second; after this pause it is due. */
const DUE_MS = 1_200;

const FLOW = inARow(
  'Note each ticket',
  [
    { id: 'new', type: 'helpscout.new-conversation', config: { agent: 'sam' } },
    {
      id: 'note',
      type: 'helpscout.note',
      config: { agent: 'sam', ticket: '{{ticket.id}}', text: 'Seen.' },
    },
  ],
  SAM,
);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A host with nothing to do, and how soon after a start the first run has done something. */
export async function benchIdle(file: string | undefined): Promise<void> {
  const rig = await openHostRig();
  try {
    await pause(CALM_MS);
    const cpu: number[] = [];
    const rss: number[] = [];
    for (let n = 0; n < REPETITIONS; n += 1) {
      const before = await statsOf(rig.host.child.pid);
      await pause(LOOK_MS);
      const after = await statsOf(rig.host.child.pid);
      cpu.push(((after.cpuMs - before.cpuMs) / LOOK_MS) * 100);
      rss.push(after.rssMb);
    }
    report({ bench: 'idle/headless', metric: 'cpu', unit: '% of a core', values: cpu }, file);
    report({ bench: 'idle/headless', metric: 'rss', unit: 'MB', values: rss }, file);

    const api = await rig.host.api();
    await addTeammate(api, rig.outside);
    await turnOnFlow(api, FLOW);
    const notes = effectsOf(rig.outside, 'note added');
    await rig.outside.write(1);
    await notes.total(1);
    const first: number[] = [];
    const ready: number[] = [];
    for (let n = 0; n < REPETITIONS; n += 1) {
      await rig.host.stop();
      const [ticket] = await rig.outside.write(1);
      await pause(DUE_MS);
      const began = performance.now();
      const done = notes.of(String(ticket)).then(() => performance.now() - began);
      ready.push(await rig.restart());
      first.push(await done);
    }
    notes.end();
    report({ bench: 'idle/start', metric: 'time_to_ready', unit: 'ms', values: ready }, file);
    report({ bench: 'idle/start', metric: 'time_to_first_effect', unit: 'ms', values: first }, file);
  } finally {
    await rig.close();
  }
}
