import { afterEach, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { z } from 'zod';
import { CronSchedule, type CronScheduleOptions, systemTimer } from '../../../adapters/local/cron-schedule.ts';
import { newsletterSchema } from '../../../core/model/newsletter.ts';
import { ManualTimer } from '../../fakes/manual-timer.ts';

const minute = 60_000;
const hour = 60 * minute;

function newsletterOf(cron: string | null, more: Partial<z.input<typeof newsletterSchema>> = {}) {
  return newsletterSchema.parse({
    slug: 'world-brief',
    title: 'World Brief',
    from: 'World Brief <brief@news.example.org>',
    timeZone: 'America/New_York',
    cron,
    template: 'brief',
    sections: [{ title: 'All' }],
    ...more,
  });
}

const daily = newsletterOf('0 7 * * *');

/** A schedule begun at an instant, and the log of all it says. */
function begun(at: string, options: Partial<CronScheduleOptions> = {}) {
  const timer = new ManualTimer(at);
  const log: string[] = [];
  const schedule = new CronSchedule({
    newsletters: [daily],
    timer,
    run: async ({ slug }, scheduledAt) => void log.push(`${slug} ${scheduledAt}`),
    alreadyMade: async () => false,
    onError: (error, { slug }, scheduledAt) => log.push(`${slug} ${scheduledAt} failed: ${String(error)}`),
    onMissed: ({ slug }, scheduledAt, reason) => log.push(`${slug} ${scheduledAt} ${reason}`),
    ...options,
  });
  schedule.start();
  return { timer, log, schedule };
}

/** A promise that the test resolves. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe('while it runs', () => {
  test('runs each firing at its instant, told that instant', async () => {
    const { timer, log } = begun('2026-11-23T11:00:00Z', {
      run: async (_, scheduledAt) => void log.push(`${scheduledAt} at ${new Date(timer.now()).toISOString()}`),
    });
    await timer.advance(25 * hour);
    expect(log).toEqual([
      '2026-11-23T12:00:00.000Z at 2026-11-23T12:00:00.000Z',
      '2026-11-24T12:00:00.000Z at 2026-11-24T12:00:00.000Z',
    ]);
  });

  test('wakes at least every 30 seconds', async () => {
    const { timer } = begun('2026-11-23T13:30:00Z');
    await timer.advance(hour);
    expect(timer.longestWait).toBe(30_000);
  });

  test('a newsletter without a cron never runs', async () => {
    const { timer, log } = begun('2026-11-23T11:00:00Z', { newsletters: [newsletterOf(null)] });
    await timer.advance(48 * hour);
    expect(log).toEqual([]);
    expect(timer.waiting).toBe(0);
  });

  test('skips the firing in the spring gap', async () => {
    const { timer, log } = begun('2026-03-08T05:00:00Z', { newsletters: [newsletterOf('30 2 * * *')] });
    await timer.advance(26 * hour);
    expect(log).toEqual(['world-brief 2026-03-09T06:30:00.000Z']);
  });

  test('runs the firing in the autumn overlap once, the first time', async () => {
    const { timer, log } = begun('2026-11-01T04:00:00Z', { newsletters: [newsletterOf('30 1 * * *')] });
    await timer.advance(12 * hour);
    expect(log).toEqual(['world-brief 2026-11-01T05:30:00.000Z']);
  });

  test('refuses a cron it cannot read', () => {
    expect(() => begun('2026-11-23T11:00:00Z', { newsletters: [newsletterOf('0 25 * * *')] })).toThrow('hour is "25"');
  });
});

describe('when it starts', () => {
  test.each([
    ['2026-11-23T12:00:00Z', 1],
    ['2026-11-23T12:40:00Z', 1],
    ['2026-11-23T13:00:00.000Z', 1],
    ['2026-11-23T13:00:00.001Z', 0],
    ['2026-11-23T11:59:59Z', 0],
  ])('at %s runs %i missed firings', async (at, count) => {
    const { timer, log } = begun(at);
    await timer.advance(0);
    expect(log).toEqual(Array.from({ length: count }, () => 'world-brief 2026-11-23T12:00:00.000Z'));
  });

  test('passes over an edition that was made before', async () => {
    const { timer, log } = begun('2026-11-23T12:40:00Z', {
      alreadyMade: async (_, scheduledAt) => scheduledAt === '2026-11-23T12:00:00.000Z',
    });
    await timer.advance(24 * hour);
    expect(log).toEqual(['world-brief 2026-11-24T12:00:00.000Z']);
  });

  test('of several missed firings runs the latest alone', async () => {
    const { timer, log } = begun('2026-11-23T12:40:00Z', { newsletters: [newsletterOf('*/15 * * * *')] });
    await timer.advance(minute);
    expect(log).toEqual(['world-brief 2026-11-23T12:30:00.000Z']);
  });
});

describe('when the clock jumps', () => {
  test('after a sleep runs the latest firing, and tells of the others', async () => {
    const { timer, log } = begun('2026-11-23T12:05:00Z', { newsletters: [newsletterOf('0 * * * *')] });
    await timer.advance(minute);
    timer.jump(3 * hour + 30 * minute);
    await timer.advance(30_000);
    expect(log).toEqual([
      'world-brief 2026-11-23T12:00:00.000Z',
      'world-brief 2026-11-23T13:00:00.000Z superseded',
      'world-brief 2026-11-23T14:00:00.000Z superseded',
      'world-brief 2026-11-23T15:00:00.000Z',
    ]);
  });

  test('after a long sleep tells that the firing is too late', async () => {
    const { timer, log } = begun('2026-11-23T11:00:00Z');
    timer.jump(5 * hour);
    await timer.advance(30_000);
    expect(log).toEqual(['world-brief 2026-11-23T12:00:00.000Z too-late']);
  });

  test('a clock put back runs nothing twice, and what comes after on time', async () => {
    const { timer, log } = begun('2026-11-23T11:30:00Z', { newsletters: [newsletterOf('0 7,8 * * *')] });
    await timer.advance(hour);
    timer.jump(-hour);
    await timer.advance(hour + 31 * minute);
    expect(log).toEqual(['world-brief 2026-11-23T12:00:00.000Z', 'world-brief 2026-11-23T13:00:00.000Z']);
  });

  test('a clock that was years ahead when it started does not silence it once it is set', async () => {
    const { timer, log } = begun('2030-01-01T00:00:00Z');
    timer.jump(Date.parse('2026-11-23T11:59:00Z') - Date.parse('2030-01-01T00:00:00Z'));
    await timer.advance(2 * minute);
    expect(log).toEqual(['world-brief 2026-11-23T12:00:00.000Z']);
  });

  test('however it jumps, no firing runs twice, before its instant or too late', async () => {
    const step = fc.record({
      jump: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: -90, max: 240 })),
      advance: fc.integer({ min: 0, max: 50 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const ran: { scheduledAt: string; at: number }[] = [];
        const { timer, schedule } = begun('2026-10-31T23:00:00Z', {
          newsletters: [newsletterOf('*/20 0-3 * * *')],
          run: async (_, scheduledAt) => void ran.push({ scheduledAt, at: timer.now() }),
        });
        for (const { jump, advance } of steps) {
          timer.jump(jump * minute);
          await timer.advance(advance * minute);
        }
        await schedule.stop();
        expect(new Set(ran.map(({ scheduledAt }) => scheduledAt)).size).toBe(ran.length);
        for (const { scheduledAt, at } of ran) {
          expect(at - Date.parse(scheduledAt)).toBeGreaterThanOrEqual(0);
          expect(at - Date.parse(scheduledAt)).toBeLessThanOrEqual(hour);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('when a firing fails or takes long', () => {
  test('tells of the error, and goes on', async () => {
    const { timer, log } = begun('2026-11-23T11:00:00Z', {
      run: () => {
        throw new Error('no disk');
      },
    });
    await timer.advance(26 * hour);
    expect(log).toEqual([
      'world-brief 2026-11-23T12:00:00.000Z failed: Error: no disk',
      'world-brief 2026-11-24T12:00:00.000Z failed: Error: no disk',
    ]);
  });

  test('tells when it cannot learn whether the edition was made, and does not make it', async () => {
    const { timer, log } = begun('2026-11-23T11:00:00Z', { alreadyMade: () => Promise.reject(new Error('locked')) });
    await timer.advance(2 * hour);
    expect(log).toEqual(['world-brief 2026-11-23T12:00:00.000Z failed: Error: locked']);
  });

  test('runs one firing at a time, in order, none of them too late', async () => {
    const first = gate();
    const weekly = newsletterOf('0 7 * * 1', { slug: 'weekly' });
    const noon = newsletterOf('0 12 * * *', { slug: 'noon' });
    const { timer, log } = begun('2026-11-23T11:59:00Z', {
      newsletters: [daily, weekly, noon],
      run: async ({ slug }, scheduledAt) => {
        log.push(`${slug} ${scheduledAt}`);
        if (slug === 'world-brief') await first.opened;
      },
    });
    await timer.advanceTo('2026-11-23T17:30:00Z');
    expect(log).toEqual(['world-brief 2026-11-23T12:00:00.000Z']);
    first.open();
    await timer.advance(0);
    expect(log.slice(1)).toEqual(['weekly 2026-11-23T12:00:00.000Z too-late', 'noon 2026-11-23T17:00:00.000Z']);
  });

  test('of the firings that fall into its own long run the latest follows it', async () => {
    const long = gate();
    const { timer, log } = begun('2026-11-23T11:59:00Z', {
      newsletters: [newsletterOf('*/10 7 * * *')],
      run: async (_, scheduledAt) => {
        log.push(scheduledAt);
        if (log.length === 1) await long.opened;
      },
    });
    await timer.advance(25 * minute);
    long.open();
    await timer.advance(0);
    expect(log).toEqual([
      '2026-11-23T12:00:00.000Z',
      'world-brief 2026-11-23T12:10:00.000Z superseded',
      '2026-11-23T12:20:00.000Z',
    ]);
  });
});

describe('stop', () => {
  test('waits for what runs, and starts nothing more', async () => {
    const long = gate();
    const other = newsletterOf('0 7 * * *', { slug: 'other' });
    const { timer, log, schedule } = begun('2026-11-23T11:59:00Z', {
      newsletters: [daily, other],
      run: async ({ slug }) => {
        await long.opened;
        log.push(slug);
      },
    });
    await timer.advance(2 * minute);
    const stopping = schedule.stop().then(() => log.push('stopped'));
    await timer.advance(minute);
    expect(log).toEqual([]);
    long.open();
    await stopping;
    await timer.advance(48 * hour);
    expect(log).toEqual(['world-brief', 'stopped']);
    expect(timer.waiting).toBe(0);
  });
});

describe('systemTimer', () => {
  let cancel = () => {};
  afterEach(() => cancel());

  test('wakes once, and not when it was cancelled', async () => {
    let woken = 0;
    cancel = systemTimer.after(0, () => {
      woken += 100;
    });
    cancel();
    await new Promise<void>((resolve) => {
      systemTimer.after(5, () => {
        woken += 1;
        resolve();
      });
    });
    expect(woken).toBe(1);
    expect(Math.abs(systemTimer.now() - Date.now())).toBeLessThan(60_000);
  });
});
