import { expect, test } from 'vitest';
import { fetchForAll, type Destination, type Net } from './net.ts';

/** A net that says which bound fetch was used. */
function recordingNet(): { readonly net: Net; readonly used: Destination[] } {
  const used: Destination[] = [];
  return {
    used,
    net: {
      fetchFor: (destination) => async () => {
        used.push(destination);
        return new Response('');
      },
    },
  };
}

test('each origin has a fetch of its own; only the connection’s own may be private; everything else meets its check', async () => {
  const { net, used } = recordingNet();
  const own = { origin: 'https://www.tool.example', allowsPrivate: true };
  const fetch = fetchForAll(net, own, ['https://admin.tool.example']);
  await fetch('https://admin.tool.example/users');
  await fetch('https://www.tool.example/calendar');
  await fetch('https://admin.tool.example.evil.example/users');
  await fetch('http://admin.tool.example/users');
  expect(used).toEqual([{ origin: 'https://admin.tool.example', allowsPrivate: false }, own, own, own]);
});
