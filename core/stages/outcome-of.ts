import type { Answer, HoldCause, Outcome } from '../model/outcome.ts';

/** The two addresses of a message; a provider's refusal is judged by which of them it names. */
export interface Addresses {
  from: string;
  to: string;
}

/**
 * What an answer means for the recipient: the whole table of DESIGN section 6, and nothing else decides it.
 *
 * Only an answer that proves that the provider took nothing makes a recipient `deferred` or `rejected`; only one that proves that it took the
 * message makes it `accepted`; everything between is `uncertain`.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/using-ses-api-error-codes.html
 * @example outcomeOf({ kind: 'no-connection', detail: 'ECONNREFUSED' }, addresses).state // 'deferred'
 */
export function outcomeOf(answer: Answer, addresses: Addresses): Outcome {
  if (answer.kind === 'no-connection') {
    return { state: 'deferred', detail: `no connection: ${answer.detail}`, throttled: false, hold: null };
  }
  if (answer.kind === 'broken') return { state: 'uncertain', detail: redact(answer.detail, addresses) };
  const { status, providerMessageId } = answer;
  const detail = redact(`${answer.code ?? `HTTP ${status}`}: ${answer.detail ?? 'no reason given'}`, addresses);
  if (status >= 200 && status < 300) {
    return providerMessageId
      ? { state: 'accepted', providerMessageId }
      : { state: 'uncertain', detail: 'an answer of success without a message id' };
  }
  if (status < 400 || status >= 500) return { state: 'uncertain', detail };
  return refusal(`${answer.code ?? ''} ${answer.detail ?? ''}`, status, detail, addresses);
}

function refusal(words: string, status: number, detail: string, addresses: Addresses): Outcome {
  if (/daily (?:message )?quota|\b24.hour\b.*quota/i.test(words)) return held('daily-quota', detail);
  if (status === 429 || /throttl|TooManyRequests|maximum sending rate/i.test(words)) {
    return { state: 'deferred', detail, throttled: true, hold: null };
  }
  if (names(words, addresses.to) && !names(words, addresses.from)) return { state: 'rejected', detail };
  if (/paused|SendingPaused|AccountSuspended|account.*shut down/i.test(words)) return held('sending-paused', detail);
  if (/not verified|MailFromDomainNotVerified|FromEmailAddressNotVerified/i.test(words)) {
    return held('identity-not-verified', detail);
  }
  return held('refused-by-provider', detail);
}

function held(hold: HoldCause, detail: string): Outcome {
  return { state: 'deferred', detail, throttled: false, hold };
}

/** True when `address` stands in `words` as a whole address, not as the end of a longer one. */
function names(words: string, address: string): boolean {
  const text = words.toLowerCase();
  const sought = address.toLowerCase();
  for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) {
    const before = text[at - 1];
    const after = text.slice(at + sought.length, at + sought.length + 2);
    if ((before === undefined || !/[a-z0-9._%+'-]/.test(before)) && !/^(?:[a-z0-9-]|\.[a-z0-9])/.test(after))
      return true;
  }
  return false;
}

/** Addresses are personal data: the ledger and the logs keep the provider's words without them. */
function redact(words: string, addresses: Addresses): string {
  return words
    .replaceAll(/[^\s<>"'(),;:[\]]+@[^\s<>"'(),;:[\]]+/g, (found) =>
      found.toLowerCase().startsWith(addresses.from.toLowerCase()) ? '(sender)' : '(recipient)',
    )
    .slice(0, 500);
}
