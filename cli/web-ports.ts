import path from 'node:path';
import type { LoadedConfig } from '../adapters/local/config-file.ts';
import { createFolderTemplates } from '../adapters/local/folder-templates.ts';
import { createMemoryLimits } from '../adapters/local/memory-limits.ts';
import { createOutboxEraser } from '../adapters/local/outbox-eraser.ts';
import type { WebPorts } from '../web/site.ts';
import type { LocalPorts } from './local-ports.ts';

/** What the readers' pages touch on this machine. @param log - told of what went wrong. */
export async function webPorts(
  data: string,
  local: LocalPorts,
  loaded: Pick<LoadedConfig, 'folder'>,
  log: WebPorts['log'],
): Promise<WebPorts> {
  const { subscribers, archive, runs, feedback, clock, ids, outbox } = local;
  return {
    subscribers,
    archive,
    runs,
    feedback,
    clock,
    ids,
    mailer: () => outbox,
    templates: createFolderTemplates(loaded.folder),
    tokens: await local.tokens(),
    limits: createMemoryLimits(clock),
    erasers: [createOutboxEraser(path.join(data, 'outbox'))],
    log,
  };
}
