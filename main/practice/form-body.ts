import type { Json } from '../../app/base/json.ts';

/** A branch of bracketed form fields, in the order they came. */
type Branch = Map<string, Branch | string>;

function put(branch: Branch, path: readonly string[], value: string): void {
  const [head = '', ...rest] = path;
  // `list[]=a&list[]=b`: every empty bracket is the next place.
  const key = head === '' ? String(branch.size) : head;
  if (rest.length === 0) {
    branch.set(key, value);
    return;
  }
  const known = branch.get(key);
  const child: Branch = known instanceof Map ? known : new Map<string, Branch | string>();
  branch.set(key, child);
  put(child, rest, value);
}

function toJson(node: Branch | string): Json {
  if (typeof node === 'string') return node;
  const keys = [...node.keys()];
  const isList = keys.length > 0 && keys.every((key) => /^\d+$/.test(key));
  if (isList) return [...node.values()].map(toJson);
  return Object.fromEntries([...node].map(([key, value]) => [key, toJson(value)]));
}

/** Reads Stripe's bracket style: `discounts[0][coupon]=A&metadata[run]=7&expand[]=customer`. Every leaf is a text. */
export function readForm(fields: URLSearchParams): { readonly [key: string]: Json } {
  const root: Branch = new Map();
  for (const [name, value] of fields) {
    const first = name.indexOf('[');
    const head = first < 0 ? name : name.slice(0, first);
    const inner =
      first < 0 ? [] : [...name.slice(first).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '');
    put(root, [head, ...inner], value);
  }
  return Object.fromEntries([...root].map(([key, value]) => [key, toJson(value)]));
}
