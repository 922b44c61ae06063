import { isJsonObject, jsonAt, type Json, type JsonObject } from '../../app/base/json.ts';
import type { CompanyAgent } from './company.ts';
import type { VendorReply, VendorRequest } from './http.ts';
import { bodyOf, invalid, limitIn, notFound, ok, pageOf, refuse, text } from './hubspot-replies.ts';
import { isFound, orderOf, type Read } from './hubspot-search.ts';
import {
  asProperties,
  type CrmObject,
  type CrmStore,
  type ObjectType,
  type Properties,
} from './hubspot-store.ts';
import type { Workspace } from './workspace.ts';

export interface HubspotCall {
  readonly request: VendorRequest;
  readonly agent: CompanyAgent;
  /** The parts in braces of the path. */
  readonly parts: Readonly<Record<string, string>>;
}
type Answer = (call: HubspotCall) => VendorReply;

export interface CrmObjects {
  readonly get: Answer;
  readonly list: Answer;
  readonly search: Answer;
  readonly add: Answer;
  readonly patch: Answer;
}

/** The search shows what was written only after a moment. */
export const SEARCH_LAG_MS = 4_000;

/** Properties that each kind of object has. Others are left out when read and refused when written. */
const KNOWN: Readonly<Record<ObjectType, readonly string[]>> = {
  contacts: [
    'email',
    'firstname',
    'lastname',
    'company',
    'phone',
    'jobtitle',
    'lifecyclestage',
    'hs_lead_status',
    'hubspot_owner_id',
    'vip',
  ],
  notes: ['hs_note_body', 'hs_timestamp', 'hubspot_owner_id'],
  tasks: [
    'hs_task_subject',
    'hs_task_body',
    'hs_task_status',
    'hs_task_priority',
    'hs_task_type',
    'hs_timestamp',
    'hubspot_owner_id',
  ],
};
const USUAL: Readonly<Record<ObjectType, readonly string[]>> = {
  contacts: ['email', 'firstname', 'lastname'],
  notes: [],
  tasks: [],
};
const STAGES = ['subscriber', 'lead', 'opportunity', 'customer', 'evangelist', 'other'];
/** The links that a note or task can be made with, by HubSpot's ids of them. */
const LINKS: Readonly<Partial<Record<ObjectType, number>>> = { notes: 202, tasks: 204 };
const iso = (ms: number): string => new Date(ms).toISOString();

/** Contacts, notes and tasks, as HubSpot's CRM has them. */
export function createObjects(ws: Workspace, store: CrmStore): CrmObjects {
  const typeOf = ({ parts }: HubspotCall): ObjectType => {
    const type = parts['objectType'];
    if (type === 'contacts' || type === 'notes' || type === 'tasks') return type;
    throw refuse(400, 'VALIDATION_ERROR', `Unable to infer object type from: ${type ?? ''}`);
  };
  const reader =
    (object: CrmObject): Read =>
    (name) => {
      switch (name) {
        case 'createdate':
        case 'hs_createdate':
          return iso(object.created_at);
        case 'lastmodifieddate':
        case 'hs_lastmodifieddate':
          return iso(object.updated_at);
        case 'hs_object_id':
          return String(object.id);
        case 'hs_object_source_id':
          return object.source;
        default:
          return object.properties[name];
      }
    };
  const always = (type: ObjectType): readonly string[] =>
    type === 'contacts'
      ? ['createdate', 'hs_object_id', 'lastmodifieddate']
      : ['hs_createdate', 'hs_object_id', 'hs_lastmodifieddate'];

  const shape = (
    object: CrmObject,
    asked: readonly string[] | undefined,
    more: JsonObject = {},
  ): JsonObject => {
    const read = reader(object);
    const extra = ['createdate', 'lastmodifieddate', 'hs_object_source_id'];
    const names = [...always(object.type), ...(asked ?? USUAL[object.type])].filter(
      (name) =>
        always(object.type).includes(name) || KNOWN[object.type].includes(name) || extra.includes(name),
    );
    return {
      id: String(object.id),
      properties: Object.fromEntries(names.map((name) => [name, read(name) ?? null])),
      createdAt: iso(object.created_at),
      updatedAt: iso(object.updated_at),
      archived: false,
      ...more,
    };
  };
  const askedIn = (query: URLSearchParams): readonly string[] | undefined =>
    query
      .get('properties')
      ?.split(',')
      .map((name) => name.trim());

  const mustObject = (call: HubspotCall, type: ObjectType): CrmObject => {
    const key = call.parts['objectId'] ?? '';
    const byEmail = call.request.query.get('idProperty') === 'email' && type === 'contacts';
    const object = byEmail ? store.contactByEmail(key) : store.get(type, Number(key));
    if (!object) throw notFound();
    return object;
  };

  /** Properties as a call wants to write them, checked. */
  const checked = (type: ObjectType, given: Json | undefined): Properties => {
    if (!isJsonObject(given)) throw invalid('properties are required');
    const properties = asProperties(given);
    for (const name of Object.keys(properties)) {
      if (!KNOWN[type].includes(name)) {
        throw refuse(
          400,
          'VALIDATION_ERROR',
          `Property values were not valid: Property "${name}" does not exist`,
        );
      }
    }
    const stage = properties['lifecyclestage'];
    if (stage !== undefined && stage !== '' && !STAGES.includes(stage))
      throw invalid(`Property values were not valid: ${stage} was not one of the allowed options`);
    const owner = properties['hubspot_owner_id'];
    if (owner !== undefined && owner !== '' && !ws.company.people.some((p) => String(p.ownerId) === owner))
      throw invalid(`Property values were not valid: ${owner} is not a valid owner`);
    return properties;
  };

  return {
    get(call) {
      const type = typeOf(call);
      const object = mustObject(call, type);
      const wanted = call.request.query.get('associations')?.split(',') ?? [];
      const linked = wanted
        .filter((kind): kind is 'notes' | 'tasks' => kind === 'notes' || kind === 'tasks')
        .map((kind) => [kind, store.linked(object.id, kind)] as const)
        .filter(([, objects]) => objects.length > 0)
        .map(([kind, objects]) => [
          kind,
          { results: objects.map(({ id }) => ({ id: String(id), type: `contact_to_${kind.slice(0, -1)}` })) },
        ]);
      return ok(
        shape(object, askedIn(call.request.query), {
          ...(linked.length === 0 ? {} : { associations: Object.fromEntries(linked) as JsonObject }), // pairs of a text and an object
        }),
      );
    },
    list(call) {
      const type = typeOf(call);
      const { query } = call.request;
      const { items, paging } = pageOf(
        store.all(type),
        query.get('after') ?? undefined,
        limitIn(query, 10, 100),
      );
      return ok({ results: items.map((object) => shape(object, askedIn(query))), ...paging });
    },
    search(call) {
      const type = typeOf(call);
      const body = bodyOf(call.request);
      const limit = body['limit'] === undefined ? 10 : Number(body['limit']);
      if (!Number.isInteger(limit) || limit < 1 || limit > 200)
        throw invalid('limit must be between 1 and 200');
      const order = orderOf(body);
      const found = store
        .all(type)
        .filter((object) => object.updated_at <= ws.now() - SEARCH_LAG_MS && isFound(body, reader(object)))
        .toSorted((a, b) => order(reader(a), reader(b)));
      const after = text(body['after']);
      if (Number(after) + limit > 10_000) throw invalid('The search gives no more than 10,000 results.');
      const { items, paging } = pageOf(found, after, limit);
      const asked = Array.isArray(body['properties'])
        ? (body['properties'] as readonly Json[]).map(String)
        : undefined;
      return ok({
        total: found.length,
        results: items.map((object) => shape(object, asked)),
        ...paging,
      });
    },
    add(call) {
      const type = typeOf(call);
      const body = bodyOf(call.request);
      const properties = checked(type, body['properties']);
      const now = ws.now();
      if (type === 'contacts') {
        const email = properties['email'] ?? '';
        const known = email === '' ? undefined : store.contactByEmail(email);
        if (known) throw refuse(409, 'CONFLICT', `Contact already exists. Existing ID: ${known.id}`);
      } else if (!properties['hs_timestamp']) throw invalid('hs_timestamp is required');
      const links = (
        Array.isArray(body['associations']) ? (body['associations'] as readonly Json[]) : []
      ).map((link) => {
        const contact = store.get('contacts', Number(text(jsonAt(link, ['to', 'id']))));
        if (!contact) throw invalid('The object to associate with does not exist.');
        if (jsonAt(link, ['types', '0', 'associationTypeId']) !== LINKS[type])
          throw invalid('This association type does not fit these objects.');
        return contact.id;
      });
      const id = store.add({
        type,
        properties,
        source: String(call.agent.hubspot?.appId ?? ''),
        created_at: now,
        updated_at: now,
      });
      for (const contact of links) store.link(contact, id);
      ws.ledger.record({
        vendor: 'hubspot',
        request: call.request,
        actor: call.agent.key,
        kind: type === 'notes' ? 'contact note added' : type === 'tasks' ? 'task created' : 'contact changed',
        target: links[0] ?? id,
        body,
      });
      const made = store.get(type, id);
      if (!made) throw new Error('An object that was just written cannot be read.');
      return ok(shape(made, Object.keys(properties)), 201);
    },
    patch(call) {
      const type = typeOf(call);
      const object = mustObject(call, type);
      const body = bodyOf(call.request);
      const properties = checked(type, body['properties']);
      store.save(object, properties, ws.now());
      ws.ledger.record({
        vendor: 'hubspot',
        request: call.request,
        actor: call.agent.key,
        kind: 'contact changed',
        target: object.id,
        body,
      });
      const saved = store.get(type, object.id);
      if (!saved) throw new Error('An object that was just written cannot be read.');
      return ok(shape(saved, Object.keys(properties)));
    },
  };
}
