import { z } from 'zod';
import { instantSchema, slugSchema } from '../core/model/scalars.ts';
import { start } from '../core/stages/start.ts';
import { handler as handle, log } from './handler.ts';
import { clock, engine, runs, settingOf } from './wiring.ts';

const eventSchema = z.object({
  newsletter: slugSchema,
  /** From the schedule: the time it fired for, whenever this runs. */
  at: instantSchema,
  by: z.enum(['schedule', 'person']).default('schedule'),
  force: z.boolean().default(false),
});

/** Starts the run of an edition; a second call for the same firing starts nothing. */
export const handler = handle('start', async (event: unknown) => {
  const { newsletter: slug, at, by, force } = eventSchema.parse(event);
  const { newsletter } = settingOf(slug);
  const started = await start({ newsletter, at, by, force }, { runs: runs(), engine: engine(), clock });
  log('info', 'start', started);
  return started;
});
