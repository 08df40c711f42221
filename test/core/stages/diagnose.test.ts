import { describe, expect, test } from '@jest/globals';
import { type AccountFacts, diagnose } from '../../../core/stages/diagnose.ts';

const healthy: AccountFacts = {
  region: 'eu-west-1',
  domain: 'news.example.org',
  senders: ['brief@news.example.org'],
  mailFrom: 'bounce.news.example.org',
  account: {
    inSandbox: false,
    sendingEnabled: true,
    enforcement: 'HEALTHY',
    maxPerDay: 50_000,
    maxPerSecond: 14,
    sentToday: 10,
    suppresses: ['BOUNCE', 'COMPLAINT'],
  },
  identity: { verified: true, dkim: 'SUCCESS', mailFromDomain: 'bounce.news.example.org', mailFromStatus: 'SUCCESS' },
  configurationSet: { name: 'set', exists: true, hasEvents: true, sendingEnabled: true },
  dmarc: ['v=DMARC1; p=none; rua=mailto:dmarc@news.example.org'],
  bundles: { missing: [] },
  stack: { name: 'Pressrun-prod', exists: true },
};

type Account = NonNullable<AccountFacts['account']>;
type Identity = NonNullable<AccountFacts['identity']>;
type Set = NonNullable<AccountFacts['configurationSet']>;
const account = (change: Partial<Account>) => ({ account: { ...(healthy.account as Account), ...change } });
const identity = (change: Partial<Identity>) => ({ identity: { ...(healthy.identity as Identity), ...change } });
const set = (change: Partial<Set>) => ({ configurationSet: { ...(healthy.configurationSet as Set), ...change } });

describe('the doctor', () => {
  test('finds nothing in an account that may send', () => {
    const found = diagnose(healthy);
    expect(found.every(({ state, mend }) => state === 'good' && mend === null)).toBe(true);
    expect(found.map(({ what }) => what)).toEqual([
      'Bundles',
      'Stack',
      'Identity',
      'DKIM',
      'MAIL FROM',
      'DMARC',
      'Sandbox',
      'Sending',
      'Quota',
      'Suppression list',
      'Configuration set',
    ]);
  });

  test.each<[string, Partial<AccountFacts>, string, 'missing' | 'warning', RegExp]>([
    ['no identity', { identity: null }, 'Identity', 'missing', /create-email-identity --region eu-west-1/],
    ['an identity not verified', identity({ verified: false }), 'Identity', 'missing', /get-email-identity/],
    ['DKIM pending', identity({ dkim: 'PENDING' }), 'DKIM', 'missing', /CNAME/],
    ['no MAIL FROM', identity({ mailFromDomain: null }), 'MAIL FROM', 'warning', /--mail-from-domain bounce\.news/],
    [
      'another MAIL FROM',
      identity({ mailFromDomain: 'mail.news.example.org' }),
      'MAIL FROM',
      'warning',
      /--mail-from-domain bounce\.news/,
    ],
    ['MAIL FROM pending', identity({ mailFromStatus: 'PENDING' }), 'MAIL FROM', 'missing', /feedback-smtp\.eu-west-1/],
    ['no DMARC', { dmarc: ['something else'] }, 'DMARC', 'missing', /_dmarc\.news\.example\.org/],
    ['two DMARC records', { dmarc: ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] }, 'DMARC', 'missing', /keep one/],
    ['DMARC without a policy', { dmarc: ['v=DMARC1;'] }, 'DMARC', 'missing', /p=none/],
    ['DMARC with pct', { dmarc: ['v=DMARC1; p=reject; pct=50'] }, 'DMARC', 'warning', /pct/],
    ['a DNS that is silent', { dmarc: null }, 'DMARC', 'warning', /dig/],
    ['the sandbox', account({ inSandbox: true }), 'Sandbox', 'missing', /production-access/],
    ['paused sending', account({ sendingEnabled: false }), 'Sending', 'missing', /case/],
    ['an account under review', account({ enforcement: 'PROBATION' }), 'Sending', 'warning', /console/],
    ['no suppression', account({ suppresses: ['BOUNCE'] }), 'Suppression list', 'warning', /put-account-suppression/],
    ['no configuration set', set({ exists: false }), 'Configuration set', 'missing', /pressrun deploy/],
    ['a set that is paused', set({ sendingEnabled: false }), 'Configuration set', 'missing', /--sending-enabled/],
    ['a set without events', set({ hasEvents: false }), 'Configuration set', 'warning', /pressrun deploy/],
    ['bundles not made', { bundles: { missing: ['send'] } }, 'Bundles', 'missing', /npm run bundles/],
    ['no stack', { stack: { name: 'Pressrun-prod', exists: false } }, 'Stack', 'missing', /pressrun deploy/],
    ['an account that does not answer', { account: null }, 'Account', 'missing', /get-caller-identity/],
  ])('%s', (_, change, what, state, mend) => {
    const found = diagnose({ ...healthy, ...change });
    const wrong = found.filter((each) => each.state !== 'good');
    expect(wrong).toHaveLength(1);
    expect(wrong[0]).toMatchObject({ what, state, mend: expect.stringMatching(mend) });
  });
});

test('an address that newsletters are from must be of the deployment’s domain', () => {
  const senders = [
    'a@news.example.org',
    'b@mail.news.example.org',
    'c@example.org',
    'c@example.org',
    'd@ews.example.org',
  ];
  const found = diagnose({ ...healthy, senders }).filter(({ what }) => what === 'From');
  expect(found.map(({ state, detail }) => `${state}: ${detail}`)).toEqual([
    'missing: c@example.org is not of news.example.org, so SES refuses what is from it',
    'missing: d@ews.example.org is not of news.example.org, so SES refuses what is from it',
  ]);
});
