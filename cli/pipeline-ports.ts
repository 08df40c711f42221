import path from 'node:path';
import type { LoadedConfig } from '../adapters/local/config-file.ts';
import { createFolderArticleStore } from '../adapters/local/folder-article-store.ts';
import { createFolderTemplates } from '../adapters/local/folder-templates.ts';
import type { PipelinePorts } from '../core/pipeline.ts';
import type { ArticleStore } from '../core/ports.ts';
import type { LocalPorts } from './local-ports.ts';

/** The articles of a data folder. */
export function articlesOf(data: string): ArticleStore {
  return createFolderArticleStore(path.join(data, 'articles'));
}

/** Everything a run of one newsletter touches on this machine. */
export async function pipelinePorts(data: string, local: LocalPorts, loaded: LoadedConfig): Promise<PipelinePorts> {
  const { archive, subscribers, ledger, runs, clock, ids, random, outbox } = local;
  return {
    archive,
    subscribers,
    ledger,
    runs,
    clock,
    ids,
    random,
    articles: articlesOf(data),
    mailer: outbox,
    templates: createFolderTemplates(loaded.folder),
    tokens: await local.tokens(),
  };
}
