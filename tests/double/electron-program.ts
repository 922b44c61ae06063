import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FuseV1Options, FuseVersion } from '@electron/fuses';

/** Where the program file keeps its fuses: this text, then the version, how many there are, and one sign for each. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/**
 * A folder that a packager takes for Electron as downloaded for Linux: the files it looks for, and a program file that
 * is nothing but its fuses, all of them lit. Nothing in it can be run.
 */
export function writeElectronProgram(dir: string, version: string): void {
  mkdirSync(path.join(dir, 'locales'), { recursive: true });
  mkdirSync(path.join(dir, 'resources'));
  const fuses = Object.values(FuseV1Options).filter((value) => typeof value === 'number').length;
  const wire = Buffer.concat([
    Buffer.from(SENTINEL),
    Buffer.of(Number(FuseVersion.V1), fuses),
    Buffer.from('1'.repeat(fuses)),
  ]);
  writeFileSync(path.join(dir, 'electron'), Buffer.concat([Buffer.alloc(64), wire, Buffer.alloc(64)]), {
    mode: 0o755,
  });
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak', 'locales/de.pak']) {
    writeFileSync(path.join(dir, name), 'a stand-in');
  }
  writeFileSync(path.join(dir, 'version'), version);
}
