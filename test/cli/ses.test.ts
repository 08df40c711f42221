import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type SesEmulator, startSesEmulator } from '../emulators/ses-emulator.ts';
import { at, editionId, TestPublication } from './publication.ts';

const environment = ['AWS_ENDPOINT_URL_SES', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;
const before = Object.fromEntries(environment.map((name) => [name, process.env[name]]));
let publication: TestPublication;
let ses: SesEmulator;

beforeEach(async () => {
  ses = await startSesEmulator({ protocol: 'http', limits: { maxSendRate: 50 } });
  process.env['AWS_ENDPOINT_URL_SES'] = ses.url;
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  publication = new TestPublication({ mailer: 'ses', settlingMinutes: 0 });
  await publication.articles('Harbour opens');
  await publication.subscribers(8);
});

afterEach(async () => {
  publication.remove();
  await ses.close();
  for (const name of environment) {
    const value = before[name];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

const send = ['send', 'world-brief', '--at', at, '--yes', '--json'];

describe('send through SES', () => {
  test('sends one message a recipient', async () => {
    const { exit, json } = await publication.run(send);
    expect(exit).toBe(0);
    expect(json).toMatchObject({ state: 'finished', ratePerSecond: 45, counts: { recipients: 8, accepted: 8 } });
    expect(ses.accepted()).toHaveLength(8);
  });

  test('what nobody can know is held, exits 3, and is decided by a word', async () => {
    await ses.setFault({ kind: 'accept-reset', times: 2, after: 1 });
    const first = await publication.run(send);
    expect(first.exit).toBe(3);
    expect(first.json.counts).toMatchObject({ accepted: 6, uncertain: 2 });
    expect(ses.accepted()).toHaveLength(8);
    expect((await publication.run(['status', editionId, '--json'])).json.counts.uncertain).toBe(2);
    const said = await publication.run(['status', editionId]);
    expect(said.output).toContain(`pressrun resolve ${editionId} --assume-accepted`);

    const again = await publication.run(send);
    expect(again.exit).toBe(3);
    expect(ses.accepted()).toHaveLength(8);

    const resolved = await publication.run(['resolve', editionId, '--assume-accepted', '--json']);
    expect(resolved.exit).toBe(0);
    expect(resolved.json).toMatchObject({ resolved: 2, counts: { accepted: 8, uncertain: 0 } });
  });

  test('--send-again sends one reader’s again, and resume does it', async () => {
    await ses.setFault({ kind: 'accept-reset', times: 2, after: 1 });
    await publication.run(send);
    const states = await publication.local(async ({ ledger }) => {
      const found = [];
      for await (const page of ledger.entries(editionId, 'uncertain')) found.push(...page);
      return found;
    });
    const [one] = states;
    if (one === undefined) throw new Error('nothing is uncertain');
    const argv = ['resolve', editionId, '--send-again', '--recipient', `${one.subscriberId}@example.com`, '--json'];
    const resolved = await publication.run(argv);
    expect(resolved.exit).toBe(3);
    expect(resolved.json).toMatchObject({ resolved: 1, counts: { deferred: 1, uncertain: 1 } });
    const resumed = await publication.run(['resume', editionId, '--json']);
    expect(resumed.exit).toBe(3);
    expect(resumed.json.counts).toMatchObject({ accepted: 7, uncertain: 1 });
    expect(ses.accepted()).toHaveLength(9);
  });

  test('a quota that runs out holds the run, exits 3, and says why; resume goes on', async () => {
    await ses.setFault({ kind: 'daily-quota', after: 1 });
    const held = await publication.run(send);
    expect(held.exit).toBe(3);
    expect(held.json).toMatchObject({ state: 'held', hold: { cause: 'daily-quota' }, counts: { accepted: 0 } });
    await ses.setFault(null);
    const resumed = await publication.run(['resume', editionId, '--json']);
    expect(resumed.exit).toBe(0);
    expect(resumed.json.counts.accepted).toBe(8);
    expect(ses.accepted()).toHaveLength(8);
  });

  test('a provider that cannot be reached is said to be so, and nothing was begun', async () => {
    await ses.setFault({ kind: 'refuse' });
    const { exit, notes } = await publication.run(send);
    expect(exit).toBe(1);
    expect(JSON.parse(notes)).toMatchObject({ error: { code: 'PROVIDER_UNAVAILABLE' } });
    await ses.setFault(null);
    expect((await publication.run(send)).exit).toBe(0);
  });

  test('a test goes to one address and leaves no run', async () => {
    const { exit, json } = await publication.run([...send.slice(0, 4), '--test', 'ann@example.com', '--json']);
    expect(exit).toBe(0);
    expect(json.tests).toMatchObject([{ address: 'ann@example.com', state: 'accepted', file: null }]);
    expect(ses.accepted()).toHaveLength(1);
  });
});
