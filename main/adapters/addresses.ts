import { BlockList, isIP, isIPv4 } from 'node:net';

/**
 * What an address is to us. `public`: anywhere on the internet. `private`: this computer, a home or company network;
 * allowed where a person ticked it. `never`: addresses that no tool has and attackers like (a cloud's metadata
 * service, multicast, reserved ranges).
 */
export type AddressKind = 'public' | 'private' | 'never';

type Range = readonly [address: string, prefix: number];

function listOf(family: 'ipv4' | 'ipv6', ranges: readonly Range[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of ranges) list.addSubnet(address, prefix, family);
  return list;
}

// From the IANA special-purpose registries for IPv4 and IPv6, with the metadata addresses of the large clouds.
const PRIVATE_4 = listOf('ipv4', [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
]);
const NEVER_4 = listOf('ipv4', [
  ['0.0.0.0', 8],
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]);
const PRIVATE_6 = listOf('ipv6', [
  ['::1', 128],
  ['fc00::', 7],
]);
/** Only this block is given out to the world; everything outside it has a special meaning. */
const GLOBAL_6 = listOf('ipv6', [['2000::', 3]]);
const NEVER_6 = listOf('ipv6', [
  ['fd00:ec2::254', 128],
  ['fd20:ce::254', 128],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]);

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): readonly number[] {
  // The URL parser writes every spelling in one way: hexadecimal groups, the longest run of zeros as `::`.
  const plain = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [before = '', after] = plain.split('::');
  const read = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const head = read(before);
  if (after === undefined) return head;
  const tail = read(after);
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail];
}

/** The IPv4 address that an IPv6 address stands for (IPv4-mapped, or the well-known NAT64 prefix), if it does. */
function embedded4(address: string): string | undefined {
  const groups = groupsOf(address);
  const start = groups.slice(0, 6).join(',');
  if (start !== '0,0,0,0,0,65535' && start !== '100,65435,0,0,0,0') return undefined;
  const [high = 0, low = 0] = groups.slice(6);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** Judges one address, as the system's resolver or a URL writes it. What is no address is `never`. */
export function addressKind(address: string): AddressKind {
  const bare = address.split('%')[0] ?? '';
  if (isIP(bare) === 0) return 'never';
  if (isIPv4(bare)) {
    if (NEVER_4.check(bare, 'ipv4')) return 'never';
    return PRIVATE_4.check(bare, 'ipv4') ? 'private' : 'public';
  }
  const inside = embedded4(bare);
  if (inside !== undefined) return addressKind(inside);
  if (NEVER_6.check(bare, 'ipv6')) return 'never';
  if (PRIVATE_6.check(bare, 'ipv6')) return 'private';
  return GLOBAL_6.check(bare, 'ipv6') ? 'public' : 'never';
}
