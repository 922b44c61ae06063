/** The world outside the host, in a process of its own: the practice company, a model that answers at once, a sink. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { realClock } from '../../main/adapters/real-clock.ts';
import { realRandom } from '../../main/adapters/real-random.ts';
import { openPractice, type Practice } from '../../main/practice/open-practice.ts';
import { openOpenAiServer, type WireScript } from '../../tests/doubles/openai-server.ts';
import type { OutsideAnswers, OutsideAsk, OutsideEvent } from './messages.ts';

process.on('disconnect', () => process.exit(0));
const send = (message: object): void => void process.send?.(message);

/** Two calls of tools, then words. The tools' names are what the host offered. */
const model: WireScript = ({ messages, tools = [] }) => {
  const answered = messages.filter(({ role }) => role === 'tool').length;
  const ticket = /"id":\s*"(\d+)"/.exec(messages.map(({ content }) => content ?? '').join('\n'))?.[1] ?? '';
  const named = (part: string): string =>
    tools.find(({ function: { name } }) => name.includes(part))?.function.name ?? '';
  if (answered === 0)
    return {
      piece: 4_000,
      tokens: 50,
      calls: [{ name: named('note'), input: { ticket, text: 'Looked at.' } }],
    };
  if (answered === 1)
    return { piece: 4_000, tokens: 50, calls: [{ name: named('tag'), input: { ticket, tags: ['seen'] } }] };
  return { piece: 4_000, tokens: 50, text: 'All done.' };
};

const sink = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.once('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
    const target = /"id":"([^"]*)"/.exec(body)?.[1] ?? request.url ?? '';
    send({ event: { kind: 'sink called', target } satisfies OutsideEvent });
  });
});

let practice: Practice | undefined;
let seen = 0;
let written = 0;

/** Tells of the effects that are new. */
function tell(company: Practice): void {
  for (const { seq, kind, target } of company.ledger({ after: seen })) {
    seen = seq;
    if (kind === 'note added' || kind === 'reply sent')
      send({ event: { kind, target } satisfies OutsideEvent });
  }
}

async function open(folder: string): Promise<OutsideAnswers['open']> {
  const company = await openPractice({
    file: path.join(folder, 'outside.db'),
    clock: realClock,
    random: () => realRandom.next(),
  });
  practice = company;
  company.world.onChange(() => tell(company));
  const { baseUrl } = await openOpenAiServer(model);
  sink.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  const { port } = sink.address() as AddressInfo; // it listens on a port
  return {
    credentials: company.world.credentials(),
    modelUrl: baseUrl,
    sinkUrl: `http://127.0.0.1:${port}`,
  };
}

async function answer(ask: OutsideAsk): Promise<OutsideAnswers[OutsideAsk['do']]> {
  if (ask.do === 'open') return open(ask.folder);
  if (!practice) throw new Error('It has not been opened.');
  switch (ask.do) {
    case 'write': {
      const ids: number[] = [];
      for (let n = 0; n < ask.count; n += 1) {
        written += 1;
        const { conversationId } = await practice.world.writeTicket({
          from: `customer${written}@elsewhere.example`,
          subject: `Question ${written}`,
          text: 'How does this work?',
        });
        ids.push(conversationId);
      }
      return ids;
    }
    case 'count': {
      const counts: Record<string, number> = {};
      for (const { target } of practice.ledger({ kind: ask.kind }))
        counts[target] = (counts[target] ?? 0) + 1;
      return counts;
    }
    case 'close':
      await practice.close();
      return null;
  }
}

process.on('message', ({ id, ask }: { id: number; ask: OutsideAsk }) => {
  answer(ask).then(
    (value) => send({ id, value }),
    (error: unknown) => send({ id, error: String(error) }),
  );
});
