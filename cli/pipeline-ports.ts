import path from 'node:path';
import type { LoadedConfig } from '../adapters/local/config-file.ts';
import { createFolderArticleStore } from '../adapters/local/folder-article-store.ts';
import { createFolderTemplates } from '../adapters/local/folder-templates.ts';
import type { Newsletter } from '../core/model/newsletter.ts';
import type { PipelinePorts } from '../core/pipeline.ts';
import type { ArticleStore, Mailer } from '../core/ports.ts';
import { type LocalPorts, tokensOf } from './local-ports.ts';

/** The articles of a data folder. */
export function articlesOf(data: string): ArticleStore {
  return createFolderArticleStore(path.join(data, 'articles'));
}

/** A mailer, and what gives back what it holds. */
export interface OpenMailer {
  readonly mailer: Mailer;
  close(): void;
}

/** The mailer that a newsletter's config names. */
export async function openMailer(
  newsletter: Newsletter,
  { config }: LoadedConfig,
  local: LocalPorts,
): Promise<OpenMailer> {
  if (local.deployment !== undefined) return { mailer: local.outbox, close: () => {} };
  if (newsletter.mailer === 'outbox' || config.ses === undefined) return { mailer: local.outbox, close: () => {} };
  const { SesMailer } = await import('../adapters/aws/ses-mailer.ts');
  const { region, configurationSet } = config.ses;
  const mailer = new SesMailer({ region, ...(configurationSet !== undefined && { configurationSet }) });
  return { mailer, close: () => mailer.close() };
}

/** Everything a run of one newsletter touches on this machine. */
export async function pipelinePorts(
  data: string,
  local: LocalPorts,
  loaded: LoadedConfig,
  mailer: Mailer,
): Promise<PipelinePorts> {
  const { archive, subscribers, ledger, feedback, runs, clock, ids, random } = local;
  return {
    archive,
    subscribers,
    ledger,
    feedback,
    runs,
    clock,
    ids,
    random,
    mailer,
    articles: local.deployment?.articles ?? articlesOf(data),
    templates: createFolderTemplates(loaded.folder),
    tokens: await tokensOf(local),
  };
}
