import { BlockList, isIPv6 } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isPublicAddress } from '../../../adapters/local/public-address.ts';

/** IANA's registries of special-purpose addresses, IPv4 and IPv6: what is not globally reachable. */
const closed: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 96],
  ['100::', 64],
  ['2001::', 32],
  ['2001:2::', 48],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

const list = new BlockList();
for (const [net, prefix] of closed) list.addSubnet(net, prefix, isIPv6(net) ? 'ipv6' : 'ipv4');

const v4 = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)).map((bytes) => bytes.join('.'));
const groups = fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 });
const v6 = groups.map((all) => all.map((group) => group.toString(16)).join(':'));

/** An address of one of the nets above. */
const within = fc.constantFrom(...closed).chain(([net, prefix]) => {
  const size = isIPv6(net) ? 128 : 32;
  return fc.bigInt({ min: 0n, max: (1n << BigInt(size - prefix)) - 1n }).map((host) => address(base(net) + host, size));
});

describe('public addresses', () => {
  test.each([
    '8.8.8.8',
    '93.184.216.34',
    '172.32.0.1',
    '100.128.0.1',
    '2606:2800:220:1:248:1893:25c8:1946',
    '::ffff:93.184.216.34',
    '64:ff9b::5db8:d822',
  ])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    ['127.0.0.1', 'loopback'],
    ['0.0.0.0', 'unspecified'],
    ['10.1.2.3', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.0.1', 'private'],
    ['100.64.0.1', 'shared, RFC 6598'],
    ['169.254.169.254', 'the cloud’s metadata'],
    ['255.255.255.255', 'broadcast'],
    ['224.0.0.1', 'multicast'],
    ['::1', 'loopback'],
    ['::', 'unspecified'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local with a zone'],
    ['fd00:ec2::254', 'the cloud’s metadata'],
    ['fc00::1', 'unique-local'],
    ['::ffff:127.0.0.1', 'mapped loopback'],
    ['::ffff:a9fe:a9fe', 'mapped metadata'],
    ['::127.0.0.1', 'compatible loopback'],
    ['64:ff9b::7f00:1', 'loopback through NAT64'],
    ['64:ff9b:1::a00:1', 'a network’s own NAT64'],
    ['2002:7f00:1::', 'loopback through 6to4'],
    ['4000::1', 'nobody’s'],
    ['', 'nothing'],
    ['localhost', 'a name'],
    ['1.2.3.4.5', 'no address'],
  ])('%s is none: %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test('no address of a closed net is public, written either way', () => {
    fc.assert(
      fc.property(within, (address) => {
        expect(isPublicAddress(address)).toBe(false);
        if (!isIPv6(address)) {
          expect(isPublicAddress(`::ffff:${address}`)).toBe(false);
          expect(isPublicAddress(`64:ff9b::${address}`)).toBe(false);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('what is public is in no closed net, and of IPv6 in 2000::/3 or an IPv4 address inside', () => {
    fc.assert(
      fc.property(fc.oneof(v4, v6), (address) => {
        if (!isPublicAddress(address)) return;
        expect(list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')).toBe(false);
        if (isIPv6(address)) expect(address).toMatch(/^[23][0-9a-f]{3}:/);
      }),
      { numRuns: 1_000 },
    );
  });

  test('most of IPv4 is public', () => {
    const found = fc.sample(v4, { numRuns: 500, seed: 7 }).filter((address) => isPublicAddress(address));
    expect(found.length).toBeGreaterThan(350);
  });
});

function base(net: string): bigint {
  if (!isIPv6(net)) return net.split('.').reduce((all, part) => all * 256n + BigInt(part), 0n);
  const [head = '', tail = ''] = net.split('::');
  const words = (text: string) => (text === '' ? [] : text.split(':').map((word) => BigInt(`0x${word}`)));
  const [before, after] = [words(head), words(tail)];
  const all = [...before, ...Array<bigint>(8 - before.length - after.length).fill(0n), ...after];
  return all.reduce((sum, word) => sum * 65_536n + word, 0n);
}

function address(value: bigint, size: number): string {
  if (size === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  return Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16)).join(
    ':',
  );
}
