import path from 'node:path';
import type { Host } from '../../app/host.ts';
import { compose } from '../compose.ts';

/** The folder `resources`, two folders up both from the bundle in `dist/main` and from here. */
export const resourcesDir = (): string => path.resolve(import.meta.dirname, '../../resources');

/** Opens a data folder without starting anything in it. Throws `already_running` while the app has it open. */
export async function withProduct<T>(dataDir: string, work: (host: Host) => Promise<T>): Promise<T> {
  const composed = await compose({
    dataDir,
    host: 'headless',
    practice: false,
    resourcesDir: resourcesDir(),
  });
  try {
    return await work(composed.host);
  } finally {
    await composed.close();
  }
}
