import { detectFormat, importableExtensions, importers } from '../../adapters/import/importers.ts';
import { loadConfig } from '../../adapters/local/config-file.ts';
import { PressrunError } from '../../core/errors.ts';
import type { ArticleStore } from '../../core/ports.ts';
import { type GatherLine, gather } from '../../core/stages/gather.ts';
import type { StorePictures } from '../../core/stages/pictures.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { importCommand } from '../commands/import.ts';
import { problemLine } from '../error-text.ts';
import { importFiles } from '../import-files.ts';
import { withPictures } from '../picture-ports.ts';
import { withArticles } from '../ports.ts';
import { counted } from '../report-text.ts';
import type { Terminal } from '../terminal.ts';

/** Takes articles in, and says what became of each. */
export async function importArticles(call: CallOf<typeof importCommand>): Promise<ExitCode> {
  const loaded = await loadConfig(call.global.config, call.folder);
  const { publication } = loaded.config;
  const { format } = call.options;
  const files = importFiles(call.args.path, call.folder, importableExtensions);
  const options = { publicationUrl: publication.url, importedAt: new Date().toISOString(), ...(format && { format }) };
  const lines: GatherLine[] = [];
  const take = async (articles: ArticleStore, pictures: StorePictures | null) => {
    const ports = { articles, importers, detectFormat, ...(pictures !== null && { pictures }) };
    for await (const line of gather(files, options, ports)) {
      for (const text of shownLines(line, call.terminal)) call.terminal.line(text);
      lines.push(line);
    }
  };
  if (call.options.pictures) await withPictures(call, loaded, take);
  else await withArticles(call, (articles) => take(articles, null));
  if (lines.length === 0) {
    const where = call.args.path.join(', ');
    throw new PressrunError(
      'IMPORT_UNREADABLE',
      `There is nothing to import in ${where}: no file ends in ${importableExtensions.join(', ')}.`,
    );
  }
  const counts = countsOf(lines);
  call.terminal.result({ ...counts, articles: lines }, () => ['', summary(counts)]);
  return counts.refused > 0 || (counts.pictures?.refused ?? 0) > 0 ? 1 : 0;
}

type ImportCounts = ReturnType<typeof countsOf>;

function countsOf(lines: readonly GatherLine[]) {
  const of = (outcome: GatherLine['outcome']) => lines.filter((line) => line.outcome === outcome).length;
  const pictured = lines.flatMap(({ pictures }) => (pictures === undefined ? [] : [pictures]));
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  return {
    added: of('added'),
    updated: of('updated'),
    unchanged: of('unchanged'),
    keptNewer: of('kept-newer'),
    noArticle: of('no-article'),
    refused: of('refused'),
    ...(pictured.length > 0 && {
      pictures: {
        stored: sum(pictured.map(({ stored }) => stored)),
        known: sum(pictured.map(({ known }) => known)),
        refused: sum(pictured.map(({ problems }) => problems.length)),
      },
    }),
  };
}

function summary({ added, updated, unchanged, keptNewer, refused, pictures }: ImportCounts): string {
  const parts = [
    `${counted(added, 'article')} added`,
    updated > 0 ? `${updated} updated` : '',
    unchanged > 0 ? `${unchanged} unchanged` : '',
    keptNewer > 0 ? `${keptNewer} older than what is stored` : '',
    refused > 0 ? `${refused} refused` : '',
    pictures === undefined ? '' : `${counted(pictures.stored, 'picture')} stored`,
    pictures !== undefined && pictures.known > 0 ? `${pictures.known} known` : '',
    pictures !== undefined && pictures.refused > 0 ? `${counted(pictures.refused, 'picture')} refused` : '',
  ];
  return `${parts.filter((part) => part !== '').join(', ')}.`;
}

function shownLines({ file, outcome, name, problems, notes, pictures }: GatherLine, { colours }: Terminal): string[] {
  const { dim, green, red } = colours;
  const word = outcome.padEnd(10);
  const colour = outcome === 'refused' ? red : outcome === 'added' || outcome === 'updated' ? green : dim;
  return [
    `${colour(word)}  ${name ?? ''}${name === null ? '' : '  '}${dim(file)}`,
    ...problems.map((problem) => `            ${problemLine(problem)}`),
    ...(pictures?.problems ?? []).map((problem) => `            ${red('picture')}  ${problemLine(problem)}`),
    ...notes.map(({ field, note }) => dim(`            ${field === '' ? '' : `${field}: `}${note}`)),
  ];
}
