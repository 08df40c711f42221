import ipaddr from 'ipaddr.js';

/** What the Internet uses of IPv6 (RFC 4291, section 2.4): the rest is local, or nobody's. */
const globalUnicast = ipaddr.parseCIDR('2000::/3');

/**
 * Whether an address is one of the open Internet. Loopback, private, link-local (with the hosts that tell machines of the cloud their
 * credentials), unique-local, shared (RFC 6598), multicast, documentation and reserved ones are not, nor is anything that no
 * address is. An IPv4 address inside an IPv6 one (mapped, or by NAT64) is judged itself.
 *
 * @param address - as a resolver gives it.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.range() === 'unicast';
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().range() === 'unicast';
  // RFC 6052: what a network without IPv4 puts before every IPv4 address.
  if (parsed.range() === 'rfc6052') return new ipaddr.IPv4(parsed.toByteArray().slice(12)).range() === 'unicast';
  return parsed.match(globalUnicast) && parsed.range() === 'unicast';
}
