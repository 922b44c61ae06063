import { SwitchyardError } from '../../app/base/errors.ts';
import { catalog } from '../../nodes/catalog.ts';
import { realClock } from '../adapters/real-clock.ts';
import { stageIn } from '../compose.ts';
import { playFlow } from '../rehearsal/play-flow.ts';
import { textIn } from './flow-commands.ts';
import { resourcesDir } from './with-product.ts';
import type { Command } from './command.ts';

/** Plays a flow over everything that the practice company has to offer, with the practice team, and tells what happened. */
export const rehearse: Command = async ({ positionals, json, print }) => {
  const [file] = positionals;
  if (!file) throw new SwitchyardError('invalid_input', 'Say which flow file.');
  const parts = { open: stageIn(resourcesDir()), clock: realClock, catalog };
  const told = await playFlow(parts, { text: textIn(file) });
  if (json) print(JSON.stringify(told));
  else if (told.length === 0) print('Nothing that the practice company has to offer starts this flow.');
  else
    for (const { about, how, steps, asks } of told) {
      print(`${about}: ${how}`);
      for (const line of [...steps, ...asks]) print(`  ${line}`);
    }
  return 0;
};
