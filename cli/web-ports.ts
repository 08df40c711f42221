import path from 'node:path';
import type { LoadedConfig } from '../adapters/local/config-file.ts';
import { createFolderTemplates } from '../adapters/local/folder-templates.ts';
import { createMemoryLimits } from '../adapters/local/memory-limits.ts';
import { createOutboxEraser } from '../adapters/local/outbox-eraser.ts';
import { picturesFolder } from '../core/model/picture.ts';
import type { WebPorts } from '../web/site.ts';
import { type LocalPorts, tokensOf } from './local-ports.ts';
import { assetsOf } from './picture-ports.ts';
import { openMailer } from './pipeline-ports.ts';

/** What the readers' pages touch on this machine, and what gives back what they hold. */
export interface OpenWebPorts {
  readonly ports: WebPorts;
  close(): void;
}

/** @param log - told of what went wrong. */
export async function openWebPorts(
  data: string,
  local: LocalPorts,
  loaded: LoadedConfig,
  log: WebPorts['log'],
): Promise<OpenWebPorts> {
  const { subscribers, archive, runs, ledger, feedback, clock, ids, outbox } = local;
  const { newsletters } = loaded.config;
  const assets = assetsOf(loaded);
  const opened = await Promise.all(newsletters.map((newsletter) => openMailer(newsletter, loaded, local)));
  const mailers = new Map(newsletters.map(({ slug }, index) => [slug, opened[index]?.mailer]));
  const ports: WebPorts = {
    subscribers,
    archive: {
      get: (editionId, name) => (editionId === picturesFolder ? assets : archive).get(editionId, name),
    },
    runs,
    ledger,
    feedback,
    clock,
    ids,
    mailer: ({ slug }) => mailers.get(slug) ?? outbox,
    templates: createFolderTemplates(loaded.folder),
    tokens: await tokensOf(local),
    limits: createMemoryLimits(clock),
    erasers: [createOutboxEraser(path.join(data, 'outbox'))],
    ...(await inletOf(loaded, local)),
    log,
  };
  return {
    ports,
    close: () => {
      for (const { close } of opened) close();
    },
  };
}

/** Takes SES's events where the config names their topic. */
async function inletOf({ config }: LoadedConfig, { ledger, clock }: LocalPorts): Promise<Pick<WebPorts, 'inlet'>> {
  const topicArn = config.ses?.feedbackTopic;
  if (topicArn === undefined) return {};
  const { createSesInlet, fetchSnsPage } = await import('../adapters/aws/ses-events-http.ts');
  return { inlet: { ses: createSesInlet({ topicArn, clock, fetchPage: fetchSnsPage }), ledger } };
}
