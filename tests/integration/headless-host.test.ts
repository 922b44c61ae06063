import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { root, startHost, type RunningHost } from '../drivers/headless-host.ts';

/** The headless host as a process: how it starts, ends and stays reachable. */
const folders: string[] = [];
const hosts: RunningHost[] = [];
const newFolder = (): string => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'switchyard-host-'));
  folders.push(dir);
  return dir;
};
const start = async (dataDir: string): Promise<RunningHost> => {
  const host = await startHost({ dataDir });
  hosts.push(host);
  return host;
};

/** Starts a host that cannot start. Gives what it said, and its exit code. */
const startInVain = (
  ...args: readonly string[]
): Promise<{ code: number | null; said: string; printed: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, 'dist/main/headless.js'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    let printed = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.once('close', (code) => resolve({ code, said, printed }));
  });

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.kill()));
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true });
});

describe('the headless host as a process', () => {
  it('ends cleanly when it is asked to, with every file closed and the folder free', async () => {
    const dataDir = newFolder();
    const host = await start(dataDir);
    const api = await host.api();
    await api.flows.create.mutate({ name: 'Kept' });
    expect(await host.stop()).toBe(0);
    expect(host.complaints()).toBe('');
    // SQLite removes its write-ahead log when the last connection closes in order.
    expect(existsSync(path.join(dataDir, 'switchyard.db-wal'))).toBe(false);
    const again = await (await start(dataDir)).api();
    expect((await again.flows.list.query()).map(({ name }) => name)).toEqual(['Kept']);
  });

  it('says in one sentence why it cannot start', async () => {
    const dataDir = newFolder();
    await start(dataDir);
    const second = await startInVain('--data', dataDir);
    expect(second).toEqual({
      code: 1,
      said: `Switchyard is already running with the data folder ${dataDir}. Use the window that is open, or stop the other one first.\n`,
      printed: '',
    });
  });

  it('gives the folder free again when its port is taken', async () => {
    const dataDir = newFolder();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo; // it listens on a port
    const { code, said } = await startInVain('--data', dataDir, '--port', String(port));
    other.close();
    expect({ code, said }).toEqual({
      code: 1,
      said: `Port ${port} cannot be used; another program may have it. Leave --port away, or choose another number.\n`,
    });
    expect(existsSync(path.join(dataDir, 'switchyard.db-wal'))).toBe(false);
    await start(dataDir);
  });

  it('serves the window while the core waits for its disk', async () => {
    const dataDir = newFolder();
    const host = await start(dataDir);
    const api = await host.api();
    // Whoever holds the database's lock stops the core in the middle of a commit, as a slow disk would.
    const holder = new Database(path.join(dataDir, 'switchyard.db'));
    holder.exec('BEGIN IMMEDIATE');
    const order: string[] = [];
    const written = api.flows.create.mutate({ name: 'Late' }).then(() => order.push('written'));
    for (let n = 0; n < 3; n += 1) {
      const answer = await fetch(`${host.origin}/`, { headers: { cookie: host.cookie() } });
      expect(answer.status).toBe(200);
    }
    order.push('window served');
    holder.exec('COMMIT');
    holder.close();
    await written;
    expect(order).toEqual(['window served', 'written']);
  });
});
