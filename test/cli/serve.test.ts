import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Run } from '../../core/model/run.ts';
import { TestPublication } from './publication.ts';

let publication: TestPublication;

afterEach(() => {
  publication.remove();
});

async function finishedRun(): Promise<Run> {
  for (;;) {
    const runs = await publication.local((local) => local.runs.list());
    const finished = runs.find(({ state }) => state === 'finished');
    if (finished !== undefined) return finished;
    await wait(50);
  }
}

describe('serve', () => {
  test('sends what was missed a moment ago, once, and ends well at Ctrl-C', async () => {
    publication = new TestPublication({ cron: '* * * * *' });
    await publication.articlesAt(new Date(Date.now() - 3_600_000).toISOString(), 'Harbour opens');
    await publication.subscribers(3);
    const controller = new AbortController();
    const serving = publication.run(['serve', '--json'], null, { interruption: controller.signal });
    const { editionId } = await finishedRun();
    controller.abort();
    const { exit, notes } = await serving;
    expect(exit).toBe(0);
    expect(notes).toContain('evening-brief: by hand only');
    const { json } = await publication.run(['report', editionId, '--json']);
    expect(json.counts).toMatchObject({ recipients: 3, accepted: 3 });

    const again = new AbortController();
    const second = publication.run(['serve'], null, { interruption: again.signal });
    await wait(300);
    again.abort();
    expect((await second).output).not.toContain(editionId);
  });

  test('what Ctrl-C cut short is finished by the next one', async () => {
    const due = new Date(Date.now() - 60_000);
    const cron = `${due.getUTCMinutes()} ${due.getUTCHours()} * * *`;
    publication = new TestPublication({ timeZone: 'UTC', cron });
    await publication.articlesAt(new Date(Date.now() - 3_600_000).toISOString(), 'Harbour opens');
    await publication.subscribers(1_000);
    const controller = new AbortController();
    const serving = publication.run(['serve'], null, { interruption: controller.signal });
    while ((await publication.local((local) => local.runs.list())).length === 0) await wait(10);
    controller.abort();
    expect((await serving).output).toContain('stopped at send');

    const again = new AbortController();
    const second = publication.run(['serve'], null, { interruption: again.signal });
    const { editionId } = await finishedRun();
    again.abort();
    await second;
    const { json } = await publication.run(['report', editionId, '--json']);
    expect(json.counts).toMatchObject({ recipients: 1_000, accepted: 1_000 });
  });

  test('says why an edition was not sent, and goes on', async () => {
    publication = new TestPublication({ cron: '* * * * *' });
    const controller = new AbortController();
    const { exit, notes } = await publication.run(['serve'], null, {
      interruption: controller.signal,
      onNote: (text) => {
        if (text.includes('EDITION_EMPTY')) controller.abort();
      },
    });
    expect(exit).toBe(0);
    expect(notes).toContain('was not sent.');
    expect(notes).toContain('[EDITION_EMPTY]');
  });
});
