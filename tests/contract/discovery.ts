import { isJsonObject, jsonAt, type Json, type JsonObject } from '../../app/base/json.ts';

/*
 * Google describes its APIs in documents of its own kind ("discovery"). Here they are turned into what the rest of
 * these tests reads: OpenAPI paths with JSON Schemas. Objects are closed, so that a name Google does not know is found.
 */

/** Keywords of a discovery schema that say nothing about a value, or say it in a way of their own. */
const NOTES = new Set([
  'id',
  'annotations',
  'required',
  'repeated',
  'location',
  'enumDescriptions',
  'deprecated',
  'default',
  'readOnly',
]);

function schemaOf(node: Json, name: string): Json {
  if (Array.isArray(node)) return (node as readonly Json[]).map((item) => schemaOf(item, name));
  if (!isJsonObject(node)) return node;
  if (typeof node['$ref'] === 'string') return { $ref: `#/components/schemas/${name}.${node['$ref']}` };
  const schema: Record<string, Json> = {};
  for (const [key, value] of Object.entries(node)) {
    if (NOTES.has(key) && !isJsonObject(value)) continue;
    if (key === 'annotations') continue;
    if (key === 'type' && value === 'any') continue;
    if (key === 'minimum' || key === 'maximum') schema[key] = Number(value);
    else if (key === 'properties' && isJsonObject(value))
      schema[key] = Object.fromEntries(
        Object.entries(value).map(([field, of]) => [field, schemaOf(of, name)]),
      );
    else schema[key] = schemaOf(value, name);
  }
  if (schema['properties'] !== undefined && schema['additionalProperties'] === undefined)
    schema['additionalProperties'] = false;
  return schema;
}

function* methodsOf(resources: Json | undefined): Generator<JsonObject> {
  for (const resource of Object.values(isJsonObject(resources) ? resources : {})) {
    const methods = jsonAt(resource, ['methods']);
    for (const method of Object.values(isJsonObject(methods) ? methods : {}))
      if (isJsonObject(method)) yield method;
    yield* methodsOf(jsonAt(resource, ['resources']));
  }
}

const ERROR: JsonObject = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'errors'],
      properties: {
        code: { type: 'integer' },
        message: { type: 'string' },
        status: { type: 'string' },
        errors: {
          type: 'array',
          items: { type: 'object', required: ['domain', 'reason', 'message'] },
        },
      },
    },
  },
};
const json = (schema: Json): JsonObject => ({ 'application/json': { schema } });

/** One discovery document as OpenAPI: its paths, and its schemas under names of their own. */
function openApiOf(document: JsonObject): { readonly paths: JsonObject; readonly schemas: JsonObject } {
  const name = String(document['name']);
  const paths: Record<string, Record<string, Json>> = {};
  for (const method of methodsOf(document['resources'])) {
    const path = `/${String(document['servicePath'])}${String(method['path'])}`;
    const parameters = Object.entries(isJsonObject(method['parameters']) ? method['parameters'] : {}).map(
      ([parameter, of]) => ({
        name: parameter,
        in: String(jsonAt(of, ['location'])),
        required: jsonAt(of, ['required']) === true,
        schema: schemaOf(of, name),
      }),
    );
    const request = jsonAt(method, ['request', '$ref']);
    const response = jsonAt(method, ['response', '$ref']);
    const ref = (type: Json): JsonObject => ({ $ref: `#/components/schemas/${name}.${String(type)}` });
    paths[path] = {
      ...paths[path],
      [String(method['httpMethod']).toLowerCase()]: {
        parameters,
        ...(request === undefined ? {} : { requestBody: { content: json(ref(request)) } }),
        responses: {
          ...(response === undefined
            ? { '204': { description: 'nothing' } }
            : { '200': { description: 'done', content: json(ref(response)) } }),
          default: { description: 'refused', content: json(ERROR) },
        },
      },
    };
  }
  const schemas = isJsonObject(document['schemas']) ? document['schemas'] : {};
  return {
    paths,
    schemas: Object.fromEntries(
      Object.entries(schemas).map(([type, schema]) => [`${name}.${type}`, schemaOf(schema, name)]),
    ),
  };
}

/** Several discovery documents as one OpenAPI document. */
export function fromDiscovery(documents: readonly JsonObject[]): JsonObject {
  const all = documents.map(openApiOf);
  return {
    openapi: '3.1.0',
    paths: Object.assign({}, ...all.map(({ paths }) => paths)) as JsonObject, // objects put together
    components: { schemas: Object.assign({}, ...all.map(({ schemas }) => schemas)) as JsonObject }, // likewise
  };
}
