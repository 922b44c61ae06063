import { readFileSync, writeFileSync } from 'node:fs';
import { SwitchyardError } from '../../app/base/errors.ts';
import { describeFlow, mayDo } from '../../app/graph/describe.ts';
import type { FlowDocument } from '../../app/graph/flow.ts';
import { readFlow } from '../../app/graph/migrate.ts';
import { validateFlow } from '../../app/graph/validate.ts';
import { catalog } from '../../nodes/catalog.ts';
import { withProduct } from './with-product.ts';
import type { Command } from './command.ts';

/** What stands in a file. Throws `not_found`. */
export function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SwitchyardError('not_found', `The file ${file} cannot be read.`, { cause });
  }
}

/** Reads a flow file. Throws a SwitchyardError that says what is wrong with it. */
function flowIn(file: string | undefined): FlowDocument {
  if (!file) throw new SwitchyardError('invalid_input', 'Say which flow file.');
  const read = readFlow(textIn(file));
  if (!read.ok) throw read.error;
  return read.value;
}

/** Says what is wrong with a flow file. Exit code 1 when it cannot be published as it is. */
export const validate: Command = async ({ positionals, json, print }) => {
  const problems = validateFlow(flowIn(positionals[0]), catalog);
  if (json) print(JSON.stringify(problems));
  else if (problems.length === 0) print('No problems.');
  else
    for (const { severity, sentence, fix } of problems)
      print(`${severity === 'error' ? 'Problem' : 'Note'}: ${sentence} ${fix}`);
  return problems.some((p) => p.severity === 'error') ? 1 : 0;
};

/** Tells a flow as text, and what it may do once it is on. */
export const describe: Command = async ({ positionals, json, print }) => {
  const flow = flowIn(positionals[0]);
  const [outline, may] = [describeFlow(flow, catalog), mayDo(flow, catalog)];
  if (json) {
    print(JSON.stringify({ name: flow.name, outline, mayDo: may }));
    return 0;
  }
  print(`${flow.name}\n`);
  for (const line of outline) print(line);
  if (may.length > 0) print(`\nOnce it is on it:\n${may.map((line) => `- ${line}`).join('\n')}`);
  return 0;
};

/** Takes a flow file into a data folder, off. */
export const importFlow: Command = async ({ positionals, dataDir, json, print }) => {
  const flow = flowIn(positionals[0]);
  return withProduct(dataDir, async ({ api }) => {
    const { id } = await api.flows.importFlow({ text: JSON.stringify(flow) });
    print(json ? JSON.stringify({ id, name: flow.name }) : `Imported “${flow.name}”, off. Its id is ${id}.`);
    return 0;
  });
};

/** Writes a flow of a data folder to a file, or to standard output with `-`. */
export const exportFlow: Command = async ({ positionals, dataDir, json, print }) => {
  const [wanted, target] = positionals;
  return withProduct(dataDir, async ({ api }) => {
    const flows = await api.flows.list();
    const found = flows.find((f) => f.id === wanted || f.name === wanted);
    if (!found) {
      const names = flows.map((f) => `“${f.name}”`).join(', ') || 'none';
      throw new SwitchyardError('not_found', `There is no flow “${wanted ?? ''}”. There are: ${names}.`);
    }
    const { fileName, text } = await api.flows.exportFlow({ id: found.id });
    if (target === '-') print(text.trimEnd());
    else {
      writeFileSync(target ?? fileName, text, { flag: target ? 'w' : 'wx' });
      print(json ? JSON.stringify({ file: target ?? fileName }) : `Wrote ${target ?? fileName}.`);
    }
    return 0;
  });
};
