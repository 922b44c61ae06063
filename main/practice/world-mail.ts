import type {
  MailLetter,
  MailThread,
  MailView,
  PracticeWorld,
  Who,
} from '../../app/api/contract/practice.ts';
import { SwitchyardError } from '../../app/base/errors.ts';
import { readLetter, writeLetter } from './mail-letter.ts';
import type { Post } from './mail-post.ts';
import { listIn, type LetterRow } from './mail-store.ts';
import type { Stores } from './seed.ts';
import type { Workspace } from './workspace.ts';

/** Letters that the screen takes at most; the oldest are left out. */
const MOST = 300;

type Command = <T>(perform: () => T) => Promise<T>;

/** What people of the made-up world write: a letter to the company, or an answer to one of its letters. */
export function createMailCommands(
  ws: Workspace,
  { mail }: Stores,
  post: Post,
  command: Command,
): Pick<PracticeWorld, 'writeMail' | 'answerMail'> {
  const send = async (
    from: string,
    to: string,
    subject: string,
    text: string,
    references: readonly string[],
  ): Promise<{ readonly letter: number }> => {
    const id = `letter.${ws.letters(16)}@${from.split('@')[1] ?? 'somewhere.example'}`;
    const name = whoWrites(ws, from, '').name;
    const raw = await writeLetter({
      from: { name, address: from },
      to: [to],
      subject,
      text,
      id,
      references,
      at: ws.now(),
    });
    const letter = await readLetter(raw, id);
    return command(() => {
      if (post.mailboxesOf(to).length === 0)
        throw new SwitchyardError('not_found', `Nobody at ${ws.company.name} has the address ${to}.`);
      return { letter: post.deliver(letter, [to]) };
    });
  };
  return {
    writeMail: ({ from, to, subject, text }) => send(from, to, subject, text, []),
    answerMail: async ({ letter: id, text }) => {
      const letter = mail.letter(id);
      const from = letter && listIn(letter.recipients)[0];
      if (!letter || from === undefined)
        throw new SwitchyardError('not_found', 'There is no such letter in the practice mail.');
      const subject = /^re:/i.test(letter.subject) ? letter.subject : `Re: ${letter.subject}`;
      return send(from, letter.from_email, subject, text, [
        ...listIn(letter.refs).filter((one) => one !== letter.message_id),
        letter.message_id,
      ]);
    },
  };
}

/** Whose address it is. */
function whoWrites(ws: Workspace, email: string, name: string): Who {
  const agent = ws.company.agents.find((one) => one.email === email);
  if (agent) return { kind: 'agent', name: agent.name, agent: agent.key };
  const person = ws.company.people.find((one) => one.email === email);
  if (person) return { kind: 'person', name: person.name };
  const customer = ws.company.customers.find((one) => one.email.toLowerCase() === email);
  if (customer) return { kind: 'customer', name: `${customer.first} ${customer.last}` };
  const pending = ws.company.hubspot.pending.find(({ answers }) =>
    [answers['email'], answers['work_email']].includes(email),
  );
  if (pending)
    return {
      kind: 'person',
      name: `${pending.answers['firstname'] ?? ''} ${pending.answers['lastname'] ?? ''}`.trim(),
    };
  return { kind: 'customer', name: name || email };
}

/** The letters that went out, as conversations: by the letter that each one's references begin with. */
export function mailView(ws: Workspace, { mail }: Stores): MailView {
  const byRoot = new Map<string, LetterRow[]>();
  const rootOf = new Map<string, string>();
  for (const letter of mail.sent(MOST).toReversed()) {
    const refs = listIn(letter.refs);
    const known = refs.flatMap((one) => rootOf.get(one) ?? [])[0];
    const root = known ?? refs[0] ?? letter.message_id;
    rootOf.set(letter.message_id, root);
    byRoot.set(root, [...(byRoot.get(root) ?? []), letter]);
  }
  const threads = [...byRoot.values()].flatMap((letters) => threadOf(ws, letters) ?? []);
  return {
    mailboxes: ws.company.agents.map(({ name, email }) => ({ name, email })),
    threads: threads.toSorted((a, b) => b.updatedAt - a.updatedAt),
    samples: ws.company.letters,
  };
}

function threadOf(ws: Workspace, rows: readonly LetterRow[]): MailThread | undefined {
  const letters = rows.map((row): MailLetter => ({
    id: row.id,
    at: row.at,
    from: whoWrites(ws, row.from_email, row.from_name),
    fromEmail: row.from_email,
    to: listIn(row.recipients),
    subject: row.subject,
    text: row.text,
  }));
  const [first] = letters;
  if (!first) return undefined;
  const last = letters.findLast(({ from }) => from.kind === 'agent');
  const [answers] = last?.to ?? [];
  return {
    id: first.id,
    subject: first.subject,
    updatedAt: letters.at(-1)?.at ?? first.at,
    letters,
    answer:
      last && answers !== undefined
        ? { letter: last.id, as: whoWrites(ws, answers, '').name, email: answers }
        : null,
  };
}
