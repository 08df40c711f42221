import dns from 'node:dns/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startDns } from '../emulators/dns.ts';
import { type SesAccount, startSesV2 } from '../emulators/sesv2.ts';
import { TestPublication } from './publication.ts';

const domain = 'news.example.org';
const signed = {
  VerifiedForSendingStatus: true,
  DkimAttributes: { Status: 'SUCCESS' },
  MailFromAttributes: { MailFromDomain: `bounce.${domain}`, MailFromDomainStatus: 'SUCCESS' },
};
const mayAll = {
  ProductionAccessEnabled: true,
  SendingEnabled: true,
  EnforcementStatus: 'HEALTHY',
  SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 10 },
  SuppressionAttributes: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
};
const healthy: SesAccount = {
  account: mayAll,
  identities: { [domain]: signed },
  configurationSets: { news: { set: {}, destinations: [{ Name: 'topic', Enabled: true, MatchingEventTypes: [] }] } },
};
const dmarc = { [`_dmarc.${domain}`]: ['v=DMARC1; p=none; rua=mailto:dmarc@news.example.org'] };

const servers = dns.getServers();
const environment = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_EC2_METADATA_DISABLED: 'true',
};
const before = { ...process.env };
let publication: TestPublication;

beforeAll(() => {
  Object.assign(process.env, environment);
  publication = new TestPublication();
  const config = JSON.parse(publication.read('pressrun.config.json')) as object;
  const ses = { region: 'us-east-1', configurationSet: 'news' };
  publication.write('pressrun.config.json', JSON.stringify({ ...config, ses }));
});

afterAll(() => {
  publication.remove();
  process.env = before;
});

afterEach(() => dns.setServers(servers));

/** What the doctor says of an account and of its names, and what it asked. */
async function seen(account: SesAccount, records: Record<string, string[]> = dmarc, throttled = 0) {
  const ses = await startSesV2(account, throttled);
  const names = await startDns(records);
  dns.setServers([names.server]);
  process.env['AWS_ENDPOINT_URL_SESV2'] = ses.endpoint;
  try {
    const { exit, json, notes } = await publication.run(['doctor', '--json']);
    const found = json as { what: string; state: string; detail: string; mend: string | null }[];
    const wrong = exit === 0 || exit === 1 ? found.filter(({ state }) => state !== 'good') : [];
    return { exit, notes, wrong, calls: ses.calls };
  } finally {
    await Promise.all([ses.close(), names.close()]);
  }
}

describe('the doctor, of an account', () => {
  test('that may send finds nothing missing', async () => {
    const { exit, wrong, calls } = await seen(healthy);
    expect({ exit, wrong }).toEqual({ exit: 0, wrong: [] });
    expect(calls).toEqual([
      'GET /v2/email/account',
      `GET /v2/email/identities/${domain}`,
      'GET /v2/email/configuration-sets/news',
      'GET /v2/email/configuration-sets/news/event-destinations',
    ]);
  });

  test('that answers one call a second waits, and asks again', async () => {
    const { exit, calls } = await seen(healthy, dmarc, 1);
    expect(exit).toBe(0);
    expect(calls).toHaveLength(5);
  });

  test('whose record is the parent domain’s finds it there', async () => {
    const { wrong } = await seen(healthy, { '_dmarc.example.org': ['v=DMARC1; p=reject'] });
    expect(wrong).toEqual([]);
  });

  const identity = (change: object): SesAccount => ({ ...healthy, identities: { [domain]: { ...signed, ...change } } });
  const account = (change: object): SesAccount => ({ ...healthy, account: { ...mayAll, ...change } });
  const mailFrom = (name: string, status: string) =>
    identity({ MailFromAttributes: { MailFromDomain: name, MailFromDomainStatus: status } });
  const aws = 'aws sesv2';

  test.each<[string, SesAccount, Record<string, string[]>, string, string]>([
    [
      'in the sandbox',
      account({ ProductionAccessEnabled: false }),
      dmarc,
      'missing Sandbox',
      `${aws} put-account-details --region us-east-1 --production-access-enabled`,
    ],
    [
      'that does not know the domain',
      { ...healthy, identities: {} },
      dmarc,
      'missing Identity',
      `${aws} create-email-identity --region us-east-1 --email-identity ${domain}`,
    ],
    [
      'whose keys are not in the DNS',
      identity({ DkimAttributes: { Status: 'PENDING' } }),
      dmarc,
      'missing DKIM',
      `${aws} get-email-identity --region us-east-1 --email-identity ${domain}`,
    ],
    [
      'without a MAIL FROM of its own',
      identity({ MailFromAttributes: {} }),
      dmarc,
      'warning MAIL FROM',
      `--mail-from-domain bounce.${domain}`,
    ],
    [
      'whose MAIL FROM is not in the DNS',
      mailFrom(`bounce.${domain}`, 'FAILED'),
      dmarc,
      'missing MAIL FROM',
      `dig +short MX bounce.${domain}`,
    ],
    [
      'whose MAIL FROM is another domain’s',
      mailFrom('bounce.example.com', 'SUCCESS'),
      dmarc,
      'warning MAIL FROM',
      `--mail-from-domain bounce.${domain}`,
    ],
    ['without DMARC', healthy, {}, 'missing DMARC', `dig +short TXT _dmarc.${domain}`],
    [
      'that suppresses nothing',
      account({ SuppressionAttributes: {} }),
      dmarc,
      'warning Suppression list',
      `${aws} put-account-suppression-attributes --region us-east-1 --suppressed-reasons BOUNCE COMPLAINT`,
    ],
    [
      'whose configuration set is paused',
      {
        ...healthy,
        configurationSets: { news: { set: { SendingOptions: { SendingEnabled: false } }, destinations: [] } },
      },
      dmarc,
      'missing Configuration set',
      `${aws} put-configuration-set-sending-options --region us-east-1 --configuration-set-name news --sending-enabled`,
    ],
  ])('%s is told so, with the command to run', async (_, facts, names, line, command) => {
    const { exit, wrong } = await seen(facts, names);
    expect(wrong.map(({ state, what }) => `${state} ${what}`)).toEqual([line]);
    expect(wrong[0]?.mend).toContain(command);
    expect(exit).toBe(line.startsWith('missing') ? 1 : 0);
  });

  test('that cannot be read says so', async () => {
    const ses = await startSesV2(healthy);
    process.env['AWS_ENDPOINT_URL_SESV2'] = ses.endpoint;
    await ses.close();
    const { exit, notes } = await publication.run(['doctor', '--json']);
    expect([exit, JSON.parse(notes).error.code]).toEqual([1, 'PROVIDER_UNAVAILABLE']);
  });
});
