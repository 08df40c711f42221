import {
  addressesIn,
  bareAddress,
  decodedMessage,
  headersOf,
  messageTags,
  numbered,
  refusal,
  type SesRefusal,
} from './ses-message.ts';

/** What an account may do. */
export interface SesLimits {
  /** Recipients a second. */
  maxSendRate: number;
  /** Recipients in 24 hours; -1: no limit. */
  max24HourSend: number;
  region: string;
  /** Addresses and domains that may stand in From; null: any. */
  verified: readonly string[] | null;
  /** Recipients must be verified too. */
  sandbox: boolean;
  configurationSets: readonly string[];
  sendingPaused: boolean;
  pausedConfigurationSets: readonly string[];
  /** Calls a second of every API but the sends. */
  otherCallsPerSecond: number;
}

export const defaultLimits: SesLimits = {
  maxSendRate: 1_000_000,
  max24HourSend: -1,
  region: 'us-east-1',
  verified: null,
  sandbox: false,
  configurationSets: [],
  sendingPaused: false,
  pausedConfigurationSets: [],
  otherCallsPerSecond: 1,
};

/** A message that the emulator took, as it came. */
export interface AcceptedMessage {
  providerMessageId: string;
  source: string | null;
  destinations: readonly string[];
  configurationSet: string | null;
  tags: Readonly<Record<string, string>>;
  /** Of the tags edition, recipient and attempt; empty where there is none. */
  edition: string;
  recipient: string;
  attempt: string;
  /** The message, byte for byte. */
  bytes: Buffer;
  /** Milliseconds since the epoch. */
  at: number;
}

export type SesAnswer = { status: 200; result: string } | SesRefusal;

const simulator = /@simulator\.amazonses\.com$/i;

/**
 * The account behind the emulator: Amazon SES v1 as its documentation describes it, its limits held.
 *
 * @see https://docs.aws.amazon.com/ses/latest/APIReference/API_SendRawEmail.html
 * @see https://docs.aws.amazon.com/ses/latest/dg/quotas.html
 */
export class SesAccount {
  readonly limits: SesLimits;
  readonly accepted: AcceptedMessage[] = [];
  readonly #now: () => number;
  #sends: number[] = [];
  #otherCalls: number[] = [];
  #count = 0;

  constructor(limits: SesLimits, now: () => number) {
    this.limits = limits;
    this.#now = now;
  }

  answer(parameters: URLSearchParams): SesAnswer {
    const action = parameters.get('Action');
    if (parameters.get('Version') !== '2010-12-01') return refusal('InvalidAction', 'Version 2010-12-01 is wanted.');
    if (action === 'SendRawEmail') return this.#sendRawEmail(parameters);
    const other = this.#otherAnswer(action);
    if (other === null) {
      return refusal('InvalidAction', `Could not find operation ${action} for version 2010-12-01`);
    }
    const second = this.#now() - 1_000;
    this.#otherCalls = this.#otherCalls.filter((at) => at > second);
    if (this.#otherCalls.length >= this.limits.otherCallsPerSecond) return refusal('Throttling', 'Rate exceeded');
    this.#otherCalls.push(this.#now());
    return { status: 200, result: other };
  }

  #otherAnswer(action: string | null): string | null {
    const { max24HourSend, maxSendRate, sendingPaused } = this.limits;
    switch (action) {
      case 'GetSendQuota':
        return `<GetSendQuotaResult><Max24HourSend>${max24HourSend.toFixed(1)}</Max24HourSend><MaxSendRate>${maxSendRate.toFixed(1)}</MaxSendRate><SentLast24Hours>${this.#sentToday().toFixed(1)}</SentLast24Hours></GetSendQuotaResult>`;
      case 'GetAccountSendingEnabled':
        return `<GetAccountSendingEnabledResult><Enabled>${!sendingPaused}</Enabled></GetAccountSendingEnabledResult>`;
      case 'ListIdentities':
        return `<ListIdentitiesResult><Identities>${(this.limits.verified ?? []).map((name) => `<member>${name}</member>`).join('')}</Identities></ListIdentitiesResult>`;
      default:
        return null;
    }
  }

  #sendRawEmail(parameters: URLSearchParams): SesAnswer {
    const message = decodedMessage(parameters.get('RawMessage.Data'));
    if ('code' in message) return message;
    const destinations = numbered(parameters, 'Destinations.member', '');
    const tags = messageTags(parameters);
    if ('code' in tags) return tags;
    const headers = headersOf(message.bytes);
    if ('code' in headers) return headers;
    const source = parameters.get('Source');
    const recipients = destinations.length > 0 ? destinations : addressesIn(headers, ['to', 'cc', 'bcc']);
    const configurationSet = parameters.get('ConfigurationSetName');
    const problem =
      this.#recipientProblem(recipients) ??
      this.#configurationSetProblem(configurationSet) ??
      this.#identityProblem([...(source === null ? [] : [source]), ...addressesIn(headers, ['from'])], recipients) ??
      this.#rateProblem(recipients.length);
    if (problem !== null) return problem;
    this.#count += 1;
    const providerMessageId = `0100018f${this.#count.toString(16).padStart(8, '0')}-emulated-000000`;
    this.#sends.push(...recipients.map(() => this.#now()));
    this.accepted.push({
      ...{ providerMessageId, source, destinations: recipients, configurationSet, tags: tags.tags },
      edition: tags.tags['edition'] ?? '',
      recipient: tags.tags['recipient'] ?? '',
      attempt: tags.tags['attempt'] ?? '',
      bytes: message.bytes,
      at: this.#now(),
    });
    return {
      status: 200,
      result: `<SendRawEmailResult><MessageId>${providerMessageId}</MessageId></SendRawEmailResult>`,
    };
  }

  #recipientProblem(recipients: readonly string[]): SesRefusal | null {
    if (recipients.length === 0) return refusal('InvalidParameterValue', 'No recipients specified');
    if (recipients.length > 50) return refusal('InvalidParameterValue', 'Recipient count exceeds 50.');
    for (const address of recipients) {
      if (!/@[^@]+$/.test(address)) return refusal('InvalidParameterValue', "Missing final '@domain'");
      if (!/^[!-~]+$/.test(bareAddress(address))) {
        return refusal('InvalidParameterValue', `Illegal address: <${address}>`);
      }
    }
    return null;
  }

  #configurationSetProblem(name: string | null): SesRefusal | null {
    if (name === null) return null;
    if (!this.limits.configurationSets.includes(name)) {
      return refusal('ConfigurationSetDoesNotExist', `Configuration set <${name}> does not exist.`);
    }
    if (this.limits.pausedConfigurationSets.includes(name)) {
      return refusal('ConfigurationSetSendingPausedException', `Sending paused for configuration set <${name}>.`);
    }
    return null;
  }

  #identityProblem(senders: readonly string[], recipients: readonly string[]): SesRefusal | null {
    if (this.limits.sendingPaused) {
      return refusal('AccountSendingPausedException', 'Sending paused for this account.');
    }
    const wanted = this.limits.sandbox
      ? [...senders, ...recipients.filter((address) => !simulator.test(bareAddress(address)))]
      : senders;
    const failed = [...new Set(wanted.map(bareAddress).filter((address) => !this.#isVerified(address)))];
    if (failed.length === 0) return null;
    const region = this.limits.region.toUpperCase();
    const names = failed.join(', ');
    return refusal(
      'MessageRejected',
      `Email address is not verified. The following identities failed the check in region ${region}: ${names}`,
    );
  }

  #isVerified(address: string): boolean {
    if (this.limits.verified === null) return true;
    const lower = address.toLowerCase();
    return this.limits.verified.some(
      (name) => lower === name.toLowerCase() || lower.endsWith(`@${name.toLowerCase()}`),
    );
  }

  #rateProblem(recipients: number): SesRefusal | null {
    const second = this.#now() - 1_000;
    const { max24HourSend, maxSendRate } = this.limits;
    if (max24HourSend >= 0 && this.#sentToday() + recipients > max24HourSend) {
      return refusal('Throttling', 'Daily message quota exceeded.');
    }
    let inSecond = 0;
    for (let index = this.#sends.length - 1; index >= 0 && (this.#sends[index] ?? 0) > second; index--) inSecond += 1;
    return inSecond + recipients > maxSendRate ? refusal('Throttling', 'Maximum sending rate exceeded.') : null;
  }

  #sentToday(): number {
    const day = this.#now() - 86_400_000;
    return this.#sends.length === 0 || (this.#sends[0] ?? 0) > day
      ? this.#sends.length
      : this.#sends.filter((at) => at > day).length;
  }
}
