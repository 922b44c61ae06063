import type { Json, JsonObject } from '../../app/base/json.ts';
import { VendorRefusal, type VendorReply, type VendorRequest } from './http.ts';
import type { Workspace } from './workspace.ts';

/** Help Scout's ways of answering: HAL pages, empty bodies with the new id in a header, and its error documents. */

/** Whole seconds, as the vendor writes times. */
export const isoTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');

export interface FieldProblem {
  readonly path: string;
  readonly message: string;
  readonly value?: Json;
}

const vndError = (status: number, message: string, problems: readonly FieldProblem[] = []): VendorReply => ({
  status,
  headers: { 'Content-Type': 'application/vnd.error+json' },
  body: {
    logRef: `practice-${status}`,
    message,
    ...(problems.length === 0
      ? {}
      : {
          _embedded: {
            errors: problems.map(({ path, message: text, value }) => ({
              path,
              message: text,
              source: 'JSON',
              ...(value === undefined ? {} : { rejectedValue: value }),
            })),
          },
        }),
    _links: { about: { href: 'https://developer.helpscout.com/mailbox-api/overview/errors/' } },
  },
});

export const notFound = (message = 'Not Found'): VendorRefusal => new VendorRefusal(vndError(404, message));
export const badRequest = (...problems: readonly FieldProblem[]): VendorRefusal =>
  new VendorRefusal(vndError(400, 'Bad request', problems));
export const serverError = (status: number, message: string): VendorReply => vndError(status, message);

export const created = (ws: Workspace, path: string, id: number): VendorReply => ({
  status: 201,
  headers: { 'Resource-ID': String(id), Location: `${ws.origin()}/helpscout${path}/${id}` },
});
export const noContent: VendorReply = { status: 204 };

/** The body as an object. A body that is none is refused. */
export function jsonBody(request: VendorRequest): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(request.body);
  } catch {
    throw badRequest({ path: '', message: 'the body is not valid JSON' });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest({ path: '', message: 'the body must be an object' });
  }
  return value as JsonObject; // JSON.parse gives nothing but JSON, and it is an object by the check above
}

/** The number of the wanted page, counted from 1. */
export function pageNumber(request: VendorRequest): number {
  const text = request.query.get('page') ?? '1';
  if (!/^[1-9]\d{0,6}$/.test(text))
    throw badRequest({ path: 'page', message: 'must be 1 or more', value: text });
  return Number(text);
}

export interface Page {
  /** The name under `_embedded`. */
  readonly name: string;
  readonly items: readonly JsonObject[];
  readonly total: number;
  readonly size: number;
  readonly number: number;
}

/** One page of a list. An empty one has no `_embedded` at all, as at the vendor. */
export function pageReply(ws: Workspace, request: VendorRequest, page: Page): VendorReply {
  const pages = Math.max(1, Math.ceil(page.total / page.size));
  const link = (number: number): JsonObject => {
    const query = new URLSearchParams(request.query);
    query.set('page', String(number));
    return { href: `${ws.origin()}/helpscout${request.path}?${query}` };
  };
  return {
    status: 200,
    body: {
      ...(page.items.length === 0 ? {} : { _embedded: { [page.name]: page.items } }),
      _links: {
        first: link(1),
        last: link(pages),
        self: link(page.number),
        ...(page.number < pages ? { next: link(page.number + 1) } : {}),
        ...(page.number > 1 ? { previous: link(page.number - 1) } : {}),
        page: { href: `${ws.origin()}/helpscout${request.path}{?page}`, templated: true },
      },
      page: { size: page.size, totalElements: page.total, totalPages: pages, number: page.number },
    },
  };
}
