import type { SimWorld } from './sim-world.ts';

/** What a person asked for may be refused, because somebody was faster, or never answered, because the host died. */
export function asked(world: SimWorld, what: string, doing: Promise<unknown>): void {
  doing.catch((error: unknown) => {
    world.note(`refused ${what}: ${String(error)}`);
    if (/inside Switchyard|TypeError|Sqlite/.test(String(error))) world.finding(`${what}: ${String(error)}`);
  });
}
