import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectionView } from '../../app/api/contract/views.ts';
import { Desk } from '../drivers/desk.ts';

describe('the accounts of an agent', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.open();
  });
  afterAll(() => desk.close());

  const ofFin = async (): Promise<readonly ConnectionView[]> =>
    (await desk.api.connections.list()).filter((c) => c.agentName === 'Fin' && c.tool === 'stripe');

  /** The practice key again, as if it were one of a real account. */
  const add = async (): Promise<ConnectionView> => {
    const fin = (await desk.api.team.list()).find((a) => a.key === 'fin');
    const credential = desk.world.credentials().find((c) => c.agent === 'fin' && c.tool === 'stripe');
    if (!fin || !credential) throw new Error('Fin is gone.');
    return desk.api.connections.add({
      agent: fin.id,
      tool: 'stripe',
      label: 'Fin, for real',
      baseUrl: credential.baseUrl,
      allowsPrivate: true,
      secrets: { ...credential.secrets },
    });
  };

  test('an agent has one account a tool: a second one is refused, so that it is never unclear as whom it acts', async () => {
    await expect(add()).rejects.toThrow('Fin is already signed in to Stripe');
    expect(await ofFin()).toHaveLength(1);
  });

  test('a real account in place of the practice one stays the only one, over a restart too', async () => {
    const [practice] = await ofFin();
    if (!practice) throw new Error('Fin has no account.');
    await desk.api.connections.remove({ id: practice.id });
    expect((await add()).status).toBe('ok');
    await desk.restart();
    expect((await ofFin()).map((c) => [c.label, c.practice])).toEqual([['Fin, for real', false]]);
  });
});
