import { PressrunError } from '../errors.ts';
import { articleFormats } from '../model/article.ts';
import type { PutOutcome } from '../model/article-version.ts';
import type {
  ArticleFormat,
  DetectFormat,
  ImportContext,
  ImportedArticle,
  Importer,
  ImportFile,
  ImportNote,
  ImportResult,
} from '../model/import.ts';
import type { Problem } from '../model/problem.ts';
import { createReferents } from '../model/referents.ts';
import type { ArticleStore } from '../ports.ts';
import type { PicturedArticle, StorePictures } from './pictures.ts';

/** A file that is there and cannot be read, with the reason. */
export interface UnreadableFile {
  reference: string;
  unreadable: string;
}

export interface GatherPorts {
  articles: Pick<ArticleStore, 'get' | 'put'>;
  importers: Readonly<Record<ArticleFormat, Importer>>;
  detectFormat: DetectFormat;
  /** Stores the pictures of an article before it goes in itself. Default: they stay where they are. */
  pictures?: StorePictures;
}

export interface GatherOptions {
  publicationUrl: string;
  /** The instant of import, ISO 8601 in UTC. */
  importedAt: string;
  /** Every file is of this format, whatever it looks like. */
  format?: ArticleFormat;
}

/** What became of one article, or of a file that holds none. */
export interface GatherLine {
  /** The file's reference. */
  file: string;
  /** Null where it could not be told. */
  format: ArticleFormat | null;
  /** `no-article`: a file that is good and holds none, such as a collection of references. */
  outcome: PutOutcome | 'refused' | 'no-article';
  /** What a person would call it: headline, id or place. Null for a file as a whole. */
  name: string | null;
  /** Null where it was refused. */
  articleId: string | null;
  /** Why it was refused. */
  problems: Problem[];
  /** What was kept out of it, or mended. */
  notes: ImportNote[];
  /** What became of its pictures, where they are stored. */
  pictures?: Omit<PicturedArticle, 'article'>;
}

/** While files wait for what they refer to, no more than this is held; what comes then goes in as it is. */
const waitingLimitBytes = 256 * 1024 * 1024;

/**
 * Takes articles from files into the store, and says what became of each.
 *
 * No file and no article stops the others. Of two versions of one article the newer is kept. A file that refers to
 * something not seen yet waits until all files are read. Nothing that is stored is ever taken away.
 *
 * @param files - in any order; each is let go of when its articles are stored.
 * @throws {PressrunError} `STORE_UNAVAILABLE` when the store cannot be written: what came before is in.
 * @example
 * for await (const line of gather(files, { publicationUrl, importedAt }, ports)) print(line.outcome, line.name);
 */
export async function* gather(
  files: AsyncIterable<ImportFile | UnreadableFile> | Iterable<ImportFile | UnreadableFile>,
  options: GatherOptions,
  ports: GatherPorts,
): AsyncGenerator<GatherLine> {
  const referents = createReferents();
  const context: ImportContext = {
    publicationUrl: options.publicationUrl,
    importedAt: options.importedAt,
    referent: (query) => referents.find(query),
  };
  const waiting: { file: ImportFile; format: ArticleFormat; result: ImportResult }[] = [];
  let waitingBytes = 0;
  for await (const file of files) {
    if ('unreadable' in file) {
      yield refusedFile(file.reference, null, file.unreadable, 'a file that can be read');
      continue;
    }
    const format = options.format ?? ports.detectFormat(file);
    if (format === null) {
      yield refusedFile(
        file.reference,
        null,
        'a format that cannot be told',
        `${articleFormats.join(', ')}; --format names it`,
      );
      continue;
    }
    const result = readFile(file, format, context, ports);
    referents.add(result.referents);
    if (result.unresolved.length > 0 && waitingBytes + file.bytes.length <= waitingLimitBytes) {
      waiting.push({ file, format, result });
      waitingBytes += file.bytes.length;
      continue;
    }
    yield* store(file, format, result, ports);
  }
  for (const { file, format, result } of waiting) {
    const known = result.unresolved.some((query) => referents.find(query) !== undefined);
    yield* store(file, format, known ? readFile(file, format, context, ports) : result, ports);
  }
}

function readFile(file: ImportFile, format: ArticleFormat, context: ImportContext, ports: GatherPorts): ImportResult {
  try {
    return ports.importers[format](file, context);
  } catch (error) {
    // An importer promises not to throw; should one do so, its file is refused and the others go on.
    const why = error instanceof Error ? error.message.slice(0, 160) : String(error);
    const problem = {
      file: file.reference,
      field: '',
      got: `what the importer of ${format} cannot take (${why})`,
      allowed: format,
    };
    return {
      articles: [],
      refused: [{ article: null, problems: [problem] }],
      notes: [],
      referents: [],
      unresolved: [],
    };
  }
}

async function* store(
  file: ImportFile,
  format: ArticleFormat,
  result: ImportResult,
  ports: GatherPorts,
): AsyncGenerator<GatherLine> {
  // What is to be said about the file is said with its first line.
  let notes = result.notes;
  const line = (fields: Pick<GatherLine, 'outcome' | 'name' | 'articleId'> & Partial<GatherLine>): GatherLine => {
    const whole = { file: file.reference, format, problems: [], ...fields, notes: [...notes, ...(fields.notes ?? [])] };
    notes = [];
    return whole;
  };
  for (const imported of result.articles) {
    const { headline: name, id: articleId } = imported.article;
    const { article, ...pictures } = (await ports.pictures?.(imported.article)) ?? { article: imported.article };
    const put = await putArticle({ ...imported, article }, ports);
    yield typeof put === 'string'
      ? line({ outcome: put, name, articleId, notes: imported.notes, ...('stored' in pictures && { pictures }) })
      : line({ outcome: 'refused', name, articleId: null, problems: [{ ...put, file: file.reference }] });
  }
  for (const { article, problems } of result.refused)
    yield line({ outcome: 'refused', name: article, articleId: null, problems });
  if (result.articles.length === 0 && result.refused.length === 0)
    yield line({ outcome: 'no-article', name: null, articleId: null });
}

/** Stores an article; where what is stored in its place is damaged, the problem. */
async function putArticle(
  { article, dated }: ImportedArticle,
  { articles }: GatherPorts,
): Promise<PutOutcome | Problem> {
  try {
    // One without a date was published when it was first imported, and not again at every import.
    const stored = dated ? null : await articles.get(article.id);
    return await articles.put(stored === null ? article : { ...article, publishedAt: stored.publishedAt });
  } catch (error) {
    if (!(error instanceof PressrunError) || error.code !== 'STORE_CORRUPT') throw error;
    return { file: '', field: '', got: error.message, allowed: error.advice };
  }
}

function refusedFile(file: string, format: ArticleFormat | null, got: string, allowed: string): GatherLine {
  const problems = [{ file, field: '', got, allowed }];
  return { file, format, outcome: 'refused', name: null, articleId: null, problems, notes: [] };
}
