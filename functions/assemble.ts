import { assembleStep, type RunReference } from '../core/distributed.ts';
import { handler as handle, log } from './handler.ts';
import { archive, articles, clock, runs, settingOf, templates } from './wiring.ts';

/** Assembles and renders an edition into the archive. @returns the revision it stands under. */
export const handler = handle('assemble', async (event: RunReference) => {
  const ports = { articles: articles(), archive: archive(), runs: runs(), templates: templates(), clock };
  const made = await assembleStep(event, settingOf(event.newsletter), ports);
  log('info', 'assemble', { editionId: event.editionId, ...made });
  return made;
});
