import { hash } from 'node:crypto';

/** SHA-256 in lower-case hex, of bytes or of a text's UTF-8. */
export function sha256(content: string | Uint8Array): string {
  return hash('sha256', content, 'hex');
}

/**
 * What stands for an address wherever the address itself may not be kept: SHA-256, in hex, of the address in lower
 * case. Two addresses that differ only in case are one person's here, so a bar on one is a bar on the other.
 *
 * @param email - normalised by `normaliseAddress`.
 */
export function addressHash(email: string): string {
  return hash('sha256', email.toLowerCase(), 'hex');
}

/**
 * The opaque id of a newsletter in readers' links: 48 bits of its slug's hash, so that a link does not say what
 * somebody reads. Told back by comparing with the newsletters of the config.
 */
export function newsletterKey(slug: string): string {
  return hash('sha256', `newsletter:${slug}`, 'base64url').slice(0, 8);
}

/** SHA-256 in base64, as a content security policy names a style sheet. */
export function sha256Base64(content: string): string {
  return hash('sha256', content, 'base64');
}
