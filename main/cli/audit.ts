import { SwitchyardError } from '../../app/base/errors.ts';
import type { Command } from './command.ts';
import { withProduct } from './with-product.ts';

/** `audit verify`: recomputes the chain of the audit log. Exit code 1 when a row does not fit. */
export const audit: Command = async ({ positionals, dataDir, json, print }) => {
  if (positionals[0] !== 'verify')
    throw new SwitchyardError(
      'invalid_input',
      'What should be done with the audit log? There is: audit verify',
    );
  return withProduct(dataDir, async ({ api }) => {
    const result = await api.audit.verify();
    if (json) print(JSON.stringify(result));
    else if (result.ok) print(`The audit log is whole: ${result.rows} rows, each fits the one before it.`);
    else print(`The audit log was changed: row ${String(result.brokenAt)} does not fit the one before it.`);
    return result.ok ? 0 : 1;
  });
};
