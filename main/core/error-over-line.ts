import { SwitchyardError, type ErrorData } from '../../app/base/errors.ts';

/** An error that came from another thread or process, as it was thrown there. */
export const asError = ({ code, sentence, fix, retryAt, detail }: ErrorData): SwitchyardError =>
  new SwitchyardError(code, sentence, {
    ...(fix === undefined ? {} : { fix }),
    ...(retryAt === undefined ? {} : { retryAt }),
    ...(detail === undefined ? {} : { detail }),
  });
