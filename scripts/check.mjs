/** Checks format, lint, types and layers. All of them run, so that one look shows everything. */
import { CHECKS, runStage } from './lib/stages.mjs';

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !CHECKS.some((check) => check.name === name));
if (unknown) {
  process.stderr.write(
    `There is no check "${unknown}". There are: ${CHECKS.map(({ name }) => name).join(', ')}.\n`,
  );
  process.exit(2);
}
let isFine = true;
for (const check of CHECKS) {
  if (wanted.length === 0 || wanted.includes(check.name)) isFine = (await runStage(check)) && isFine;
}
process.exit(isFine ? 0 : 1);
