import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** The checkout. */
export const root = path.resolve(import.meta.dirname, '../..');

/** A file of the checkout. */
export const at = (...parts) => path.join(root, ...parts);

/** What a person should see while they wait. Standard output is kept for what a program may read. */
export const say = (text) => void process.stderr.write(`${text}\n`);

/** Text of a tool, without its colours where nobody sees them. */
export const plain = (text) => (process.stderr.isTTY ? text : stripVTControlCharacters(text));
