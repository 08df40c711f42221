import { isFrom } from '../model/deployment.ts';

/** What was found in an account. Null where it could not be read, or is not there. */
export interface AccountFacts {
  region: string;
  /** The domain that newsletters are from. */
  domain: string;
  /** The addresses that a deployment's newsletters are from; none where no deployment is asked about. */
  senders: readonly string[];
  /** The custom MAIL FROM domain that is wanted; null: any. */
  mailFrom: string | null;
  account: {
    inSandbox: boolean;
    sendingEnabled: boolean;
    /** Such as `HEALTHY`, `PROBATION`, `SHUTDOWN`. */
    enforcement: string;
    maxPerDay: number;
    maxPerSecond: number;
    sentToday: number;
    suppresses: readonly string[];
  } | null;
  identity: { verified: boolean; dkim: string; mailFromDomain: string | null; mailFromStatus: string | null } | null;
  /** The name of the configuration set that is wanted, and whether it is there and has an event destination. */
  configurationSet: { name: string; exists: boolean; hasEvents: boolean; sendingEnabled: boolean } | null;
  /** The TXT records that DMARC reads for the domain: its own, else those of the nearest domain above it that has any. */
  dmarc: readonly string[] | null;
  /** The bundles of the functions, of a deployment; null where nothing is deployed from here. */
  bundles: { missing: readonly string[] } | null;
  /** The stack of the deployment; null where none is asked about. */
  stack: { name: string; exists: boolean } | null;
}

/** One line of the doctor: what is so, and how to mend it. */
export interface Diagnosis {
  what: string;
  state: 'good' | 'missing' | 'warning';
  detail: string;
  /** A command to run, or what to do. Null where nothing is wrong. */
  mend: string | null;
}

/**
 * What is missing before a real send, in the order in which it is mended.
 *
 * @example diagnose(facts).filter(({ state }) => state === 'missing')
 */
export function diagnose(facts: AccountFacts): Diagnosis[] {
  return [
    ...ofDeployment(facts),
    ...ofSenders(facts),
    ...ofIdentity(facts),
    ...ofDmarc(facts),
    ...ofAccount(facts),
    ...ofConfigurationSet(facts),
  ];
}

function good(what: string, detail: string): Diagnosis {
  return { what, state: 'good', detail, mend: null };
}

function missing(what: string, detail: string, mend: string): Diagnosis {
  return { what, state: 'missing', detail, mend };
}

function warning(what: string, detail: string, mend: string): Diagnosis {
  return { what, state: 'warning', detail, mend };
}

function ofDeployment({ bundles, stack }: AccountFacts): Diagnosis[] {
  const found: Diagnosis[] = [];
  if (bundles !== null) {
    const { missing: absent } = bundles;
    found.push(
      absent.length === 0
        ? good('Bundles', 'every function is bundled')
        : missing('Bundles', `not there: ${absent.join(', ')}`, 'npm run bundles'),
    );
  }
  if (stack !== null) {
    found.push(
      stack.exists ? good('Stack', stack.name) : missing('Stack', `${stack.name} is not deployed`, 'pressrun deploy'),
    );
  }
  return found;
}

function ofSenders({ senders, domain }: AccountFacts): Diagnosis[] {
  return [...new Set(senders)]
    .filter((address) => !isFrom(domain, address))
    .map((address) =>
      missing(
        'From',
        `${address} is not of ${domain}, so SES refuses what is from it`,
        "mend the newsletter's `from` or the deployment's `identity.domain`, then: pressrun deploy",
      ),
    );
}

function ofIdentity({ identity, domain, region, mailFrom }: AccountFacts): Diagnosis[] {
  if (identity === null) {
    const create = `aws sesv2 create-email-identity --region ${region} --email-identity ${domain}`;
    return [missing('Identity', `SES in ${region} does not know ${domain}`, `pressrun deploy, or: ${create}`)];
  }
  const records = `aws sesv2 get-email-identity --region ${region} --email-identity ${domain}`;
  const found = [
    identity.verified
      ? good('Identity', `${domain} is verified`)
      : missing('Identity', `${domain} is not verified yet`, `publish the DKIM records, then wait: ${records}`),
    identity.dkim === 'SUCCESS'
      ? good('DKIM', 'signed, and the keys are in DNS')
      : missing('DKIM', `its state is ${identity.dkim}`, `publish the three CNAME records that this shows: ${records}`),
  ];
  const wanted = mailFrom ?? `bounce.${domain}`;
  const put = `aws sesv2 put-email-identity-mail-from-attributes --region ${region} --email-identity ${domain} --mail-from-domain ${wanted}`;
  if (identity.mailFromDomain === null) {
    found.push(warning('MAIL FROM', 'it is amazonses.com, so SPF does not align with From', put));
  } else if (identity.mailFromStatus !== 'SUCCESS') {
    const records = `MX: 10 feedback-smtp.${region}.amazonses.com; TXT: "v=spf1 include:amazonses.com ~all"`;
    found.push(
      missing(
        'MAIL FROM',
        `${identity.mailFromDomain} is ${identity.mailFromStatus}`,
        `publish at ${identity.mailFromDomain} ${records}; then look: dig +short MX ${identity.mailFromDomain}`,
      ),
    );
  } else if (mailFrom !== null && identity.mailFromDomain !== mailFrom) {
    found.push(warning('MAIL FROM', `it is ${identity.mailFromDomain}, and the deployment wants ${mailFrom}`, put));
  } else if (!isWithin(identity.mailFromDomain, domain)) {
    found.push(
      warning('MAIL FROM', `it is ${identity.mailFromDomain}, no part of ${domain}: SPF does not align with From`, put),
    );
  } else found.push(good('MAIL FROM', identity.mailFromDomain));
  return found;
}

function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

function ofDmarc({ dmarc, domain }: AccountFacts): Diagnosis[] {
  const what = 'DMARC';
  const publish = `publish at _dmarc.${domain} TXT: "v=DMARC1; p=none; rua=mailto:dmarc@${domain}"; then look: dig +short TXT _dmarc.${domain}`;
  if (dmarc === null)
    return [warning(what, `the DNS did not answer for _dmarc.${domain}`, `dig +short TXT _dmarc.${domain}`)];
  const records = dmarc.filter((record) => /^v=DMARC1\b/i.test(record));
  if (records.length === 0) return [missing(what, 'Gmail, Yahoo and Microsoft refuse bulk mail without it', publish)];
  if (records.length > 1) return [missing(what, 'there are several records, and then none counts', 'keep one of them')];
  const [record = ''] = records;
  const policy = /\bp\s*=\s*(none|quarantine|reject)/i.exec(record)?.[1]?.toLowerCase();
  if (policy === undefined) return [missing(what, `the record has no policy: ${record}`, publish)];
  // RFC 9989 has no pct any more.
  if (/\bpct\s*=/i.test(record))
    return [warning(what, `pct is not read any more: ${record}`, 'take pct out of the record')];
  return [good(what, record)];
}

function ofAccount({ account, region, domain }: AccountFacts): Diagnosis[] {
  if (account === null) {
    return [missing('Account', `SES in ${region} did not answer`, 'aws sts get-caller-identity')];
  }
  const found: Diagnosis[] = [];
  const production = `https://console.aws.amazon.com/ses/home?region=${region}#/account`;
  found.push(
    account.inSandbox
      ? missing(
          'Sandbox',
          'only verified addresses and the simulator can be written to',
          `aws sesv2 put-account-details --region ${region} --production-access-enabled --mail-type MARKETING --website-url https://${domain}, or: ${production}`,
        )
      : good('Sandbox', 'the account is out of it'),
  );
  if (!account.sendingEnabled || account.enforcement === 'SHUTDOWN') {
    found.push(
      missing('Sending', `paused by AWS (${account.enforcement})`, `answer the case in the console: ${production}`),
    );
  } else if (account.enforcement !== 'HEALTHY') {
    found.push(warning('Sending', `the account is under review (${account.enforcement})`, `read why: ${production}`));
  } else found.push(good('Sending', 'enabled and healthy'));
  const { maxPerDay, maxPerSecond, sentToday } = account;
  const left = maxPerDay < 0 ? 'no daily limit' : `${Math.max(0, maxPerDay - sentToday)} of ${maxPerDay} left today`;
  found.push(good('Quota', `${left}, ${maxPerSecond} a second`));
  const unsuppressed = ['BOUNCE', 'COMPLAINT'].filter((reason) => !account.suppresses.includes(reason));
  found.push(
    unsuppressed.length === 0
      ? good('Suppression list', 'bounces and complaints')
      : warning(
          'Suppression list',
          `the account does not suppress ${unsuppressed.join(' and ').toLowerCase()}`,
          `aws sesv2 put-account-suppression-attributes --region ${region} --suppressed-reasons BOUNCE COMPLAINT`,
        ),
  );
  return found;
}

function ofConfigurationSet({ configurationSet, region }: AccountFacts): Diagnosis[] {
  const what = 'Configuration set';
  if (configurationSet === null) return [];
  const { name, exists, hasEvents, sendingEnabled } = configurationSet;
  const resume = `aws sesv2 put-configuration-set-sending-options --region ${region} --configuration-set-name ${name} --sending-enabled`;
  if (!exists) return [missing(what, `${name} is not there`, 'pressrun deploy')];
  if (!sendingEnabled) return [missing(what, `${name} is paused`, resume)];
  if (!hasEvents) return [warning(what, `${name} tells of no events: what SES learns is lost`, 'pressrun deploy')];
  return [good(what, name)];
}
