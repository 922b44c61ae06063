import type { Transaction } from '../../../store/store.ts';

type Write = (tx: Transaction) => void;

const isWrite = (name: string): boolean =>
  /^(put|add|append|set|drop|take|hide|remove)/.test(name) && name !== 'removed';

/**
 * A transaction that notes each write that goes through it, so that it can be done again elsewhere. For mutants that
 * tear apart what belongs into one commit.
 */
export function recorded(
  tx: Transaction,
  writes: { readonly name: string; readonly again: Write }[],
): Transaction {
  return new Proxy(tx, {
    get(target, property): unknown {
      const member: unknown = Reflect.get(target, property);
      if (typeof member !== 'function') return member;
      const name = String(property);
      return (...args: unknown[]): unknown => {
        if (isWrite(name)) writes.push({ name, again: (other) => callMember(other, name, args) });
        return callMember(target, name, args);
      };
    },
  });
}

function callMember(tx: Transaction, name: string, args: readonly unknown[]): unknown {
  const member: unknown = Reflect.get(tx, name);
  if (typeof member !== 'function') throw new TypeError(`A transaction has no ${name}.`);
  const result: unknown = Reflect.apply(member, tx, args);
  return result;
}
