// TEMPORARY
import type { Command } from './command.ts';
export const route: Command = async () => 1;
