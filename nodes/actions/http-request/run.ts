import { implementAction } from '../../../app/kit/implement.ts';
import { callService, idempotencyHeader, MOST_BODY } from '../../connections/http/client.ts';
import { httpRequest } from './definition.ts';

/** Sends the request. A call that changes something is repeatable only where the service keeps our keys. */
export const runHttpRequest = implementAction(httpRequest, {
  async rung(connection) {
    return (await idempotencyHeader(connection)) === '' ? 'none' : 'key';
  },
  async run(context, { method, path, query, body }) {
    const answer = await callService(context, {
      method,
      path,
      query: query ?? [],
      ...(body ? { body } : {}),
    });
    const whole = answer.text.length <= MOST_BODY;
    return {
      status: answer.status,
      body: answer.text.slice(0, MOST_BODY),
      json: whole ? (answer.json ?? null) : null,
    };
  },
});
