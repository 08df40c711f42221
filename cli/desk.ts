import { type LoadedConfig, loadConfig } from '../adapters/local/config-file.ts';
import type { Newsletter } from '../core/model/newsletter.ts';
import type { PipelinePorts } from '../core/pipeline.ts';
import type { Call } from './command.ts';
import type { LocalPorts } from './local-ports.ts';
import { newsletterOf } from './newsletters.ts';
import { openMailer, pipelinePorts } from './pipeline-ports.ts';
import { withPorts } from './ports.ts';

/** What a command that works on one newsletter has in hand. */
export interface Desk {
  readonly loaded: LoadedConfig;
  readonly newsletter: Newsletter;
  readonly local: LocalPorts;
  readonly ports: PipelinePorts;
}

/**
 * Loads the config, finds the newsletter, opens the ports, and closes them when `work` is done.
 *
 * @throws {PressrunError} `CONFIG_NOT_FOUND`, `CONFIG_INVALID`, `NEWSLETTER_UNKNOWN`, `STORE_UNAVAILABLE`
 */
export async function atDesk<T>(
  call: Pick<Call, 'global' | 'folder'>,
  slug: string,
  work: (desk: Desk) => Promise<T>,
): Promise<T> {
  const loaded = await loadConfig(call.global.config, call.folder);
  const newsletter = newsletterOf(loaded.config, slug);
  return withPorts(call, async (local) => {
    const { mailer, close } = await openMailer(newsletter, loaded, local);
    try {
      const ports = await pipelinePorts(call.global.data, local, loaded, mailer);
      return await work({ loaded, newsletter, local, ports });
    } finally {
      close();
    }
  });
}
