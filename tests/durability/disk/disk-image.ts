import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DiskStep } from './record-writes.ts';

/** Pieces in which a disk writes: what survives of a write that was not synced is any set of them. */
export const PIECES = [512, 4_096] as const;

export interface Cut {
  /** The power goes after so many steps. */
  readonly after: number;
  /** How probably a piece survives that no sync has followed. */
  readonly survives: 0 | 0.5 | 1;
  readonly piece: (typeof PIECES)[number];
}

/** What lies on the disk after a power cut: everything synced, and of the rest what chance left, in any order. */
export function imageAfter(
  steps: readonly DiskStep[],
  cut: Cut,
  random: () => number,
): ReadonlyMap<string, Buffer> {
  const done = steps.slice(0, cut.after);
  // Files are named anew by a rename; what counts is whether a sync of the file followed a write to it.
  const lastSync = new Map<string, number>();
  for (const [index, step] of done.entries()) if (step.do === 'sync') lastSync.set(step.file, index);
  const files = new Map<string, Buffer>();
  const lengths = new Map<string, number>();
  const put = (file: string, at: number, bytes: Buffer): void => {
    let content = files.get(file) ?? Buffer.alloc(0);
    if (at + bytes.length > content.length) {
      // Room for more behind it, so that a file that grows is not copied for every write.
      const roomy = Buffer.alloc(Math.ceil(((at + bytes.length) * 3) / 2));
      content.copy(roomy);
      content = roomy;
      files.set(file, content);
    }
    bytes.copy(content, at);
    lengths.set(file, Math.max(lengths.get(file) ?? 0, at + bytes.length));
  };
  for (const [index, step] of done.entries()) {
    const isSynced = 'file' in step && index < (lastSync.get(step.file) ?? -1);
    switch (step.do) {
      case 'say':
      case 'sync':
        break;
      case 'make':
        if (step.empty || !files.has(step.file)) {
          files.set(step.file, Buffer.alloc(0));
          lengths.set(step.file, 0);
        }
        break;
      case 'remove':
        files.delete(step.file);
        break;
      case 'rename': {
        const moved = files.get(step.file);
        files.delete(step.file);
        if (moved) files.set(step.to, moved);
        lengths.set(step.to, lengths.get(step.file) ?? 0);
        break;
      }
      case 'cut':
        if (isSynced || random() < cut.survives) {
          const length = Math.min(step.length, lengths.get(step.file) ?? 0);
          files.set(step.file, Buffer.from((files.get(step.file) ?? Buffer.alloc(0)).subarray(0, length)));
          lengths.set(step.file, length);
        }
        break;
      case 'write':
        if (isSynced) put(step.file, step.at, step.bytes);
        else
          for (let from = 0; from < step.bytes.length;) {
            // Pieces lie where the disk has its borders, not where the write begins.
            const border = (Math.floor((step.at + from) / cut.piece) + 1) * cut.piece - step.at;
            const to = Math.min(step.bytes.length, border);
            if (random() < cut.survives) put(step.file, step.at + from, step.bytes.subarray(from, to));
            from = to;
          }
    }
  }
  return new Map([...files].map(([file, bytes]) => [file, bytes.subarray(0, lengths.get(file) ?? 0)]));
}

export function writeImage(files: ReadonlyMap<string, Buffer>, dir: string): void {
  mkdirSync(dir, { recursive: true });
  for (const [name, bytes] of files) writeFileSync(path.join(dir, name), bytes);
}
