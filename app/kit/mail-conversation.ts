import { digestOf } from '../base/digest.ts';

/**
 * The key of the case that a mail belongs to.
 * @param thread the Message-ID of the mail that began its conversation, without brackets
 */
export const mailCaseKey = (thread: string): string => `mail:${digestOf(thread).slice(0, 32)}`;

/** The mailbox in which answers to a conversation by mail arrive. */
export const mailReplies = (thread: string): string => `${mailCaseKey(thread)}:reply`;
