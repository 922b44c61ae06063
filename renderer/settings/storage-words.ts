import type { StorageView } from '../../app/api/contract/storage.ts';

const KB = 1024;

/** "640 KB", "3.2 MB", "1.4 GB". */
export function sizeInWords(bytes: number): string {
  if (bytes < KB * KB) return `${Math.ceil(bytes / KB)} KB`;
  const [size, unit] = bytes < KB * KB * KB ? [bytes / KB / KB, 'MB'] : [bytes / KB / KB / KB, 'GB'];
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}

export const WHY_WORDS: Readonly<Record<StorageView['backups'][number]['why'], string>> = {
  hourly: 'Made by the clock',
  'by-hand': 'Made by hand',
  'before-upgrade': 'Made before an update',
};

export const TASK_WORDS: Readonly<Record<NonNullable<StorageView['task']>['kind'], string>> = {
  backup: 'Making a backup',
  check: 'Checking every record',
  restore: 'Putting a backup back',
  tidy: 'Tidying up',
};

const SET_BACK_WORDS: Readonly<Record<NonNullable<StorageView['setBack']>['reason'], string>> = {
  damaged: 'The database was damaged, so the newest whole backup took its place.',
  'older-copy': 'The database in the data folder is an older copy of the one that was there.',
  'by-hand': 'A backup was put back.',
};

/** What happened and what was lost, in sentences. `time` writes a moment as people read it. */
export function setBackInWords(
  setBack: NonNullable<StorageView['setBack']>,
  time: (at: number) => string,
): readonly string[] {
  const { reason, knownUntil, lastWritten, auditLost, keptAs } = setBack;
  return [
    SET_BACK_WORDS[reason],
    lastWritten === null
      ? `What happened after ${time(knownUntil)} is not known here any more.`
      : `What happened between ${time(knownUntil)} and ${time(lastWritten)} is not known here any more.`,
    ...(auditLost ? [`The audit log lacks ${auditLost} ${auditLost === 1 ? 'entry' : 'entries'}.`] : []),
    ...(keptAs === null ? [] : [`The database before is kept in the data folder as ${keptAs}.`]),
  ];
}
