import { defineTrigger } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';

/** Starts a run for each file that is put into a folder of this computer. */
export const folderNewFile = defineTrigger({
  type: 'folder.new-file',
  version: 1,
  title: 'New file in a folder',
  summary: 'Starts when a file is put into a folder of this computer.',
  icon: 'file',
  source: 'tool',
  fromOutside: true,
  finds: ['file', 'files'],
  place: { kind: 'folder', field: 'folder' },
  everyMs: 5_000,
  sameWith: ['names', 'reads'],
  fields: {
    folder: field.text({
      label: 'Folder',
      help: 'Its whole path. Folders in it are not looked at.',
      placeholder: '/home/sam/Scans',
      pattern: { is: /^(?:\/|[A-Za-z]:[\\/]|\\\\)/, says: 'a whole path, such as /home/sam/Scans' },
    }),
    names: field.text({
      label: 'Only files called',
      help: 'With * for any letters, such as *.csv. Empty: all.',
      optional: true,
      placeholder: '*.csv',
    }),
    reads: field.toggle({
      label: 'Read what is in it',
      help: 'Text of up to 200 kB; of anything else only the name is known.',
      default: true,
    }),
  },
  gives: [
    { path: 'file.name', label: 'Name of the file', sample: 'order-1042.csv' },
    { path: 'file.path', label: 'Where it is', sample: '/home/sam/Scans/order-1042.csv' },
    { path: 'file.kind', label: 'Ending of its name', sample: 'csv' },
    { path: 'file.size', label: 'Size in bytes', sample: 48 },
    { path: 'file.changedAt', label: 'When it was written', sample: '2026-11-24T09:00:00.000Z' },
    { path: 'file.text', label: 'What is in it', sample: 'order;total\n1042;340.00\n' },
  ],
  sample: {
    file: {
      name: 'order-1042.csv',
      path: '/home/sam/Scans/order-1042.csv',
      kind: 'csv',
      size: 48,
      changedAt: '2026-11-24T09:00:00.000Z',
      text: 'order;total\n1042;340.00\n',
    },
  },
  sentence: ({ folder, names }) =>
    folder
      ? `When a file${names ? ` called ${names}` : ''} is put into ${lastOf(folder)}`
      : 'Choose a folder to look into',
});

/** The name of the folder itself: a card has no room for the whole path. */
const lastOf = (folder: string): string => folder.split(/[\\/]/).findLast((part) => part !== '') ?? folder;
