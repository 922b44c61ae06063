import path from 'node:path';

/** The checkout. */
export const root = path.resolve(import.meta.dirname, '../..');

/** A file of the checkout. */
export const at = (...parts) => path.join(root, ...parts);

/** What a person should see while they wait. Standard output is kept for what a program may read. */
export const say = (text) => void process.stderr.write(`${text}\n`);
