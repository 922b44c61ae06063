import type { AccountInfo, ToolRunner } from '../../../app/kit/implement.ts';
import { withMailbox } from './mailbox.ts';

/** Checks a connection by signing in to the mailbox. Its address is the id: mails name their senders by nothing else. */
export const runMail: ToolRunner = {
  async verify(connection, signal): Promise<AccountInfo> {
    return withMailbox({ connection, signal }, async ({ imap, settings }) => {
      await imap.status('INBOX', { messages: true });
      const address = settings.address.toLowerCase();
      return { vendorUserId: address, name: settings.address, email: address };
    });
  },
};
