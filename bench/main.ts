import { parseArgs } from 'node:util';
import { benchAgent } from './agent.ts';
import { benchApprovals } from './approvals.ts';
import { benchBurst } from './burst.ts';
import { benchCanvas } from './canvas.ts';
import { benchIdle } from './idle.ts';
import { benchKill } from './kill.ts';
import { benchRuntime } from './runtime.ts';
import { benchStart } from './start.ts';
import { benchWaiting } from './waiting.ts';
import { benchWebService } from './web-service.ts';

const BENCHES: Readonly<Record<string, (file: string | undefined) => Promise<void>>> = {
  runtime: benchRuntime,
  agent: benchAgent,
  approvals: benchApprovals,
  kill: benchKill,
  idle: benchIdle,
  'web-service': benchWebService,
  waiting: benchWaiting,
  burst: benchBurst,
  start: benchStart,
  canvas: benchCanvas,
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
const wanted = positionals.length === 0 ? Object.keys(BENCHES) : positionals;
for (const name of wanted) {
  const bench = BENCHES[name];
  if (!bench) {
    process.stderr.write(`There is no benchmark "${name}". There are: ${Object.keys(BENCHES).join(', ')}.\n`);
    process.exit(2);
  }
  await bench(values.json);
}
