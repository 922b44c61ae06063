import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { isJsonObject, jsonAt, parseJson, type Json, type JsonObject } from '../../app/base/json.ts';
import { readForm } from '../../main/practice/form-body.ts';
import { fromDiscovery } from './discovery.ts';
import type { Exchange } from './recorded-fetch.ts';

/** Descriptions of the vendors' APIs, beside the checkout. They are not part of it: their licences differ. */
const FOLDER = path.resolve(import.meta.dirname, '../../../shared/specs');

/** What a vendor takes that its description is too old to know, by operation: `GET /path` → names. */
export type Newer = Readonly<Record<string, readonly string[]>>;

/** An operation of the description, and what of it was called. */
export interface VendorSpec {
  /** Everything in which an exchange differs from the description, in sentences; empty when it fits. */
  differences(exchange: Exchange): readonly string[];
  /** `GET /v2/users/me` for a call, or undefined when the vendor has no such operation. */
  operationOf(exchange: Exchange): string | undefined;
}

interface Operation {
  readonly name: string;
  readonly pattern: RegExp;
  readonly pathNames: readonly string[];
  /** JSON pointer of the operation in the document. */
  readonly pointer: string;
  readonly body: JsonObject;
}

const FORMATS = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  email: /^[^\s@]+@[^\s@]+$/,
  uri: /^[a-z][a-z0-9+.-]*:/i,
};

/** Keywords that OpenAPI adds to JSON Schema and that say nothing about a value. */
const NOTES = new Set([
  'discriminator',
  'xml',
  'readOnly',
  'writeOnly',
  'example',
  'externalDocs',
  'deprecated',
]);

/** Turns OpenAPI's own ways of writing schemas into JSON Schema 2020-12: `nullable`, boolean bounds, notes. */
function toJsonSchema(node: Json): Json {
  if (Array.isArray(node)) return (node as readonly Json[]).map(toJsonSchema);
  if (!isJsonObject(node)) return node;
  const kept = Object.entries(node).filter(([key, value]) => {
    const isBooleanBound =
      (key === 'exclusiveMinimum' || key === 'exclusiveMaximum') && typeof value === 'boolean';
    return (
      !isBooleanBound &&
      !(NOTES.has(key) && !isJsonObject(value)) &&
      !key.startsWith('x-') &&
      key !== 'nullable'
    );
  });
  const schema = Object.fromEntries(kept.map(([key, value]) => [key, toJsonSchema(value)]));
  if (node['nullable'] !== true) return schema;
  return { anyOf: [schema, { type: 'null' }] };
}

const escaped = (text: string): string => text.replaceAll('~', '~0').replaceAll('/', '~1');
const encoded = (pointer: string): string => pointer.split('/').map(encodeURIComponent).join('/');

/** A text of an address or form as the schema's type wants it: everything is a text on the way. */
function coerced(value: Json, schema: Json | undefined): Json {
  if (typeof value !== 'string') return value;
  const type = jsonAt(schema, ['type']);
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

/** Vendors that describe their parts in several documents of Google's kind. */
const DISCOVERED: Readonly<Record<string, readonly string[]>> = {
  google: ['google-directory', 'google-licensing', 'google-calendar'],
};

/** The description of a vendor as one OpenAPI document, or undefined when a part of it is not beside this checkout. */
function readDocument(vendor: string): JsonObject | undefined {
  const files = (DISCOVERED[vendor] ?? [vendor]).map((name) => path.join(FOLDER, `${name}.json`));
  if (!files.every((file) => existsSync(file))) return undefined;
  const documents = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as JsonObject); // every one of them is an object
  return vendor in DISCOVERED ? fromDiscovery(documents) : documents[0];
}

/**
 * Reads a vendor's description, or gives undefined when it is not beside this checkout.
 * @param beyond operations that the description leaves out, as OpenAPI paths, from the vendor's pages
 */
export function readSpec(vendor: string, newer: Newer = {}, beyond: JsonObject = {}): VendorSpec | undefined {
  const read = readDocument(vendor);
  if (!read) return undefined;
  const paths = { ...(read['paths'] as JsonObject), ...beyond }; // every OpenAPI document has paths
  const document = toJsonSchema({ ...read, paths });
  const id = `https://specs.invalid/${vendor}.json`;
  // Types on the wire of a form or an address are texts; `coerceTypes` reads them as the schema says.
  const options = {
    strict: false,
    allErrors: true,
    formats: FORMATS,
    validateFormats: true,
    logger: false,
  } as const;
  const answers = new Ajv2020(options).addSchema(document as object, id); // an object: the file is an OpenAPI document
  const requests = new Ajv2020({ ...options, coerceTypes: true }).addSchema(document as object, id); // likewise
  const compiled = new Map<string, ValidateFunction>();
  const validator = (ajv: Ajv2020, pointer: string): ValidateFunction => {
    const name = `${ajv === answers ? 'a' : 'r'} ${pointer}`;
    const known = compiled.get(name) ?? ajv.compile({ $ref: `${id}#${encoded(pointer)}` });
    compiled.set(name, known);
    return known;
  };
  const problems = (ajv: Ajv2020, pointer: string, value: Json, where: string): readonly string[] => {
    const validate = validator(ajv, pointer);
    if (validate(structuredClone(value))) return [];
    return (validate.errors ?? [])
      .slice(0, 5)
      .map(
        ({ instancePath, message, params }) =>
          `${where}${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
      );
  };

  const operations: readonly Operation[] = Object.entries(jsonAt(document, ['paths']) as JsonObject) // every OpenAPI document has paths
    .flatMap(([template, methods]) =>
      Object.entries(methods as JsonObject).map(([method, body]) => ({
        name: `${method.toUpperCase()} ${template}`,
        pattern: new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '([^/]+)')}$`),
        pathNames: [...template.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] ?? ''),
        pointer: `/paths/${escaped(template)}/${method}`,
        body: body as JsonObject,
      })),
    )
    // A fixed path goes before one with a part that may be anything.
    .toSorted((a, b) => a.pathNames.length - b.pathNames.length);

  const find = ({ method, path: called }: Exchange) => {
    for (const operation of operations) {
      const match = operation.name.startsWith(`${method} `) ? operation.pattern.exec(called) : null;
      if (match) return { operation, values: match.slice(1) };
    }
    return undefined;
  };

  const parameterProblems = (
    exchange: Exchange,
    operation: Operation,
    values: readonly string[],
  ): readonly string[] => {
    const declared = (
      Array.isArray(operation.body['parameters']) ? operation.body['parameters'] : []
    ) as readonly JsonObject[];
    const query = readForm(exchange.query);
    const found: string[] = [];
    const given = (place: Json | undefined, name: string): Json | undefined => {
      if (place === 'query') return query[name];
      if (place === 'path') return values[operation.pathNames.indexOf(name)];
      return exchange.headers[name.toLowerCase()];
    };
    for (const [index, parameter] of declared.entries()) {
      const name = String(parameter['name']);
      const value = given(parameter['in'], name);
      if (value === undefined) {
        if (parameter['required'] === true)
          found.push(`the ${String(parameter['in'])} parameter ${name} is missing`);
        continue;
      }
      found.push(
        ...problems(
          requests,
          `${operation.pointer}/parameters/${index}/schema`,
          coerced(value, parameter['schema']),
          name,
        ),
      );
    }
    const names = new Set([
      ...declared.filter((entry) => entry['in'] === 'query').map((entry) => String(entry['name'])),
      ...(newer[operation.name] ?? []),
    ]);
    for (const name of Object.keys(query))
      if (!names.has(name)) found.push(`the vendor knows no parameter ${name} here`);
    return found;
  };

  const bodyProblems = (exchange: Exchange, operation: Operation): readonly string[] => {
    const content = jsonAt(operation.body, ['requestBody', 'content']);
    if (exchange.body === '')
      return jsonAt(operation.body, ['requestBody', 'required']) === true ? ['a body is missing'] : [];
    const type = (exchange.headers['content-type'] ?? '').split(';')[0] ?? '';
    if (!isJsonObject(content)) return ['a body was sent where none is taken'];
    if (!(type in content)) return [`a body of the kind ${type} is not taken`];
    const pointer = `${operation.pointer}/requestBody/content/${escaped(type)}/schema`;
    if (type === 'application/x-www-form-urlencoded')
      return problems(requests, pointer, readForm(new URLSearchParams(exchange.body)), 'body');
    const value = parseJson(exchange.body);
    const unknown = isJsonObject(value)
      ? unknownFields(content[type], value, newer[operation.name] ?? [])
      : [];
    return [
      ...(value === undefined ? ['the body is not JSON'] : problems(answers, pointer, value, 'body')),
      ...unknown,
    ];
  };

  const answerProblems = (exchange: Exchange, operation: Operation): readonly string[] => {
    const responses = operation.body['responses'];
    const { status, json, text } = exchange.answer;
    // Slack describes its "no", which has status 200 like its "yes", as the default answer.
    const slackNo = status === 200 && jsonAt(json, ['ok']) === false;
    const name = !slackNo && jsonAt(responses, [String(status)]) !== undefined ? String(status) : 'default';
    if (jsonAt(responses, [name]) === undefined)
      return [`the vendor has no answer with status ${status} here`];
    const content = jsonAt(responses, [name, 'content']);
    if (!isJsonObject(content)) return text === '' ? [] : ['an answer without a body has one'];
    const type = (exchange.answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
    if (!(type in content)) return [`an answer of the kind ${type} is not known`];
    if (json === undefined) return ['the answer is not JSON'];
    return problems(
      answers,
      `${operation.pointer}/responses/${name}/content/${escaped(type)}/schema`,
      json,
      'answer',
    );
  };

  return {
    operationOf: (exchange) => find(exchange)?.operation.name,
    differences(exchange) {
      const called = `${exchange.method} ${exchange.path}`;
      const found = find(exchange);
      if (!found) return [`${called}: the vendor has no such operation`];
      const { operation, values } = found;
      return [
        ...parameterProblems(exchange, operation, values),
        ...bodyProblems(exchange, operation),
        ...answerProblems(exchange, operation),
      ].map((problem) => `${called}: ${problem}`);
    },
  };
}

/** Fields of a JSON body that a description with a plain list of fields does not name. */
function unknownFields(
  content: Json | undefined,
  body: JsonObject,
  newer: readonly string[],
): readonly string[] {
  const declared = jsonAt(content, ['schema', 'properties']);
  if (!isJsonObject(declared)) return [];
  return Object.keys(body)
    .filter((name) => !(name in declared) && !newer.includes(name))
    .map((name) => `the vendor knows no field ${name} here`);
}
