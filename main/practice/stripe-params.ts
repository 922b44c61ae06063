import type { Json, JsonObject } from '../../app/base/json.ts';
import { readForm } from './form-body.ts';
import type { VendorRequest } from './http.ts';
import { ParameterRefusal } from './stripe-replies.ts';

/** The parameters of one Stripe call, read strictly: what the call does not know is refused, as the vendor does. */
export interface StripeParams {
  readonly all: JsonObject;
  has(name: string): boolean;
  text(name: string): string | undefined;
  /** One of a few words. */
  choice<const T extends string>(name: string, words: readonly T[]): T | undefined;
  integer(name: string, least: number, most: number): number | undefined;
  flag(name: string): boolean | undefined;
  object(name: string): JsonObject | undefined;
  texts(name: string): readonly string[];
  /** Changes to an object's metadata; a key with an empty value is taken away. */
  metadata(before: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
}

/** Stripe's bounds for metadata. */
const METADATA_KEYS = 50;
const METADATA_KEY_LENGTH = 40;
const METADATA_VALUE_LENGTH = 500;

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the parameters of a call: the query of a GET or DELETE, the form body of a POST. */
export function readParams(request: VendorRequest, allowed: readonly string[]): StripeParams {
  const fields = new URLSearchParams(request.query);
  if (request.method !== 'GET')
    for (const [name, value] of new URLSearchParams(request.body)) fields.append(name, value);
  const all = readForm(fields);
  for (const name of Object.keys(all)) {
    if (!allowed.includes(name)) {
      throw new ParameterRefusal({
        code: 'parameter_unknown',
        message: `Received unknown parameter: ${name}`,
        param: name,
      });
    }
  }

  const text = (name: string): string | undefined => {
    const value = all[name];
    if (value === undefined || typeof value === 'string') return value;
    throw new ParameterRefusal({ message: `Invalid string: ${JSON.stringify(value)}`, param: name });
  };
  return {
    all,
    text,
    has: (name) => Object.hasOwn(all, name),
    choice(name, words) {
      const value = text(name);
      const found = words.find((word) => word === value);
      if (value !== undefined && !found) {
        throw new ParameterRefusal({
          message: `Invalid ${name}: must be one of ${words.join(', ')}`,
          param: name,
        });
      }
      return found;
    },
    integer(name, least, most) {
      const value = text(name);
      if (value === undefined) return undefined;
      if (!/^-?\d{1,15}$/.test(value)) {
        throw new ParameterRefusal({
          code: 'parameter_invalid_integer',
          message: `Invalid integer: ${value}`,
          param: name,
        });
      }
      const number = Number(value);
      if (number < least || number > most) {
        const bound = number < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`;
        throw new ParameterRefusal({
          code: 'parameter_invalid_integer',
          message: `This value must be ${bound}.`,
          param: name,
        });
      }
      return number;
    },
    flag(name) {
      const value = text(name);
      if (value === undefined || value === 'true' || value === 'false') return value && value === 'true';
      throw new ParameterRefusal({ message: `Invalid boolean: ${value}`, param: name });
    },
    object(name) {
      const value = all[name];
      if (value === undefined || isObject(value)) return value;
      throw new ParameterRefusal({ message: 'Invalid object', param: name });
    },
    texts(name) {
      const value = all[name];
      if (value === undefined) return [];
      if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.map(String);
      throw new ParameterRefusal({ message: 'Invalid array', param: name });
    },
    metadata(before) {
      const given = all['metadata'];
      if (given === undefined) return before;
      if (given === '') return {};
      if (!isObject(given)) throw new ParameterRefusal({ message: 'Invalid object', param: 'metadata' });
      const next: Record<string, string> = { ...before };
      for (const [key, value] of Object.entries(given)) {
        const param = `metadata[${key}]`;
        if (typeof value !== 'string') throw new ParameterRefusal({ message: 'Invalid string', param });
        if (key.length > METADATA_KEY_LENGTH) {
          throw new ParameterRefusal({
            message: `Metadata keys can have up to ${METADATA_KEY_LENGTH} characters.`,
            param,
          });
        }
        if (value.length > METADATA_VALUE_LENGTH) {
          throw new ParameterRefusal({
            message: `Metadata values can have up to ${METADATA_VALUE_LENGTH} characters.`,
            param,
          });
        }
        if (value === '') delete next[key];
        else next[key] = value;
      }
      if (Object.keys(next).length > METADATA_KEYS) {
        throw new ParameterRefusal({
          message: `Metadata can have up to ${METADATA_KEYS} keys.`,
          param: 'metadata',
        });
      }
      return next;
    },
  };
}
