import type { AgentId } from '../../../base/ids.ts';
import type { ApprovalRecord } from '../../../store/records.ts';
import { isFinal } from '../../run-context.ts';
import { keysOf } from './op-keys.ts';
import { LETTERS, PARCEL, simFlow } from './sim-flow.ts';
import { asked } from './asked.ts';
import { CONTROLS, move, type Often } from './controls.ts';
import { autonomyOf, type SimWorld } from './sim-world.ts';

/** Something that happens to the company at a moment of the world's time. */
export interface Happening {
  readonly at: number;
  readonly what: string;
  readonly act: (world: SimWorld) => void;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY_MS = 4 * HOUR;

/** How often what happens in one seed: about 200 things. */
const OFTEN: readonly Often[] = [
  ['somebody looks into the inbox', 60, (world) => decideOne(world)],
  ['the computer loses power', 5, (world) => world.life.store.dieNow()],
  [
    'the computer will lose power at a commit',
    8,
    (world) =>
      world.life.store.dieLater({
        inWrites: world.plan.whole(1, 40),
        edge: world.plan.pick(['before', 'after']),
      }),
  ],
  ['the computer loses power while a ticket is taken in', 5, (world, n) => takenInAtDeath(world, n)],
  ['a run is stopped', 6, (world) => stopOne(world)],
  ['a tool is away', 4, (world) => beAway(world)],
  ['the disk is full', 3, (world) => fillDisk(world)],
  [
    'the clock is set',
    5,
    (world) => world.clock.set(world.plan.pick([-HOUR, HOUR, -3 * MINUTE, 3 * MINUTE, -1_500, 1_500])),
  ],
  ['the computer sleeps', 3, (world) => sleep(world)],
  ['the flow is turned off for a while', 3, (world) => turnOffForAWhile(world)],
  ['a new version is published', 4, (world) => publish(world)],
  ['an agent may not do something any more', 4, (world) => sayNever(world)],
  ['a run is started by hand', 4, (world, n) => startByHand(world, n)],
  ...CONTROLS,
];
const TICKETS = 50;
/** What most tickets are about; the others are any of those that the router knows, or none. */
const COMMON = ['a', 'a', 'a', 'b', 'b', 'c', 'd'] as const;
const EACH = [...LETTERS, 'd'] as const;

/** Everything that happens in a seed, in order. */
export function happeningsOf(
  world: SimWorld,
  scale: number,
  deaths: { readonly power: boolean; readonly poison: boolean },
): readonly Happening[] {
  const { plan } = world;
  const all: Happening[] = [];
  for (let n = 0; n < TICKETS * scale; n += 1) {
    const id = `t${n}`;
    // Now and then many come at once.
    // In a small story nothing is left to chance: one of each.
    const common = scale < 1 ? EACH[n % EACH.length] : undefined;
    const letter = common ?? (plan.percent(70) ? plan.pick([...COMMON]) : plan.pick([...LETTERS]));
    const some = plan.percent(30)
      ? 20 * MINUTE * plan.whole(1, Math.ceil(10 * scale))
      : plan.whole(0, DAY_MS * scale);
    // It takes three deaths to be set aside, and a small story is short.
    const at = letter === 'x' && scale < 1 ? 0 : some;
    if (letter === 'x' && !deaths.poison) continue;
    all.push({ at, what: `ticket ${id} (${letter})`, act: (w) => w.writeTicket(id, letter) });
    if (letter === 'e' || letter === 'h')
      for (const nth of [1, 2].slice(0, plan.whole(0, 2)))
        all.push({
          at: at + plan.whole(0, 70) * MINUTE,
          what: `parcel ${id} ${nth}`,
          act: (w) => {
            const { events } = w.life.host.api;
            // Twice, as senders do that are not sure.
            for (const key of [`${id}/${nth}`, `${id}/${nth}`])
              asked(w, 'report', events.report({ name: PARCEL, about: id, key, data: {} }));
          },
        });
    if (letter !== 'a' || !plan.percent(80)) continue;
    for (let reply = 0; reply < plan.whole(1, 2); reply += 1) {
      const after = plan.percent(30) ? plan.whole(0, 90_000) : plan.whole(MINUTE, 3 * HOUR);
      all.push({ at: at + after, what: `reply ${id}`, act: (w) => w.writeReply(id, reply) });
    }
  }
  for (const [what, times, act] of OFTEN) {
    if (!deaths.power && what.includes('power')) continue;
    for (let n = 0; n < times * scale; n += 1)
      all.push({ at: plan.whole(MINUTE, (DAY_MS + HOUR) * scale), what, act: (w) => act(w, n) });
  }
  return all.toSorted((a, b) => a.at - b.at);
}

/** A person answers a card, with what the vendor's own books say where it asks whether something happened. */
export function decide(world: SimWorld, card: ApprovalRecord): void {
  const { inbox } = world.life.host.api;
  const { operator, vendors } = world;
  const { id, digest } = card;
  if (card.kind === 'unknown') {
    const opKey = keysOf(card.run, world.life.store.read.traceOf(card.run)).get(card.step) ?? '';
    // A call that may still land is not looked for yet.
    if (vendors.isUnderWay(opKey)) return;
    const run = world.life.store.read.run(card.run);
    const isOver = !run || isFinal(run);
    const answer = vendors.happened(opKey)
      ? 'happened'
      : isOver || operator.percent(50)
        ? 'leave-it'
        : 'do-it-now';
    asked(world, 'settle', inbox.settleUnknown({ id, answer }));
    return;
  }
  const way = operator.weighted({ approve: 60, edit: 15, reject: 25 });
  if (way === 'reject') asked(world, 'reject', inbox.reject({ id, note: 'No.' }));
  else if (way === 'edit' && card.kind === 'action' && card.proposal && digest) {
    const input = { ...card.proposal.input, text: `${String(card.proposal.input['text'])} (edited)` };
    asked(world, 'edit', inbox.editAndApprove({ id, digest, input }));
  } else asked(world, 'approve', inbox.approve({ id, digest }));
}

function decideOne(world: SimWorld): void {
  const [first, ...others] = world.life.store.read.approvals('pending', 50);
  if (first) decide(world, world.operator.pick([first, ...others]));
}

/** A ticket comes, and one of the next looks of the host is its last. */
function takenInAtDeath(world: SimWorld, n: number): void {
  const { plan } = world;
  world.writeTicket(`p${n}`, plan.pick(['a', 'b', 'c']));
  const { store } = world.life;
  store.dieAt({
    name: 'trigger.take-in',
    edge: plan.pick(['before', 'after']),
    nth: (store.crossed.get('trigger.take-in') ?? 0) + plan.whole(1, 3),
  });
}

function stopOne(world: SimWorld): void {
  const [first, ...others] = world.life.store.read
    .runs({ limit: 200 })
    .filter((run) => run.status === 'ready' || run.status === 'waiting');
  if (!first) return;
  const { id } = world.operator.pick([first, ...others]);
  asked(world, 'stop', world.life.host.api.runs.stop({ id }));
}

function beAway(world: SimWorld): void {
  const tool = world.plan.pick(['helpscout', 'slack', 'stripe']);
  world.vendors.away.add(tool);
  world.clock.world(world.plan.whole(1, 60) * MINUTE, () => world.vendors.away.delete(tool));
}

function fillDisk(world: SimWorld): void {
  world.diskFull = true;
  world.clock.world(world.plan.whole(5, 600) * 1_000, () => {
    world.diskFull = false;
    world.ableSince = world.clock.elapsed;
  });
}

function sleep(world: SimWorld): void {
  world.clock.sleep(world.plan.whole(1, 90) * MINUTE);
  world.ableSince = world.clock.elapsed;
}

function turnOffForAWhile(world: SimWorld): void {
  const { api } = world.life.host;
  const id = world.flow;
  asked(world, 'turn off', api.flows.turnOff({ id }));
  world.clock.world(world.plan.whole(1, 20) * MINUTE, () => turnOn(world));
}

/** Turns the flow on, when there is a computer on which it can be. */
export function turnOn(world: SimWorld): void {
  if (!world.isDead) asked(world, 'turn on', world.life.host.api.flows.turnOn({ id: world.flow }));
}

function publish(world: SimWorld): void {
  const { flows } = world.life.host.api;
  const id = world.flow;
  const document = simFlow((world.published += 1), world.called);
  const publishing = async (): Promise<void> => {
    const { revision } = await flows.get({ id });
    await flows.save({ id, revision, document });
    await flows.publish({ id, note: '' });
  };
  asked(
    world,
    'publish',
    publishing().then(() => move(world)),
  );
}

/** "Never", which holds from the moment it is written down; after a while it is allowed again. */
function sayNever(world: SimWorld): void {
  const key = world.plan.pick(['fin', 'pat']);
  const action = world.plan.pick(['sim.key', 'sim.ownId', 'sim.lookUp', 'sim.none']);
  const name = `${key} ${action}`;
  putAutonomy(world, key, [action], () => world.never.set(name, world.clock.elapsed));
  world.clock.world(world.plan.whole(5, 40) * MINUTE, () => {
    world.never.delete(name);
    putAutonomy(world, key, [], () => {});
  });
}

/** Writes down what an agent may never do: what is given, and what it could not do before. */
function putAutonomy(world: SimWorld, key: string, more: readonly string[], then: () => void): void {
  if (world.isDead) return;
  const id = `agent_${key}00000` as AgentId; // as sim-world.ts makes it
  const before = [...world.never.keys()].flatMap((name) =>
    name.startsWith(`${key} `) ? [name.slice(key.length + 1)] : [],
  );
  const saving = world.life.store.write('agent.save', (tx) => {
    const agent = tx.agent(id);
    if (agent) tx.putAgent({ ...agent, autonomy: autonomyOf(key, [...before, ...more]) });
  });
  asked(world, 'autonomy', saving.then(then));
}

function startByHand(world: SimWorld, n: number): void {
  const read = world.life.store.read;
  const flow = read.flow(world.flow);
  const node = flow?.liveVersion && read.version(world.flow, flow.liveVersion)?.plan.triggers[0];
  if (!node) return;
  const data = { ticket: { id: `h${n}`, text: world.plan.pick(['a', 'b', 'c']) } };
  asked(world, 'by hand', world.life.host.api.flows.startByHand({ id: world.flow, node, data }));
}
