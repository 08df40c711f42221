import type { ConfigInput } from './config.ts';

export type { ConfigInput } from './config.ts';

/**
 * Types the configuration in `pressrun.config.ts`; it is checked when it is loaded.
 *
 * @example
 * import { defineConfig } from 'pressrun';
 * export default defineConfig({ publication: { … }, newsletters: [ … ] });
 */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config;
}
