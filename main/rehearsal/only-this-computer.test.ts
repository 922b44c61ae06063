import { expect, test } from 'vitest';
import { createNet } from '../adapters/net.ts';
import { onlyThisComputer } from './only-this-computer.ts';

test.each(['https://api.stripe.com', 'http://10.0.0.7', 'http://127.0.0.1.evil.example'])(
  'a rehearsal does not call %s, even with an account that may',
  async (origin) => {
    const net = onlyThisComputer(createNet());
    const fetch = net.fetchFor({ origin, allowsPrivate: true });
    await expect(fetch(`${origin}/x`)).rejects.toMatchObject({ code: 'address_refused' });
    const host = URL.parse(origin)?.hostname ?? '';
    await expect(
      net.dialFor?.({ allowsPrivate: true })({ host, port: 993, secure: 'tls' }),
    ).rejects.toMatchObject({
      code: 'address_refused',
      message: expect.stringContaining('rehearsal') as unknown,
    });
    net.close();
  },
);
