import { PressrunError } from '../errors.ts';
import type { Article } from '../model/article.ts';
import type { Publication } from '../model/config.ts';
import { type Edition, editionSchema } from '../model/edition.ts';
import type { Newsletter } from '../model/newsletter.ts';
import { type RenderedEdition, renderedEditionSchema } from '../model/rendered-edition.ts';
import type { SectionSelection } from '../model/selection.ts';
import type { Archive, ArticleStore, RunStore, TemplateSource } from '../ports.ts';
import { canonicalJson } from '../text/canonical-json.ts';
import { assemble } from './assemble.ts';
import { render } from './render.ts';

export interface MakePorts {
  articles: Pick<ArticleStore, 'all'>;
  runs: Pick<RunStore, 'history'>;
  templates: TemplateSource;
}

export interface MakeRequest {
  publication: Publication;
  newsletter: Newsletter;
  /** The edition's instant. */
  at: string;
  /** Told of each article file that cannot be read. */
  onUnreadable?: (file: string, error: unknown) => void;
  /** Asked after every article; rejects where the work must end. */
  mayGoOn?: () => Promise<void>;
}

/** An edition and what became of it in `render`, with the reasons for its articles. */
export interface MadeEdition {
  edition: Edition;
  rendered: RenderedEdition;
  selection: SectionSelection[];
}

/**
 * Assembles and renders the edition of an instant from the articles there are now.
 *
 * @throws {PressrunError} `EDITION_EMPTY` when it is below its newsletter's minimum; `TEMPLATE_NOT_FOUND`, `TEMPLATE_INVALID`.
 */
export async function makeEdition(request: MakeRequest, ports: MakePorts): Promise<MadeEdition> {
  const { publication, newsletter, at } = request;
  const articles: Article[] = [];
  for await (const article of ports.articles.all(request.onUnreadable)) {
    articles.push(article);
    await request.mayGoOn?.();
  }
  const history = await ports.runs.history(newsletter.slug);
  const assembled = assemble({ publication, newsletter, articles, at, history });
  if (assembled.kind === 'below-minimum') {
    const { found, minimum } = assembled;
    const message = `The edition of ${newsletter.slug} at ${at} has ${found} articles, and its minimum is ${minimum}. It was not made.`;
    throw new PressrunError('EDITION_EMPTY', message);
  }
  const rendered = await render(assembled.edition, ports.templates);
  return { edition: assembled.edition, rendered, selection: assembled.selection };
}

/** Puts an edition and its rendering into the archive, under its revision. */
export async function archiveEdition(
  { edition, rendered }: Omit<MadeEdition, 'selection'>,
  archive: Archive,
): Promise<void> {
  const { html, text, ...rest } = rendered;
  const put = (name: string, value: string) => archive.put(edition.id, `${rendered.revision}/${name}`, value);
  await put('edition.json', canonicalJson(edition));
  await put('edition.html', html);
  await put('edition.txt', text);
  await put('rendered.json', canonicalJson(rest));
}

const revisionName = 'revision.txt';

/**
 * Freezes an edition: from now on this revision is what is sent. The first one named stands, whoever comes later.
 *
 * @returns the revision that stands.
 */
export async function freezeRevision(editionId: string, revision: string, archive: Archive): Promise<string> {
  try {
    await archive.put(editionId, revisionName, revision);
    return revision;
  } catch (error) {
    if (!(error instanceof PressrunError && error.code === 'ARCHIVE_CONFLICT')) throw error;
    return (await frozenRevision(editionId, archive)) ?? '';
  }
}

/** @returns null before `freezeRevision`. */
export async function frozenRevision(editionId: string, archive: Pick<Archive, 'get'>): Promise<string | null> {
  const bytes = await archive.get(editionId, revisionName);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

/**
 * An edition as it was archived.
 *
 * @throws {PressrunError} `STORE_CORRUPT` when a part of it is missing.
 */
export async function readEdition(
  editionId: string,
  revision: string,
  archive: Pick<Archive, 'get'>,
): Promise<Omit<MadeEdition, 'selection'>> {
  const get = async (name: string): Promise<string> => {
    const bytes = await archive.get(editionId, `${revision}/${name}`);
    if (bytes === null)
      throw new PressrunError('STORE_CORRUPT', `The archive of ${editionId} lacks ${revision}/${name}.`);
    return new TextDecoder().decode(bytes);
  };
  const edition = editionSchema.parse(JSON.parse(await get('edition.json')));
  const rest = JSON.parse(await get('rendered.json')) as object;
  const rendered = renderedEditionSchema.parse({
    ...rest,
    html: await get('edition.html'),
    text: await get('edition.txt'),
  });
  return { edition, rendered };
}
