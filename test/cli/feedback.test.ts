import { execFileSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../adapters/local/config-file.ts';
import { pipelinePorts } from '../../cli/pipeline-ports.ts';
import { runEdition } from '../../core/pipeline.ts';
import type { Mailer } from '../../core/ports.ts';
import { recordFeedback } from '../../core/stages/record-feedback.ts';
import { aFeedback } from '../contracts/feedback-store.ts';
import { root } from '../source.ts';
import { at, editionId, TestPublication } from './publication.ts';

const topic = 'arn:aws:sns:us-east-1:123456789012:ses-events';

let publication: TestPublication;

beforeEach(async () => {
  publication = new TestPublication();
  await publication.articles('Harbour opens');
});

afterEach(() => {
  publication.remove();
});

/** Sends with a mailer of which it is known at once what became of each message: every fifteenth bounces. */
async function sendAndHear(): Promise<void> {
  await publication.local(async (local) => {
    const loaded = await loadConfig('pressrun.config.json', publication.folder);
    const [newsletter] = loaded.config.newsletters;
    if (newsletter === undefined) throw new Error('no newsletter');
    let count = 0;
    const mailer: Mailer = {
      quota: () => local.outbox.quota(),
      send: async (message) => {
        const answer = await local.outbox.send(message);
        const kind = ++count % 15 === 0 ? 'bounce' : 'delivery';
        const { subscriberId, attemptId } = message;
        const ids = { editionId, subscriberId, attemptId };
        const bounce = kind === 'bounce' ? ('transient' as const) : null;
        const feedback = aFeedback(`f${count}`, { kind, bounce, ...ids });
        await recordFeedback([{ feedback, addressHashes: [], visit: null }], local);
        return answer;
      },
    };
    const ports = await pipelinePorts(publication.data, local, loaded, mailer);
    await runEdition({ publication: loaded.config.publication, newsletter, at: new Date(at).toISOString() }, ports);
  });
}

describe('a run on one machine', () => {
  test('holds when too many of its messages bounce, says why, and goes on when a person says so', async () => {
    await publication.subscribers(1_500);
    await sendAndHear();
    const status = await publication.run(['status', editionId, '--json']);
    expect(status.json).toMatchObject({ state: 'held', hold: { cause: 'bounce-rate', until: null } });
    const { accepted, unattempted } = status.json.counts;
    expect(accepted).toBeGreaterThanOrEqual(500);
    expect(unattempted).toBeGreaterThan(0);
    const { output } = await publication.run(['status', editionId]);
    expect(output).toMatch(/bounce-rate: \d+ bounces on the \d+ messages whose fate is known: 6\.\d\d %/);
    expect(output).toContain(`Go on with: pressrun resume ${editionId}`);

    const resumed = await publication.run(['resume', editionId, '--json']);
    expect(resumed.exit).toBe(0);
    expect(resumed.json).toMatchObject({ state: 'finished', hold: null, counts: { accepted: 1_500, unattempted: 0 } });
    expect(publication.outboxFiles(editionId)).toHaveLength(1_500);
  });
});

describe('serve', () => {
  /** The address of the readers' pages while `serve` runs. */
  async function serving(work: (pages: string) => Promise<void>): Promise<void> {
    // The preview's page is bundled.
    execFileSync('node', ['esbuild.config.mjs'], { cwd: root });
    const controller = new AbortController();
    let pages = '';
    const served = publication.run(['serve', '--port', '0'], null, {
      interruption: controller.signal,
      onOutput: (text) => {
        pages = /Readers’ pages at (\S+)/.exec(text)?.[1] ?? pages;
      },
    });
    while (pages === '') await wait(20);
    try {
      await work(pages);
    } finally {
      controller.abort();
      await served;
    }
  }

  test('takes events where the config names their topic, and from nobody but SNS', async () => {
    const config = JSON.parse(publication.read('pressrun.config.json'));
    config.ses.feedbackTopic = topic;
    publication.write('pressrun.config.json', JSON.stringify(config));
    await serving(async (pages) => {
      const forged = await fetch(new URL('/feedback/ses', pages), { method: 'POST', body: '{"Type":"Notification"}' });
      expect(forged.status).toBe(403);
      expect(await forged.text()).toBe('MessageId must be text\n');
    });
  });

  test('takes none where it does not', async () => {
    await serving(async (pages) => {
      expect((await fetch(new URL('/feedback/ses', pages), { method: 'POST', body: '{}' })).status).toBe(404);
    });
  });

  test('a topic that is none is refused with the config', async () => {
    const config = JSON.parse(publication.read('pressrun.config.json'));
    config.ses.feedbackTopic = 'ses-events';
    publication.write('pressrun.config.json', JSON.stringify(config));
    const { exit, notes } = await publication.run(['schedule']);
    expect(exit).toBe(1);
    expect(notes).toContain('a topic is such as arn:aws:sns:eu-west-1:123456789012:ses-events');
  });
});
