import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ManualClock } from '../../app/base/clock.ts';
import type { ConnectionHandle } from '../../app/kit/implement.ts';
import type { Dial } from '../../app/kit/net.ts';
import { testActionContext, testConnection, testTriggerContext } from '../../app/kit/testing/test-context.ts';
import { createNet } from '../../main/adapters/net.ts';
import { runMailLabel } from '../../nodes/actions/mail-label/run.ts';
import { runMailMove } from '../../nodes/actions/mail-move/run.ts';
import { runMailReplyTo } from '../../nodes/actions/mail-reply/run.ts';
import { runMailSend } from '../../nodes/actions/mail-send/run.ts';
import { runMail } from '../../nodes/connections/mail/client.ts';
import { runMailNewMessage } from '../../nodes/triggers/mail-new-message/run.ts';
import { runMailReply } from '../../nodes/triggers/mail-reply/run.ts';
import { eventually } from '../drivers/eventually.ts';
import { MailServer, whyNoMailServer } from '../drivers/mail-server.ts';

const why = await whyNoMailServer();
if (why !== undefined)
  process.stderr.write(`The mail connector was not tried against Dovecot and Exim: ${why}.\n`);

const WATCHED = { agent: 'cleo', folder: 'INBOX' };
const unused = () => Promise.reject(new Error('Mail does not speak HTTP.'));
const signal = new AbortController().signal;

describe.skipIf(why !== undefined)('mail, with a Dovecot and an Exim', () => {
  let server: MailServer;
  let dial: Dial;
  const clock = new ManualClock(Date.now() - 60_000);

  beforeAll(async () => {
    server = await MailServer.start(['cleo', 'ann', 'sam']);
    const made = createNet({ ca: server.certificate }).dialFor?.({ allowsPrivate: true });
    if (!made) throw new Error('There is no dial.');
    dial = made;
  }, 300_000);
  afterAll(() => server?.stop());

  const mailboxOf = (
    user: string,
    more: { secrets?: Record<string, string>; dial?: Dial } = {},
  ): ConnectionHandle =>
    testConnection({
      tool: 'mail',
      baseUrl: 'imap:',
      fetch: unused,
      dial: more.dial ?? dial,
      secrets: {
        address: server.addressOf(user),
        imap: `127.0.0.1:${server.ports.imap}`,
        smtp: `127.0.0.1:${server.ports.smtp}`,
        user,
        password: server.password,
        ...more.secrets,
      },
    });
  const acts = (user: string, opKey: string, connection = mailboxOf(user)) =>
    testActionContext(connection, { opKey, clock });
  const looks = (user: string) =>
    testTriggerContext(mailboxOf(user), {
      clock,
      ownAccounts: [server.addressOf('cleo'), server.addressOf('sam')],
    });
  const arrived = (user: string, mails: number): Promise<true> =>
    eventually(() => server.count(user, 'INBOX') >= mails || undefined, `${mails} mail of ${user}`);
  const letter = (to: string, more: object = {}) => ({
    agent: 'cleo',
    to: server.addressOf(to),
    subject: 'Welcome',
    text: 'Hello,\n\nsee you on Tuesday.',
    ...more,
  });
  const incoming = (id: string, more: { headers?: string; body?: string } = {}): string =>
    `From: Ann Lee <ann@lee.example>\nTo: ${server.addressOf('cleo')}\nSubject: Our booking\nMessage-ID: <${id}>\n${more.headers ?? ''}${more.body ?? '\nCan we move it to Friday?\n'}`;

  test('signs in over TLS, with a certificate that is checked and a password that is checked', async () => {
    const encrypted = { imap: server.encryptedHost, smtp: server.encryptedHost };
    const account = await runMail.verify(mailboxOf('cleo', { secrets: encrypted }), signal, clock);
    expect(account).toMatchObject({ vendorUserId: 'cleo@firm.test' });
    await runMailSend.run(acts('cleo', 'op-tls', mailboxOf('cleo', { secrets: encrypted })), letter('sam'));
    await arrived('sam', 1);

    const stranger = createNet().dialFor?.({ allowsPrivate: true });
    await expect(
      runMail.verify(
        mailboxOf('cleo', { secrets: encrypted, ...(stranger ? { dial: stranger } : {}) }),
        signal,
        clock,
      ),
    ).rejects.toMatchObject({
      code: 'address_refused',
      message: expect.stringContaining('certificate') as unknown,
    });
    await expect(
      runMail.verify(mailboxOf('cleo', { secrets: { password: 'wrong' } }), signal, clock),
    ).rejects.toMatchObject({ code: 'auth_revoked' });
  });

  test('a new mail is read once: text out of HTML, files only named, machines and ourselves passed over', async () => {
    const context = looks('cleo');
    const cursor = await runMailNewMessage.seed(context, WATCHED);
    server.deliver(
      'cleo',
      incoming('html@lee.example', {
        headers: 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n',
        body: '\n--b\nContent-Type: text/html; charset=utf-8\n\n<p>Can we <b>move</b> it?</p><script>alert(1)</script><img src="https://evil.example/x">\n--b\nContent-Type: application/pdf; name="offer.pdf"\nContent-Disposition: attachment; filename="offer.pdf"\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQK\n--b--\n',
      }),
    );
    server.deliver('cleo', incoming('away@lee.example', { headers: 'Auto-Submitted: auto-replied\n' }));
    server.deliver('cleo', incoming('own@firm.test').replace('ann@lee.example', server.addressOf('sam')));
    const { events, cursor: next, more } = await runMailNewMessage.poll(context, WATCHED, cursor);
    expect(more).toBe(false);
    expect(events).toHaveLength(3);
    const [html, away, own] = events;
    expect(html?.data['mail']).toMatchObject({
      id: 'html@lee.example',
      subject: 'Our booking',
      from: { name: 'Ann Lee', email: 'ann@lee.example' },
      attachments: [{ name: 'offer.pdf', kind: 'application/pdf' }],
      shortened: false,
    });
    const text = JSON.stringify(html?.data);
    expect(text).toContain('Can we move it?');
    expect(text).not.toMatch(/alert|evil\.example|JVBERi/);
    expect(away?.skipped).toContain('machine');
    expect(own?.echo).toBe(true);
    expect((await runMailNewMessage.poll(context, WATCHED, next)).events).toEqual([]);
  });

  test('a mailbox that is numbered anew gives no mail a second name, and loses none', async () => {
    const context = looks('cleo');
    const cursor = await runMailNewMessage.seed(context, WATCHED);
    server.deliver('cleo', incoming('before@lee.example'));
    const first = await runMailNewMessage.poll(context, WATCHED, cursor);
    server.renumber('cleo');
    server.deliver('cleo', incoming('after@lee.example'));
    const second = await runMailNewMessage.poll(context, WATCHED, first.cursor);
    const ids = second.events.map((event) => (event.data['mail'] as { id: string }).id); // our own shape
    expect(ids).toContain('after@lee.example');
    // What was there before is seen again under its old key, which the product knows.
    const key = (events: typeof first.events, id: string) =>
      events.find((event) => (event.data['mail'] as { id: string }).id === id)?.key;
    expect(key(first.events, 'before@lee.example')).toBeDefined();
    expect(key(second.events, 'before@lee.example')).toBe(key(first.events, 'before@lee.example'));
    expect((await runMailNewMessage.poll(context, WATCHED, second.cursor)).events).toEqual([]);
  });

  test('a very long mail is read as far as its text, and says so', async () => {
    const context = looks('cleo');
    const cursor = await runMailNewMessage.seed(context, WATCHED);
    server.deliver(
      'cleo',
      incoming('long@lee.example', { body: `\nThe beginning.\n${'a line of it\n'.repeat(60_000)}` }),
    );
    const { events } = await runMailNewMessage.poll(context, WATCHED, cursor);
    const mail = events[0]?.data['mail'] as { text: string; shortened: boolean }; // our own shape
    expect(mail.text.startsWith('The beginning.')).toBe(true);
    expect(mail.text.length).toBeLessThanOrEqual(20_000);
    expect(mail.shortened).toBe(true);
  });

  test('a mail arrives once, lies among the sent mails, and the same step sends nothing more', async () => {
    const sent = await runMailSend.run(
      acts('cleo', 'op-once'),
      letter('ann', { subject: 'Your first day\r\nBcc: evil@evil.example' }),
    );
    await runMailSend.run(acts('cleo', 'op-once'), letter('ann'));
    await arrived('ann', 1);
    expect(server.count('cleo', 'Drafts')).toBe(0);
    // A second one would lie in Exim's queue or in the mailbox by now.
    await server.stopSmtp();
    await server.startSmtp();
    const [raw = '', ...more] = server.read('ann', 'INBOX').filter((text) => text.includes(sent.id));
    expect(more).toEqual([]);
    expect(raw).toMatch(/^From: .*<cleo@firm\.test>\r?$/m);
    expect(raw).toMatch(/^Subject: Your first day Bcc: evil@evil\.example\r?$/m);
    expect(raw).not.toMatch(/^Bcc:/m);
    expect(server.read('cleo', 'Sent').filter((text) => text.includes(sent.id))).toHaveLength(1);
    expect(await runMailSend.find?.(acts('cleo', 'op-once'), letter('ann'), 0)).toMatchObject({
      found: 'yes',
    });
    expect(await runMailSend.find?.(acts('cleo', 'op-never'), letter('ann'), 0)).toEqual({ found: 'no' });
    await expect(
      runMailSend.run(acts('cleo', 'op-bad'), letter('ann', { to: 'ann@firm.test\nBcc: x@y.example' })),
    ).rejects.toMatchObject({ code: 'tool_invalid' });
  });

  test('when the server is away nothing was sent; when its answer is lost nobody can tell, and nothing is sent again', async () => {
    await server.stopSmtp();
    await expect(runMailSend.run(acts('cleo', 'op-away'), letter('ann'))).rejects.toMatchObject({
      code: 'temporary',
    });
    expect(await runMailSend.find?.(acts('cleo', 'op-away'), letter('ann'), 0)).toEqual({ found: 'no' });
    await server.startSmtp();

    // It takes the mail and is gone before it says so.
    const mute = createServer((socket) => {
      let inMail = false;
      socket.write('220 ready\r\n');
      socket.on('error', () => {});
      socket.on('data', (bytes) => {
        const line = bytes.toString();
        if (inMail) {
          if (/\r\n\.\r\n$|^\.\r\n$/.test(line)) socket.destroy();
          return;
        }
        inMail = /^DATA/i.test(line);
        socket.write(
          /^EHLO/i.test(line)
            ? '250-mute\r\n250 AUTH PLAIN\r\n'
            : inMail
              ? '354 go on\r\n'
              : /^AUTH/i.test(line)
                ? '235 fine\r\n'
                : '250 fine\r\n',
        );
      });
    });
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as AddressInfo; // it listens on a port
    const lost = mailboxOf('cleo', { secrets: { smtp: `127.0.0.1:${port}` } });
    await expect(runMailSend.run(acts('cleo', 'op-lost', lost), letter('ann'))).rejects.toMatchObject({
      code: 'unknown_outcome',
    });
    expect(await runMailSend.find?.(acts('cleo', 'op-lost'), letter('ann'), 0)).toEqual({
      found: 'cannot-tell',
    });
    mute.close();
  });

  test('an answer stays in its conversation, and the answer to it is known as one', async () => {
    const annLooks = looks('ann');
    const cleoLooks = looks('cleo');
    const [forAnn, forCleo, forNew] = [
      await runMailNewMessage.seed(annLooks, WATCHED),
      await runMailReply.seed(cleoLooks, WATCHED),
      await runMailNewMessage.seed(cleoLooks, WATCHED),
    ];
    server.deliver('cleo', incoming('first@lee.example', { headers: 'References: <root@lee.example>\n' }));
    const answer = await runMailReplyTo.run(acts('cleo', 'op-reply'), {
      agent: 'cleo',
      mail: 'first@lee.example',
      to: server.addressOf('ann'),
      subject: 'Re: Our booking',
      text: 'Friday is fine.',
    });
    const raw = await eventually(
      () => server.read('ann', 'INBOX').find((text) => text.includes(answer.id)),
      'the answer to arrive',
    );
    expect(raw).toMatch(/^In-Reply-To: <first@lee\.example>/m);
    expect(raw.replaceAll(/\r?\n[ \t]+/g, ' ')).toMatch(
      /^References: <root@lee\.example> <first@lee\.example>/m,
    );
    expect((await runMailNewMessage.poll(annLooks, WATCHED, forAnn)).events).toHaveLength(1);

    server.deliver(
      'cleo',
      incoming('second@lee.example', {
        headers: `In-Reply-To: <${answer.id}>\nReferences: <root@lee.example> <${answer.id}>\n`,
      }),
    );
    const replies = (await runMailReply.poll(cleoLooks, WATCHED, forCleo)).events;
    expect(replies.map((event) => (event.data['mail'] as { id: string }).id)).toEqual(['second@lee.example']);
    const fresh = (await runMailNewMessage.poll(cleoLooks, WATCHED, forNew)).events;
    expect(fresh.map((event) => (event.data['mail'] as { id: string }).id)).toEqual(['first@lee.example']);
    // Both belong to one case: that of the mail that began it.
    expect(replies[0]?.caseKey).toBe(fresh[0]?.caseKey);
    await expect(
      runMailReplyTo.run(acts('cleo', 'op-none'), {
        agent: 'cleo',
        mail: 'nowhere@lee.example',
        to: server.addressOf('ann'),
        subject: 'x',
        text: 'x',
      }),
    ).rejects.toMatchObject({ code: 'tool_not_found' });
  });

  test('a mail is labelled and moved, and both are found again', async () => {
    server.deliver('cleo', incoming('move@lee.example'));
    const mail = 'move@lee.example';
    const label = { agent: 'cleo', mail, label: 'billing' };
    expect(await runMailLabel.find?.(acts('cleo', 'op-l'), label, 0)).toEqual({ found: 'no' });
    await runMailLabel.run(acts('cleo', 'op-l'), label);
    expect(await runMailLabel.find?.(acts('cleo', 'op-l'), label, 0)).toMatchObject({ found: 'yes' });
    const move = { agent: 'cleo', mail, folder: 'archive' };
    expect(await runMailMove.find?.(acts('cleo', 'op-m'), move, 0)).toEqual({ found: 'no' });
    await runMailMove.run(acts('cleo', 'op-m'), move);
    await runMailMove.run(acts('cleo', 'op-m'), move);
    expect(await runMailMove.find?.(acts('cleo', 'op-m'), move, 0)).toMatchObject({ found: 'yes' });
    expect(server.count('cleo', 'Archive')).toBe(1);
    await expect(runMailMove.run(acts('cleo', 'op-n'), { ...move, folder: 'Nowhere' })).rejects.toMatchObject(
      {
        code: 'tool_not_found',
      },
    );
  });
});

describe('a mail server that must not be trusted', () => {
  test('one that does not encrypt gets no password when it stands outside', async () => {
    const heard: string[] = [];
    const plain = createServer((socket) => {
      socket.write('* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n');
      socket.on('data', (bytes) => {
        const line = bytes.toString();
        heard.push(line);
        const tag = line.split(' ')[0] ?? '';
        socket.write(
          /CAPABILITY/i.test(line) ? `* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n${tag} OK\r\n` : `${tag} NO\r\n`,
        );
      });
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const { port } = plain.address() as AddressInfo; // it listens on a port
    const inside = createNet().dialFor?.({ allowsPrivate: true });
    const connection = testConnection({
      tool: 'mail',
      baseUrl: 'imap:',
      fetch: unused,
      // As it is for a server on the internet.
      dial: async (to) => {
        if (!inside) throw new Error('There is no dial.');
        return { ...(await inside(to)), mustEncrypt: true };
      },
      secrets: {
        address: 'a@b.example',
        imap: `127.0.0.1:${port}`,
        smtp: 'b.example',
        user: '',
        password: 'geheim',
      },
    });
    await expect(runMail.verify(connection, signal, new ManualClock())).rejects.toMatchObject({
      code: 'address_refused',
    });
    expect(heard.join('')).not.toMatch(/LOGIN|AUTHENTICATE|geheim/i);
    plain.close();
  });

  test.each([
    ['10.0.0.7', 'private network'],
    ['169.254.169.254', 'never calls'],
    ['localhost', 'this computer'],
    ['mail.inside.example', 'private network'],
  ])('%s is not dialled for an account without that tick', async (host, words) => {
    const dial = createNet({
      resolve: async () => [{ address: '192.168.1.4', family: 4 }],
    }).dialFor?.({ allowsPrivate: false });
    await expect(dial?.({ host, port: 993, secure: 'tls' })).rejects.toMatchObject({
      code: 'address_refused',
      message: expect.stringContaining(words) as unknown,
    });
  });
});
