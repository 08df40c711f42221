import dns from 'node:dns/promises';
import {
  GetAccountCommand,
  GetConfigurationSetCommand,
  GetConfigurationSetEventDestinationsCommand,
  GetEmailIdentityCommand,
  NotFoundException,
  SESv2Client,
  type SESv2ClientConfig,
} from '@aws-sdk/client-sesv2';
import { PressrunError } from '../../core/errors.ts';

/** What SES says of its account in a region. Every call waits for the one before: SES answers one a second. */
export class SesAccountReader {
  readonly #client: SESv2Client;
  readonly #region: string;

  constructor(region: string, config: SESv2ClientConfig = {}) {
    this.#region = region;
    this.#client = new SESv2Client({ region, retryMode: 'adaptive', maxAttempts: 6, ...config });
  }

  async account() {
    const answer = await this.#ask(() => this.#client.send(new GetAccountCommand({})));
    return {
      inSandbox: answer?.ProductionAccessEnabled !== true,
      sendingEnabled: answer?.SendingEnabled === true,
      enforcement: answer?.EnforcementStatus ?? 'UNKNOWN',
      maxPerDay: answer?.SendQuota?.Max24HourSend ?? 0,
      maxPerSecond: answer?.SendQuota?.MaxSendRate ?? 0,
      sentToday: answer?.SendQuota?.SentLast24Hours ?? 0,
      suppresses: answer?.SuppressionAttributes?.SuppressedReasons ?? [],
    };
  }

  /** @returns null where SES does not know the domain. */
  async identity(domain: string) {
    const answer = await this.#ask(() => this.#client.send(new GetEmailIdentityCommand({ EmailIdentity: domain })));
    if (answer === null) return null;
    return {
      verified: answer.VerifiedForSendingStatus === true,
      dkim: answer.DkimAttributes?.Status ?? 'NOT_STARTED',
      mailFromDomain: answer.MailFromAttributes?.MailFromDomain || null,
      mailFromStatus: answer.MailFromAttributes?.MailFromDomainStatus ?? null,
    };
  }

  async configurationSet(name: string) {
    const input = { ConfigurationSetName: name };
    const set = await this.#ask(() => this.#client.send(new GetConfigurationSetCommand(input)));
    if (set === null) return { name, exists: false, hasEvents: false, sendingEnabled: false };
    const events = await this.#ask(() => this.#client.send(new GetConfigurationSetEventDestinationsCommand(input)));
    return {
      name,
      exists: true,
      hasEvents: (events?.EventDestinations ?? []).some(({ Enabled }) => Enabled === true),
      sendingEnabled: set.SendingOptions?.SendingEnabled !== false,
    };
  }

  close(): void {
    this.#client.destroy();
  }

  /** @returns null where what was asked for is not there. */
  async #ask<Answer>(call: () => Promise<Answer>): Promise<Answer | null> {
    try {
      return await call();
    } catch (cause) {
      if (cause instanceof NotFoundException) return null;
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new PressrunError('PROVIDER_UNAVAILABLE', `SES in ${this.#region} did not answer: ${why}`, { cause });
    }
  }
}

/**
 * The TXT records that DMARC reads for a domain: those at `_dmarc.<domain>`, else of the nearest domain above it that has a record (RFC 9989, 4.10).
 *
 * @returns none where no domain has one; null where the DNS did not answer.
 */
export async function dmarcRecords(domain: string): Promise<string[] | null> {
  const labels = domain.split('.');
  for (let from = 0; labels.length - from >= 2; from += 1) {
    const records = await textRecords(`_dmarc.${labels.slice(from).join('.')}`);
    if (records === null || records.some((record) => /^v=DMARC1\b/i.test(record))) return records;
  }
  return [];
}

/** The TXT records at a name; none where there is no such name; null where the DNS did not answer. */
async function textRecords(name: string): Promise<string[] | null> {
  try {
    return (await dns.resolveTxt(name)).map((parts) => parts.join(''));
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
    return code === 'ENOTFOUND' || code === 'ENODATA' ? [] : null;
  }
}
