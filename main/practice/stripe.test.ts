import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { jsonAt } from '../../app/base/json.ts';
import { TestCompany } from './testing/test-company.ts';

const MAYA = 'ch_HPmayaReminders';
const PRIYA = 'sub_HPpriya';
let company: TestCompany;
beforeAll(async () => {
  company = await TestCompany.open();
});
beforeEach(() => company.world.reset());
afterAll(() => company.close());

const refund = (form: string, key?: string) =>
  company.billing('fin', '/refunds', {
    form,
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });

describe('refunds', () => {
  test('partial refunds add up; more than what is left, and anything after the last cent, is refused', async () => {
    expect((await refund(`charge=${MAYA}&amount=1500&metadata[sw_op]=a`)).json).toMatchObject({
      object: 'refund',
      amount: 1_500,
      status: 'succeeded',
      metadata: { sw_op: 'a' },
    });
    const tooMuch = await refund(`charge=${MAYA}&amount=2501`);
    expect([tooMuch.status, jsonAt(tooMuch.json, ['error'])]).toMatchObject([
      400,
      { type: 'invalid_request_error', param: 'amount' },
    ]);
    expect((await refund(`charge=${MAYA}`)).json).toMatchObject({ amount: 2_500 });
    const none = await refund(`charge=${MAYA}&amount=1`);
    expect([none.status, jsonAt(none.json, ['error', 'code'])]).toEqual([400, 'charge_already_refunded']);
    expect((await company.billing('fin', `/charges/${MAYA}`)).json).toMatchObject({
      amount_refunded: 4_000,
      refunded: true,
    });
    expect(
      company.practice
        .ledger({ kind: 'refund made' })
        .map(({ amount, actor, target }) => [amount, actor, target]),
    ).toEqual([
      [1_500, 'fin', MAYA],
      [2_500, 'fin', MAYA],
    ]);
  });

  test('wrong parameters are refused by name', async () => {
    for (const [form, param, status] of [
      [`charge=${MAYA}&amount=abc`, 'amount', 400],
      [`charge=${MAYA}&amount=0`, 'amount', 400],
      [`charge=${MAYA}&currency=eur`, 'currency', 400],
      [`charge=${MAYA}&reason=because`, 'reason', 400],
      ['charge=ch_nothing&amount=1', 'charge', 400],
    ] as const) {
      const answer = await refund(form);
      expect([answer.status, jsonAt(answer.json, ['error', 'param'])], form).toEqual([status, param]);
    }
    expect(company.effects()).toEqual([]);
  });
});

describe('same key, same answer', () => {
  test('a repeat with the same key gives the first answer and refunds once', async () => {
    const first = await refund(`charge=${MAYA}&amount=4000`, 'key-1');
    const again = await refund(`charge=${MAYA}&amount=4000`, 'key-1');
    expect(again.text).toBe(first.text);
    expect([first.headers.get('idempotent-replayed'), again.headers.get('idempotent-replayed')]).toEqual([
      null,
      'true',
    ]);
    expect(company.practice.ledger({ kind: 'refund made' })).toMatchObject([
      { amount: 4_000, idempotencyKey: 'key-1' },
    ]);
  });

  test('the same key with other values is an error, and nothing is done', async () => {
    await refund(`charge=${MAYA}&amount=1000`, 'key-2');
    const other = await refund(`charge=${MAYA}&amount=2000`, 'key-2');
    expect([other.status, jsonAt(other.json, ['error', 'type'])]).toEqual([400, 'idempotency_error']);
    expect(company.effects()).toEqual(['refund made']);
  });

  test('an error inside Stripe is kept under its key, and given again although Stripe is well', async () => {
    await company.world.setFaults({ vendor: 'stripe', status500: 1 });
    expect((await refund(`charge=${MAYA}&amount=4000`, 'key-3')).status).toBe(500);
    const again = await refund(`charge=${MAYA}&amount=4000`, 'key-3');
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([500, 'true']);
    expect(company.effects()).toEqual([]);
    expect((await refund(`charge=${MAYA}&amount=4000`, 'key-4')).status).toBe(200);
  });

  test('a refusal is kept too, but a call that was never begun is not', async () => {
    expect((await refund(`charge=${MAYA}&amount=4001`, 'key-5')).status).toBe(400);
    expect((await refund(`charge=${MAYA}&amount=4001`, 'key-5')).headers.get('idempotent-replayed')).toBe(
      'true',
    );
    expect((await refund(`charge=${MAYA}&amount=x`, 'key-6')).status).toBe(400);
    expect((await refund(`charge=${MAYA}&amount=4000`, 'key-6')).status).toBe(200);
  });

  test('after a day the key is free again', async () => {
    await refund(`charge=${MAYA}&amount=1000`, 'key-7');
    company.clock.advance(24 * 3_600_000 + 1);
    expect(
      (await refund(`charge=${MAYA}&amount=1000`, 'key-7')).headers.get('idempotent-replayed'),
    ).toBeNull();
    expect(company.effects()).toEqual(['refund made', 'refund made']);
  });
});

describe('subscriptions', () => {
  const change = (form: string) => company.billing('sam', `/subscriptions/${PRIYA}`, { form });

  test('cancelling at the end of the period keeps it active until then, and it can be taken back', async () => {
    const set = await change('cancel_at_period_end=true');
    const end = Number(jsonAt(set.json, ['items', 'data', '0', 'current_period_end']));
    expect(set.json).toMatchObject({ status: 'active', cancel_at_period_end: true, cancel_at: end });
    await change('cancel_at_period_end=true');
    expect(company.effects()).toEqual(['subscription set to end', 'subscription changed']);
    expect((await change('cancel_at_period_end=false')).json).toMatchObject({
      cancel_at_period_end: false,
      cancel_at: null,
      canceled_at: null,
    });
    await change('cancel_at_period_end=true');
    company.clock.advance(end * 1_000 - company.clock.now());
    expect((await company.billing('sam', `/subscriptions/${PRIYA}`)).json).toMatchObject({
      status: 'canceled',
      ended_at: end,
    });
    const late = await change('cancel_at_period_end=false');
    expect(late.status).toBe(400);
  });

  test('cancelling at once ends it now; a second time there is nothing to cancel', async () => {
    const cancel = () => company.billing('sam', `/subscriptions/${PRIYA}`, { method: 'DELETE' });
    expect((await cancel()).json).toMatchObject({
      status: 'canceled',
      ended_at: Math.floor(company.clock.now() / 1_000),
    });
    expect((await cancel()).status).toBe(404);
    expect(company.effects()).toEqual(['subscription cancelled']);
    const list = async (query: string) =>
      jsonAt((await company.billing('sam', `/subscriptions?customer=cus_HPpriya${query}`)).json, ['data']);
    expect(await list('')).toEqual([]);
    expect(await list('&status=all')).toMatchObject([{ id: PRIYA }]);
  });

  test('a coupon gives a discount once; naming what is there keeps it', async () => {
    const first = await change('discounts[0][coupon]=RETENTION20&expand[0]=discounts');
    const discount = String(jsonAt(first.json, ['discounts', '0', 'id']));
    expect(first.json).toMatchObject({ discounts: [{ source: { type: 'coupon', coupon: 'RETENTION20' } }] });
    await change(`discounts[0][discount]=${discount}`);
    expect(company.effects()).toEqual(['discount given', 'subscription changed']);
    expect(jsonAt((await change('discounts[0][coupon]=NOTHING')).json, ['error', 'code'])).toBe(
      'resource_missing',
    );
  });
});

describe('keys', () => {
  test('no key and a wrong key get 401 with the vendor’s error object; the key is masked', async () => {
    const none = await company.call('/stripe/v1/customers');
    expect([none.status, jsonAt(none.json, ['error', 'type'])]).toEqual([401, 'invalid_request_error']);
    const wrong = await company.call('/stripe/v1/customers', {
      headers: { authorization: 'Bearer rk_test_1234567890abcdef1234' },
    });
    expect(wrong.status).toBe(401);
    expect(wrong.text).not.toContain('1234567890abcdef');
  });

  test('a restricted key may do only what it was made for', async () => {
    const sam = await company.billing('sam', '/refunds', { form: `charge=${MAYA}&amount=100` });
    expect([sam.status, jsonAt(sam.json, ['error', 'message'])]).toEqual([
      403,
      expect.stringContaining('rak_refund_write'),
    ]);
    const fin = await company.billing('fin', `/subscriptions/${PRIYA}`, { method: 'DELETE' });
    expect(fin.status).toBe(403);
    expect((await company.billing('fin', `/subscriptions/${PRIYA}`)).status).toBe(200);
    expect(company.effects()).toEqual([]);
  });

  test('what is not there is a 404 that says so', async () => {
    for (const path of ['/charges/ch_x', '/customers/cus_x', '/subscriptions/sub_x']) {
      const answer = await company.billing('sam', path);
      expect([answer.status, jsonAt(answer.json, ['error', 'code'])], path).toEqual([
        404,
        'resource_missing',
      ]);
    }
    expect((await company.billing('sam', '/everything')).status).toBe(404);
  });
});

describe('lists', () => {
  test('go newest first, page by page, with nothing twice and nothing missing', async () => {
    const seen: string[] = [];
    let after = '';
    for (let more = true; more;) {
      const { json } = await company.billing('fin', `/charges?limit=7${after}`);
      const ids = (jsonAt(json, ['data']) as { id: string }[]).map(({ id }) => id);
      seen.push(...ids);
      after = `&starting_after=${ids.at(-1) ?? ''}`;
      more = jsonAt(json, ['has_more']) === true;
    }
    const all = (await company.world.billing()).charges.map(({ id }) => id);
    expect(seen).toEqual(all);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('events tell of a refund and can be read from the last one seen', async () => {
    await refund(`charge=${MAYA}&amount=100`);
    const first = await company.billing('fin', '/events?types[]=charge.refunded');
    const last = String(jsonAt(first.json, ['data', '0', 'id']));
    expect(jsonAt(first.json, ['data', '0'])).toMatchObject({
      type: 'charge.refunded',
      data: { object: { id: MAYA, amount_refunded: 100 } },
    });
    await refund(`charge=${MAYA}&amount=200`);
    const next = await company.billing('fin', `/events?types[]=charge.refunded&ending_before=${last}`);
    expect(jsonAt(next.json, ['data'])).toMatchObject([
      { data: { object: { amount_refunded: 300 }, previous_attributes: { amount_refunded: 100 } } },
    ]);
  });

  test('a customer is found by address and by a search in the metadata', async () => {
    const listed = await company.billing('sam', '/customers?email=eleanor@vossandwhitby.example');
    expect(jsonAt(listed.json, ['data', '0'])).toMatchObject({
      name: 'Eleanor Voss',
      metadata: { vip: 'true', contract: 'annual' },
    });
    const query = encodeURIComponent("metadata['vip']:'true' AND name~'weiss'");
    const searched = await company.billing('sam', `/customers/search?query=${query}`);
    expect(jsonAt(searched.json, ['data'])).toMatchObject([{ name: 'Hannah Weiss' }]);
    expect((await company.billing('sam', '/customers/search?query=nonsense')).status).toBe(400);
  });
});
