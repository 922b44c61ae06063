import { notifications } from '@mantine/notifications';
import { errorOf } from '../api/errors.ts';

/** Says something in the corner of the window, for a few seconds. */
export function say(message: string): void {
  notifications.show({
    message,
    autoClose: 4_000,
    withBorder: true,
    closeButtonProps: { 'aria-label': 'Close message' },
  });
}

/** Says what went wrong and what to do about it; stays until it is closed. */
export function sayError(thrown: unknown): void {
  const { sentence, fix } = errorOf(thrown);
  notifications.show({
    color: 'red',
    title: sentence,
    message: fix ?? '',
    autoClose: 15_000,
    withBorder: true,
    closeButtonProps: { 'aria-label': 'Close message' },
  });
}

/** Does something and says what went wrong, if it did. Gives undefined then. */
export async function trying<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (thrown) {
    sayError(thrown);
    return undefined;
  }
}
