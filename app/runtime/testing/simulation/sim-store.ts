import { SwitchyardError } from '../../../base/errors.ts';
import type { FlowId, RunId, TriggerId } from '../../../base/ids.ts';
import type { CommitEdge } from '../../../store/commit-edges.ts';
import { SqliteStore, type SqliteStoreOptions } from '../../../store/sqlite/sqlite-store.ts';
import type { Committed, Store, Transaction } from '../../../store/store.ts';
import { recorded } from './recorded-writes.ts';

/** A guard of the product that is taken out, to see that the simulation notices. */
export type StoreMutant =
  | 'intent after the call'
  | 'intent forgotten with its host'
  | 'cursor apart from its events'
  | 'no dedupe'
  | 'runs take the newest version';

export interface SimStoreOptions {
  readonly file: SqliteStoreOptions['file'];
  readonly now: () => number;
  /** The disk is full now. */
  readonly isFull: () => boolean;
  /** Events as they are taken in: for knowing when the product knew. */
  readonly onTakenIn: (keys: readonly string[]) => void;
  readonly onCommit: (committed: Committed) => void;
  readonly mutant: StoreMutant | undefined;
}

/** Where a host dies: before or after its n-th commit from now on. */
export interface Death {
  readonly edge: 'before' | 'after';
  readonly inWrites: number;
}

/** Where a host dies by name: at the n-th crossing of a commit edge. */
export interface FailPoint {
  readonly name: CommitEdge;
  readonly edge: Death['edge'];
  readonly nth: number;
}

/**
 * The real store on a real file, in a process that may die at any commit. A dead process writes nothing more and hears
 * of nothing: what was asked in the same turn and not committed is lost, as with the plug pulled.
 */
export class SimStore implements Store {
  readonly #inner: SqliteStore;
  readonly #options: SimStoreOptions;
  #flushes: (() => void)[] = [];
  #dropped = false;
  #death: (Death & { left: number }) | undefined;
  #point: FailPoint | undefined;
  #heldIntents: ((tx: Transaction) => void)[] = [];
  /** For a mutant: keys that were let through a second time. */
  readonly #twice = new Set<string>();
  readonly crossed = new Map<CommitEdge, number>();
  /** For a mutant: the last row of the host before. */
  readonly #before: number;
  dead = false;

  constructor(options: SimStoreOptions) {
    this.#options = options;
    this.#inner = new SqliteStore({
      file: options.file,
      now: options.now,
      soon: (callback) => this.#flushes.push(callback),
    });
    this.#inner.onCommit(options.onCommit);
    this.#before = options.mutant === 'intent forgotten with its host' ? this.#inner.read.lastSeq() : 0;
  }

  get read(): Store['read'] {
    const { read } = this.#inner;
    const { mutant } = this.#options;
    const forgets = mutant === 'intent forgotten with its host';
    if (!forgets && mutant !== 'runs take the newest version') return read;
    return new Proxy(read, {
      get: (target, property): unknown => {
        if (forgets && property === 'traceOf')
          return (run: RunId) =>
            target
              .traceOf(run)
              .filter(({ seq, event }) => seq > this.#before || event.type !== 'action_intent');
        if (!forgets && property === 'version')
          return (flow: FlowId, number: number) =>
            target.version(flow, target.flow(flow)?.liveVersion ?? number);
        const member: unknown = Reflect.get(target, property);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
  }
  onCommit(listener: Parameters<Store['onCommit']>[0]): () => void {
    return this.#inner.onCommit((committed) => {
      if (!this.dead) listener(committed);
    });
  }

  write<T>(edge: CommitEdge, work: (tx: Transaction) => T): Promise<T> {
    if (this.dead) return new Promise<T>(() => {});
    if (this.#options.isFull()) return Promise.reject(new SwitchyardError('disk_full', 'The disk is full.'));
    this.crossed.set(edge, (this.crossed.get(edge) ?? 0) + 1);
    const fatal = this.#fatal(edge);
    if (fatal) {
      this.dead = true;
      if (fatal === 'after') void this.#write(edge, work).catch(() => {});
      else this.#dropped = true;
      return new Promise<T>(() => {});
    }
    return this.#deafWhenDead(this.#write(edge, work));
  }

  /** Commits what was asked for since the last time. False when there was nothing. */
  flush(): boolean {
    const flushes = this.#flushes;
    this.#flushes = [];
    for (const flush of flushes) flush();
    return flushes.length > 0;
  }
  /** Dies at a named commit. It is no other death's business how often that is crossed. */
  dieAt(point: FailPoint): void {
    this.#point = point;
  }
  /** On which side of this commit the host dies; undefined when it lives on. */
  #fatal(name: CommitEdge): Death['edge'] | undefined {
    const death = this.#death;
    if (death && (death.left -= 1) === 0) return death.edge;
    const point = this.#point;
    return point?.name === name && this.crossed.get(name) === point.nth ? point.edge : undefined;
  }
  dieLater(death: Death): void {
    this.#death = { ...death, left: death.inWrites };
  }
  /** The plug is pulled between two commits. */
  dieNow(): void {
    this.dead = true;
    this.#dropped = true;
  }
  async close(): Promise<void> {
    await this.#inner.close();
  }

  #deafWhenDead<T>(done: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      done.then(
        (value) => this.dead || resolve(value),
        (error: unknown) => this.dead || reject(error instanceof Error ? error : new Error(String(error))),
      );
    });
  }

  #write<T>(edge: CommitEdge, work: (tx: Transaction) => T): Promise<T> {
    const guarded = (tx: Transaction): T => {
      if (this.#dropped) throw new Error('This process is gone.');
      return work(tx);
    };
    const { mutant } = this.#options;
    if (edge === 'trigger.take-in' && mutant === 'cursor apart from its events')
      return this.#tornCursor(guarded);
    if (mutant === 'intent after the call') {
      if (edge === 'action.intent') return this.#heldBack(guarded);
      if (this.#heldIntents.length > 0)
        return this.#inner.write(edge, (tx) => {
          for (const again of this.#heldIntents.splice(0)) again(tx);
          return guarded(tx);
        });
    }
    if (edge === 'trigger.take-in') return this.#takeIn(guarded);
    return this.#inner.write(edge, guarded);
  }

  /** Notes the keys that are new, once they are committed. */
  async #takeIn<T>(work: (tx: Transaction) => T): Promise<T> {
    let fresh: string[] = [];
    const isMutant = this.#options.mutant === 'no dedupe';
    const twice = this.#twice;
    const value = await this.#inner.write('trigger.take-in', (tx) => {
      fresh = [];
      return work(
        new Proxy(tx, {
          get(target, property): unknown {
            const member: unknown = Reflect.get(target, property);
            if (typeof member !== 'function') return member;
            // Each key comes through once more, and no more often: a flood would drown the world.
            if (property === 'knowsEvent' && isMutant)
              return (trigger: TriggerId, key: string) =>
                target.knowsEvent(trigger, key) && twice.size === twice.add(key).size;
            if (property !== 'addEvent')
              return (...args: unknown[]): unknown => Reflect.apply(member, target, args) as unknown; // given on as it is
            return (event: Parameters<Transaction['addEvent']>[0]) => {
              const isNew =
                target.addEvent(event) ||
                (isMutant && target.addEvent({ ...event, key: `${event.key}:${event.id}` }));
              if (isNew) fresh.push(event.key);
              return isNew;
            };
          },
        }),
      );
    });
    this.#options.onTakenIn(fresh);
    return value;
  }

  /** Does work for its answer alone: what it wrote is taken back, and given as work to be done later. */
  async #rehearse<T>(
    work: (tx: Transaction) => T,
  ): Promise<{ readonly value: T; readonly writes: { name: string; again: (tx: Transaction) => void }[] }> {
    class TakenBack extends Error {}
    let writes: { name: string; again: (tx: Transaction) => void }[] = [];
    const box: { value?: T } = {};
    await this.#inner
      .write('test', (tx) => {
        writes = [];
        box.value = work(recorded(tx, writes));
        throw new TakenBack();
      })
      .catch((error: unknown) => {
        if (!(error instanceof TakenBack)) throw error;
      });
    return { value: box.value as T, writes }; // set before it was taken back, or an error was thrown
  }

  async #tornCursor<T>(work: (tx: Transaction) => T): Promise<T> {
    const { value, writes } = await this.#rehearse(work);
    const isCursor = ({ name }: { name: string }): boolean => name === 'putTrigger';
    await this.#inner.write('test', (tx) => {
      for (const write of writes) if (isCursor(write)) write.again(tx);
    });
    await this.write('test', (tx) => {
      for (const write of writes) if (!isCursor(write)) write.again(tx);
    });
    return value;
  }

  async #heldBack<T>(work: (tx: Transaction) => T): Promise<T> {
    const { value, writes } = await this.#rehearse(work);
    this.#heldIntents.push((tx) => {
      for (const write of writes) write.again(tx);
    });
    return value;
  }
}
