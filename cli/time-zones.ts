import { loadConfig } from '../adapters/local/config-file.ts';
import { PressrunError } from '../core/errors.ts';
import type { Call } from './command.ts';

/**
 * The time zone of each newsletter, by slug; UTC for one that the config does not know (any more), and for all where there
 * is no config: how a run stands can be asked without one.
 */
export async function timeZonesOf(call: Pick<Call, 'global' | 'folder'>): Promise<(newsletter: string) => string> {
  try {
    const { config } = await loadConfig(call.global.config, call.folder);
    const zones = new Map(config.newsletters.map(({ slug, timeZone }) => [slug, timeZone]));
    return (newsletter) => zones.get(newsletter) ?? 'UTC';
  } catch (error) {
    if (error instanceof PressrunError && call.global.config === null) return () => 'UTC';
    throw error;
  }
}
