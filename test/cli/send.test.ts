import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { loadConfig } from '../../adapters/local/config-file.ts';
import { pipelinePorts } from '../../cli/pipeline-ports.ts';
import type { Run } from '../../core/model/run.ts';
import { runEdition } from '../../core/pipeline.ts';
import type { Mailer } from '../../core/ports.ts';
import type { Directive } from '../../core/stages/send.ts';
import { at, editionId, TestPublication } from './publication.ts';

let publication: TestPublication;

beforeEach(async () => {
  publication = new TestPublication();
  await publication.articles('Harbour opens', 'Rain expected');
  await publication.subscribers(5);
});

afterEach(() => {
  publication.remove();
});

/** A port of which some methods are others. */
function changed<T extends object>(port: T, changes: Partial<T>): T {
  return new Proxy(port, {
    get(target, name) {
      if (Object.hasOwn(changes, name)) return Reflect.get(changes, name);
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function outbox(folder = editionId): string[] {
  try {
    return readdirSync(path.join(publication.data, 'outbox', folder)).filter((name) => name.endsWith('.eml'));
  } catch {
    return [];
  }
}

describe('send', () => {
  test('sends an edition to its whole audience, once, and says so when asked again', async () => {
    const first = await publication.run(['send', 'world-brief', '--at', at, '--yes', '--json']);
    expect(first.exit).toBe(0);
    expect(first.json).toMatchObject({
      editionId,
      state: 'finished',
      worked: true,
      counts: { candidates: 6, recipients: 5, exclusions: 1, accepted: 5, uncertain: 0, unattempted: 0 },
      exclusionsByReason: { unsubscribed: 1 },
    });
    expect(outbox()).toHaveLength(5);

    const again = await publication.run(['send', 'world-brief', '--at', at]);
    expect(again.exit).toBe(0);
    expect(again.output).toContain(`Nothing was sent: ${editionId} was finished before`);
    expect(outbox()).toHaveLength(5);
  });

  test('asks first, showing audience, rate, time and cost', async () => {
    const refused = await publication.run(['send', 'world-brief', '--at', at], false);
    expect(refused.exit).toBe(1);
    expect(refused.questions).toEqual(['Send it to 5 recipients?']);
    expect(refused.notes).toMatch(/Audience +5 recipients; 1 left out: unsubscribed 1/);
    expect(refused.notes).toMatch(/Rate +as fast.*\n +Takes +about 1 second\n +Cost +nothing/);
    expect(outbox()).toEqual([]);

    const agreed = await publication.run(['send', 'world-brief', '--at', at], true);
    expect(agreed.exit).toBe(0);
    expect(outbox()).toHaveLength(5);
  });

  test('what was shown is what is sent, whatever becomes of the articles before the yes', async () => {
    let shown = '';
    const { exit, json } = await publication.run(['send', 'world-brief', '--at', at, '--json'], true, {
      onQuestion: async () => {
        shown = (await publication.run(['send', 'world-brief', '--at', at, '--dry-run', '--json'])).json.revision;
        await publication.articles('Late news');
      },
    });
    expect(exit).toBe(0);
    expect(shown).not.toBe('');
    expect(json).toMatchObject({ revision: shown, counts: { accepted: 5 } });
    const message = readFileSync(path.join(publication.data, 'outbox', editionId, outbox()[0] ?? ''), 'utf8');
    expect(message).toContain('Rain expected');
    expect(message).not.toContain('Late news');
  });

  test('an edition that was begun otherwise before the yes is not sent', async () => {
    const { exit, notes } = await publication.run(['send', 'world-brief', '--at', at], true, {
      onQuestion: async () => {
        await publication.articles('Late news');
        await publication.run(['send', 'world-brief', '--at', at, '--yes']);
        await publication.local(async ({ runs }) => {
          const run = await runs.get(editionId);
          if (run !== null) await runs.put({ ...run, state: 'stopped', finishedAt: null });
        });
      },
    });
    expect(exit).toBe(1);
    expect(notes).toContain('[RUN_STATE]');
    expect(outbox()).toHaveLength(5);
  });

  test('with nobody to ask and no --yes, is wrong usage and sends nothing', async () => {
    const { exit, notes } = await publication.run(['send', 'world-brief', '--at', at]);
    expect(exit).toBe(2);
    expect(notes).toContain('add --yes');
    expect(outbox()).toEqual([]);
  });

  test('a dry run shows the plan, and freezes and sends nothing', async () => {
    const { exit, json } = await publication.run(['send', 'world-brief', '--at', at, '--dry-run', '--json']);
    expect(exit).toBe(0);
    expect(json).toMatchObject({ editionId, recipients: 5, exclusions: 1, remaining: 5, costUsd: 0, begun: false });
    expect(outbox()).toEqual([]);
    const listed = await publication.run(['status', '--json']);
    expect(listed.json).toEqual([]);
    await publication.articles('Late news');
    const later = await publication.run(['build', 'world-brief', '--at', at, '--json']);
    expect(later.json.sections[0].articles).toHaveLength(3);
  });

  test('tests go to their addresses alone, as often as wanted, and leave no run', async () => {
    const argv = ['send', 'world-brief', '--at', at, '--test', 'reader2@example.com', '--test', 'ann@example.org'];
    const { exit, json } = await publication.run([...argv, '--json']);
    expect(exit).toBe(0);
    expect(json.tests).toMatchObject([
      { address: 'reader2@example.com', state: 'accepted' },
      { address: 'ann@example.org', state: 'accepted' },
    ]);
    await publication.run(argv);
    expect(outbox('test')).toHaveLength(4);
    const message = await simpleParser(readFileSync(json.tests[0].file));
    expect(message.headers.get('to')).toMatchObject({ text: 'reader2@example.com' });
    expect(message.html).toContain('Dear reader2,');
    expect((await publication.run(['status', '--json'])).json).toEqual([]);
  });

  test.each([
    [['--test', 'nobody'], 2, 'ADDRESS_INVALID'],
    [['--test', 'ann@example.org', '--dry-run'], 2, 'USAGE'],
    [['--at', 'tomorrow'], 2, 'INSTANT_INVALID'],
    [['--at', '2026-04-02T12:00:00Z', '--yes'], 1, 'EDITION_EMPTY'],
    [['--deployment', 'prod', '--yes'], 2, 'USAGE'],
  ])('%j is refused with %i', async (flags, exit, code) => {
    const outcome = await publication.run(['send', 'world-brief', ...flags, '--json']);
    expect(outcome.exit).toBe(exit);
    expect(JSON.parse(outcome.notes)).toMatchObject({ error: { code } });
    expect(outcome.output).toBe('');
    expect(outbox('test')).toEqual([]);
  });

  test('an unknown newsletter is refused with the nearest one', async () => {
    const { exit, notes } = await publication.run(['send', 'world-breif']);
    expect(exit).toBe(1);
    expect(notes).toContain('Did you mean world-brief?');
  });
});

describe('Ctrl-C and stop', () => {
  test('before the edition is frozen: there is no run, and nothing was sent', async () => {
    const interruption = AbortSignal.abort();
    const argv = ['send', 'world-brief', '--at', at, '--yes', '--json'];
    const { exit, notes } = await publication.run(argv, null, { interruption });
    expect(exit).toBe(1);
    expect(JSON.parse(notes)).toMatchObject({ error: { code: 'RUN_STATE' } });
    expect((await publication.run(['status', '--json'])).json).toEqual([]);
    expect(outbox()).toEqual([]);
  });

  test.each(['Ctrl-C', 'pressrun stop'])('%s while an audience without end is selected', async (how) => {
    const { newsletters, publication: paper } = (await loadConfig(null, publication.folder)).config;
    const [newsletter] = newsletters;
    if (newsletter === undefined) throw new Error('no newsletter');
    const loaded = await loadConfig(null, publication.folder);
    let pages = 0;
    await publication.local(async (local) => {
      const ports = await pipelinePorts(publication.data, local, loaded, local.outbox);
      let passed = 0;
      const clock = { now: () => Date.now() + passed, sleep: async () => {} };
      let asked = false;
      async function* candidates() {
        for (; pages < 10_000; pages += 1) {
          passed += 100;
          if (pages === 10) asked = true;
          if (pages === 10 && how === 'pressrun stop')
            await local.runs.requestStop(editionId, new Date().toISOString());
          yield [
            { subscriberId: `s${pages}`, email: `s${pages}@example.com`, status: 'active', suppression: null },
          ] as const;
        }
      }
      const directive = async (): Promise<Directive> =>
        asked && how === 'Ctrl-C' ? { go: false, why: 'stopped' } : { go: true };
      const subscribers = changed(local.subscribers, { candidates });
      const request = { publication: paper, newsletter, at, directive };
      const { run, report } = await runEdition(request, { ...ports, subscribers, clock });
      expect(run).toMatchObject({ state: 'stopped', step: 'select' });
      expect(report.counts).toMatchObject({ candidates: 0, recipients: 0 });
    });
    // A page is a tenth of a second here.
    expect(pages).toBeLessThan(10 + 20);
    expect(outbox()).toEqual([]);
    const resumed = await publication.run(['resume', editionId, '--json']);
    expect(resumed).toMatchObject({ exit: 0, json: { counts: { recipients: 5, accepted: 5 } } });
  });
});

describe('after a process that died', () => {
  /**
   * Leaves what a process that was killed in mid-send leaves: a run that says running, and five open claims. Of two of them the
   * messages are in the outbox, of three they are not.
   */
  async function dieHalfWay(): Promise<void> {
    const loaded = await loadConfig(null, publication.folder);
    const { publication: paper, newsletters } = loaded.config;
    const [newsletter] = newsletters;
    if (newsletter === undefined) throw new Error('no newsletter');
    await publication.local(async (local) => {
      let handed = 0;
      const mailer: Mailer = {
        send: async (message) => (++handed > 2 ? { kind: 'broken', detail: 'killed' } : local.outbox.send(message)),
        quota: () => local.outbox.quota(),
      };
      // From the first message on nothing that this process writes is kept.
      const gone = () => Promise.reject(new Error('killed'));
      const { ledger, runs } = local;
      const ports = await pipelinePorts(publication.data, local, loaded, mailer);
      const dying = {
        ...ports,
        ledger: changed(ledger, { record: gone, release: gone }),
        runs: changed(runs, { put: (run: Run) => (handed > 0 ? gone() : runs.put(run)) }),
        clock: { now: () => Date.now(), sleep: () => new Promise<void>((resolve) => setImmediate(resolve)) },
      };
      await expect(runEdition({ publication: paper, newsletter, at }, dying)).rejects.toMatchObject({
        code: 'LEDGER_UNAVAILABLE',
      });
    });
    expect(outbox()).toHaveLength(2);
  }

  test('status says interrupted, and changes nothing', async () => {
    await dieHalfWay();
    const { exit, json } = await publication.run(['status', editionId, '--json']);
    expect(exit).toBe(0);
    expect(json).toMatchObject({ state: 'interrupted', counts: { accepted: 0, uncertain: 5 } });
    expect((await publication.run(['status', editionId, '--json'])).json).toEqual(json);
  });

  test('send finishes the edition: what is in the outbox is not sent again', async () => {
    await dieHalfWay();
    const before = outbox();
    const { exit, json } = await publication.run(['send', 'world-brief', '--at', at, '--yes', '--json']);
    expect(exit).toBe(0);
    expect(json).toMatchObject({ state: 'finished', counts: { accepted: 5, uncertain: 0, unattempted: 0 } });
    expect(outbox()).toHaveLength(5);
    expect(outbox()).toEqual(expect.arrayContaining(before));
  });

  test('a claim of a clock that was ahead is judged too', async () => {
    await publication.local(({ ledger, ids }) =>
      ledger.claim(editionId, [
        { subscriberId: 'reader1', attemptId: ids.next(), claimedAt: '2099-01-01T00:00:00.000Z' },
      ]),
    );
    const { exit, json } = await publication.run(['send', 'world-brief', '--at', at, '--yes', '--json']);
    expect(exit).toBe(0);
    expect(json.counts).toMatchObject({ recipients: 5, accepted: 5, uncertain: 0 });
  });

  test('stop makes it stopped; another edition’s send is not held up', async () => {
    await dieHalfWay();
    const stopped = await publication.run(['stop', editionId, '--json']);
    expect(stopped.exit).toBe(0);
    expect(stopped.json.state).toBe('stopped');
    expect((await publication.run(['stop', editionId])).exit).toBe(0);
  });
});

describe('the edition argument', () => {
  test.each(['status', 'stop', 'resume', 'report'])('%s of an edition there is none of is refused', async (command) => {
    const { exit, notes } = await publication.run([command, 'world-brief/2020-01-01']);
    expect(exit).toBe(1);
    expect(notes).toContain('[EDITION_UNKNOWN]');
  });

  test('stop of a finished run is refused', async () => {
    await publication.run(['send', 'world-brief', '--at', at, '--yes']);
    const { exit, notes } = await publication.run(['stop', editionId]);
    expect(exit).toBe(1);
    expect(notes).toContain('it is finished');
  });

  test('resume of a finished run prints its report', async () => {
    await publication.run(['send', 'world-brief', '--at', at, '--yes']);
    const { exit, json } = await publication.run(['resume', editionId, '--json']);
    expect(exit).toBe(0);
    expect(json).toMatchObject({ worked: false, counts: { accepted: 5 } });
  });

  test('resolve wants one word', async () => {
    const both = await publication.run(['resolve', editionId, '--assume-accepted', '--send-again']);
    expect(both.exit).toBe(2);
    expect((await publication.run(['resolve', editionId])).exit).toBe(2);
  });

  test('resolve of somebody who got no message of it is refused, whoever they are', async () => {
    await publication.run(['send', 'world-brief', '--at', at, '--yes']);
    for (const recipient of ['nobody@example.com', 'no address', 'gone@example.com']) {
      const argv = ['resolve', editionId, '--assume-accepted', '--recipient', recipient, '--json'];
      const { exit, notes } = await publication.run(argv);
      expect(exit).toBe(1);
      expect(JSON.parse(notes).error).toMatchObject({
        code: 'SUBSCRIBER_UNKNOWN',
        message: expect.stringContaining(recipient),
      });
    }
  });

  test('resolve of a message that is decided says so', async () => {
    await publication.run(['send', 'world-brief', '--at', at, '--yes']);
    const argv = ['resolve', editionId, '--send-again', '--recipient', 'reader1@example.com'];
    const { exit, output } = await publication.run(argv);
    expect(exit).toBe(0);
    expect(output).toContain('to reader1@example.com is accepted: there is nothing to decide.');
  });
});
