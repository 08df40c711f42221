import { z } from 'zod';
import { foldLine } from './scalars.ts';

/** A mailbox of RFC 5322 section 3.4: an address with an optional display name. */
export interface Mailbox {
  name: string | null;
  address: string;
}

// RFC 5321 local-part as a dot-string, at most 64 octets; a domain of LDH labels, at most 253. Quoted local parts and
// address literals are legal and never seen on a reader, and SES refuses non-ASCII local parts.
const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainPart = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{0,61}[a-z0-9]$/;
/** A domain that is in its stored form already, as nearly every one is: no A-label, which could be a wrong one, and no IPv4 host. */
const plainDomain = /^(?!.*xn--)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/**
 * An address in the form it is stored and compared in: surrounding space gone, the domain in lower case and in its
 * ASCII form (IDNA). The local part keeps its case, which only the receiving host may judge (RFC 5321, 2.4).
 *
 * @returns null when it is not an address that mail can be sent to.
 * @example normaliseAddress(' Ann@Exämple.com ') // 'Ann@xn--exmple-cua.com'
 */
export function normaliseAddress(input: string): string | null {
  const value = input.trim();
  const at = value.lastIndexOf('@');
  if (at < 1) return null;
  const local = value.slice(0, at);
  if (local.length > 64 || !localPart.test(local)) return null;
  const rawDomain = value.slice(at + 1);
  if (rawDomain.length <= 253 && plainDomain.test(rawDomain)) return value;
  if (/[\s/\\?#:@%[\]]/.test(rawDomain)) return null;
  const domain = URL.parse(`http://${rawDomain}/`)?.hostname.replace(/\.$/, '');
  // The URL parser reads 1.2.3.4 and even 16909060 as an IPv4 host; a mail domain has a name as its last label.
  if (domain === undefined || domain.length > 253 || !domainPart.test(domain) || /\.\d+$/.test(domain)) return null;
  return `${local}@${domain}`;
}

/** Reads `Name <address>` or a bare address. @returns null when the address is not one. */
export function parseMailbox(input: string): Mailbox | null {
  const match = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<>"]*?))\s*<([^<>]+)>\s*$/.exec(input);
  const address = normaliseAddress(match?.[3] ?? input);
  if (address === null) return null;
  const name = foldLine((match?.[1]?.replace(/\\(.)/g, '$1') ?? match?.[2] ?? '').toString());
  return { name: name === '' ? null : name, address };
}

export const mailboxSchema = z.string().transform((value, context): Mailbox => {
  const mailbox = parseMailbox(value);
  if (mailbox !== null) return mailbox;
  context.addIssue({ code: 'custom', message: 'a mailbox is an address, or Name <address>', input: value });
  return z.NEVER;
});

/** An address of one person, normalised. */
export const addressSchema = z.string().transform((value, context): string => {
  const address = normaliseAddress(value);
  if (address !== null) return address;
  context.addIssue({ code: 'custom', message: 'an address is name@domain', input: value });
  return z.NEVER;
});
