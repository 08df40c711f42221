import type { LoadedConfig } from '../../adapters/local/config-file.ts';
import { PressrunError } from '../../core/errors.ts';
import type { Newsletter } from '../../core/model/newsletter.ts';
import type { Archive, ArticleStore, Clock, Ids, Mailer, RunStore, SubscriberStore } from '../../core/ports.ts';
import type { Tokens } from '../../core/text/token.ts';
import type { EditionDesk } from './edition-desk.ts';
import { newsletterOf } from './edition-desk.ts';
import type { Workspace } from './workspace.ts';

/** Everything outside that the preview touches. */
export interface PreviewPorts {
  articles: Pick<ArticleStore, 'get' | 'put'>;
  subscribers: Pick<SubscriberStore, 'all' | 'byId'>;
  runs: Pick<RunStore, 'history' | 'list' | 'get'>;
  archive: Pick<Archive, 'get'>;
  tokens: Tokens;
  clock: Pick<Clock, 'now'>;
  ids: Ids;
  /** The mailer that a newsletter's config names, and what gives back what it holds. */
  openMailer(newsletter: Newsletter, loaded: LoadedConfig): Promise<{ mailer: Mailer; close(): void }>;
}

/** What is shown, and where it lies. */
export interface RoomOptions {
  /** The config as given; null: the default names are looked for in `folder`. */
  config: string | null;
  /** Where the command was called. */
  folder: string;
  articlesFolder: string;
  outboxFolder: string;
  /** The newsletter to begin with; null: the first. */
  newsletter: string | null;
  /** The instant to begin with; null: the page chooses. */
  at: string | null;
}

/** What the answers of the preview are made from. */
export interface Room {
  /** Resolves when every article was read. */
  ready: Promise<void>;
  workspace: Workspace;
  desk: EditionDesk;
  ports: PreviewPorts;
  /** The outbox's folder. */
  outbox: string;
  /** The instant to begin with; null: the page chooses. */
  startAt: string | null;
  /** The newsletter to begin with; null: the first. */
  startWith: string | null;
}

/** @throws {PressrunError} `NEWSLETTER_UNKNOWN` */
export function newsletterIn({ workspace }: Pick<Room, 'workspace'>, slug: string): Newsletter {
  const newsletter = newsletterOf(workspace.config, slug);
  if (newsletter !== null) return newsletter;
  throw new PressrunError('NEWSLETTER_UNKNOWN', `There is no newsletter "${slug}".`);
}
