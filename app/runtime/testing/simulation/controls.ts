import type { ConnectionId, NodeId } from '../../../base/ids.ts';
import { PRIORITIES, type CapName, type CapScope, type Priority } from '../../../store/records.ts';
import { isFinal } from '../../run-context.ts';
import { asked } from './asked.ts';
import type { SimWorld } from './sim-world.ts';

/** Something that happens several times in a seed. */
export type Often = readonly [what: string, times: number, act: (world: SimWorld, n: number) => void];

const MINUTE = 60_000;

/** What people do to the product as a whole while it works. */
export const CONTROLS: readonly Often[] = [
  ['everything is stopped for a while', 2, (world) => stopAll(world)],
  ['a cap is set', 3, (world) => setCap(world)],
  ['a run is moved to the version that is live', 8, (world) => move(world)],
  ['the queue is asked for something', 4, (world, n) => queue(world, n)],
  ['a case is given a priority', 6, (world) => prioritize(world)],
  ['settings are changed', 3, (world, n) => settings(world, n)],
];

function stopAll(world: SimWorld): void {
  if (world.stoppedSince !== undefined) return;
  // Also when it could not be written down: nothing goes out all the same.
  const stopping = world.life.host.api.control.stopAll().finally(() => {
    world.stoppedSince = world.clock.elapsed;
    world.clock.world(world.plan.whole(1, 20) * MINUTE, () => goOn(world));
  });
  asked(world, 'stop everything', stopping);
}

/** Lets everything go on, when there is a computer on which it can. */
export function goOn(world: SimWorld): void {
  if (world.isDead || world.stoppedSince === undefined) return;
  const since = world.stoppedSince;
  world.stoppedSince = undefined;
  const resuming = world.life.host.api.control.resume().then(
    () => void (world.ableSince = world.clock.elapsed),
    (error: unknown) => {
      // The disk is full, say: it stays stopped, and somebody tries again.
      world.stoppedSince = since;
      world.clock.world(MINUTE, () => goOn(world));
      throw error;
    },
  );
  asked(world, 'resume', resuming);
}

/** A cap that some runs reach; after a while it is taken away again. */
function setCap(world: SimWorld): void {
  const [scope, name, cap] = world.plan.pick<readonly [Exclude<CapScope, 'visit'>, CapName, number]>([
    ['run', 'steps', world.plan.whole(2, 6)],
    ['run', 'calls', world.plan.whole(1, 3)],
    ['flow', 'calls', world.plan.whole(5, 40)],
    ['day', 'tokens', world.plan.whole(10_000, 400_000)],
  ]);
  const set = (value: number | null): void => {
    if (world.isDead) return;
    const flow = scope === 'day' ? {} : { flow: world.flow };
    asked(world, 'cap', world.life.host.api.caps.set({ scope, ...flow, name, cap: value }));
  };
  set(cap);
  world.clock.world(world.plan.whole(10, 60) * MINUTE, () => set(null));
}

/** Moves a run that waits to the version that is live, if it stands at a safe point. */
export function move(world: SimWorld): void {
  const { runs } = world.life.host.api;
  const waiting = world.life.store.read
    .runs({ flow: world.flow, limit: 200 })
    .filter((run) => run.status === 'waiting' && run.version !== world.published);
  const moving = async (): Promise<void> => {
    for (const { id } of waiting) {
      // Most are in the middle of something.
      const can = await runs.previewMove({ id }).catch(() => undefined);
      if (can?.suggested) {
        await runs.move({ id, to: can.to, node: can.suggested });
        return;
      }
    }
  };
  asked(world, 'move', moving());
}

function queue(world: SimWorld, n: number): void {
  const node = 'new' as NodeId; // as sim-flow.ts has it
  const { flows } = world.life.host.api;
  // Two at once, each of them asked for twice by somebody who is not sure.
  for (const id of [`q${n}a`, `q${n}b`])
    for (let twice = 0; twice < 2; twice += 1)
      asked(world, 'queue', flows.startByHand({ id: world.queue, node, data: { ticket: { id } }, key: id }));
}

/** How urgent the next runs of an open case are. */
function prioritize(world: SimWorld): void {
  const { store } = world.life;
  const [first, ...others] = store.read.runs({ limit: 50 }).filter((run) => !isFinal(run));
  if (!first) return;
  const { id } = world.operator.pick([first, ...others]);
  const priority = world.plan.pick<Priority>([...PRIORITIES]);
  const saving = store.write('test', (tx) => {
    const run = tx.run(id);
    if (run && !isFinal(run)) tx.putRun({ ...run, priority });
  });
  asked(world, 'priority', saving);
}

/** What people change in passing. Everything of it is left as it was found, or does not matter to runs. */
function settings(world: SimWorld, n: number): void {
  const { api } = world.life.host;
  const fin = 'agent_fin00000'; // as sim-world.ts makes it
  const id = `conn_finslack` as ConnectionId; // as above
  const changing = async (): Promise<void> => {
    await api.workspace.setOperator({ name: `Dana ${n}` });
    await api.connections.setLimits({ id, concurrency: world.plan.whole(1, 4), perMinute: null });
    await api.flows.bind({ id: world.flow, key: 'fin', agent: fin as never }); // as above
    const made = await api.flows.create({ name: `Spare ${n}` });
    await api.flows.remove(made);
    await api.flows.restore(made);
    await api.flows.remove(made);
  };
  asked(world, 'settings', changing());
}
