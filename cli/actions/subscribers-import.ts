import { createHash } from 'node:crypto';
import { createReadStream, type WriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readSubscribers } from '../../adapters/import/subscribers-file.ts';
import { loadConfig } from '../../adapters/local/config-file.ts';
import { PressrunError, type Problem } from '../../core/errors.ts';
import { type ImportCounts, type ImportPosition, importSubscribers } from '../../core/stages/import-subscribers.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { subscribersImportCommand } from '../commands/subscribers-import.ts';
import { problemLine } from '../error-text.ts';
import { newsletterOf } from '../newsletters.ts';
import { withPorts } from '../ports.ts';
import { counted, number } from '../report-text.ts';

type ImportCall = CallOf<typeof subscribersImportCommand>;

/** More refused rows than this are not held for `--json`; `--refused` has them all. */
const mostInJson = 10_000;

/** Takes readers in, row by row, and says what became of them. */
export async function importReaders(call: ImportCall): Promise<ExitCode> {
  const { options, terminal } = call;
  const given = required(call);
  const { config } = await loadConfig(call.global.config, call.folder);
  const newsletter = newsletterOf(config, given.newsletter).slug;
  const file = path.resolve(call.folder, call.args.file);
  const name = path.relative(call.folder, file) || file;
  const total = await sizeOf(file, name);
  const map = mapOf(options.map);
  const position = createPositionFile(call, await digestOf(file, [newsletter, ...options.map, options.encoding ?? '']));
  const resume = options['dry-run'] ? null : await position.read();
  if (resume !== null)
    terminal.note(`Going on after line ${number(resume.line)}, where the import of this file ended.`);

  const refused: Problem[] = [];
  const report = options.refused === null ? null : await openReport(path.resolve(call.folder, options.refused));
  let format = 'csv';
  const bar = await terminal.progress('Reading kB', Math.ceil(total / 1000));
  try {
    return await withPorts(call, async ({ subscribers, ids, clock }) => {
      // Pieces this small are young objects to the garbage collector; larger ones stay until a full collection.
      const rows = readSubscribers(createReadStream(file, { highWaterMark: 1 << 15 }), newsletter, {
        file: name,
        map,
        encoding: options.encoding,
        onFormat: (found) => {
          format = found;
        },
      });
      const request = {
        newsletter,
        consentSource: given.consentSource,
        at: new Date(clock.now()).toISOString(),
        file: name,
        runId: ids.next(),
        dryRun: options['dry-run'],
        resume,
      };
      const counts = await importSubscribers(
        rows,
        request,
        { subscribers },
        {
          refused: (problem) => {
            if (report !== null) report.write(`${problemLine(problem)}\n`);
            else terminal.line(problemLine(problem));
            if (terminal.json && refused.length < mostInJson) refused.push(problem);
          },
          remark: (problem) => terminal.note(problemLine(problem)),
          progress: ({ bytes, counts: { rows: done } }) => bar.set(Math.ceil(bytes / 1000), counted(done, 'row')),
          ...(options['dry-run'] ? {} : { stored: (reached) => position.write(reached) }),
        },
      );
      await position.remove();
      bar.end();
      terminal.result({ newsletter, format, dryRun: options['dry-run'], ...counts, refusedRows: refused }, () =>
        summary(counts, newsletter, options['dry-run']),
      );
      return counts.refused > 0 ? 1 : 0;
    });
  } finally {
    bar.end();
    if (report !== null) await closed(report);
  }
}

function summary(counts: ImportCounts, newsletter: string, dryRun: boolean): string[] {
  const { rows, added, active, updated, unchanged, duplicates, barred, refused, remarks } = counts;
  const line = (value: number, words: string) => (value === 0 ? [] : [`  ${number(value).padStart(11)}  ${words}`]);
  return [
    '',
    `${counted(rows, 'row')} for ${newsletter}${dryRun ? '; a trial: nothing was stored' : ''}`,
    ...line(added, `added, ${number(active)} of them active`),
    ...line(updated, 'known, and changed'),
    ...line(unchanged, 'known, and unchanged'),
    ...line(duplicates, 'merged with an earlier row of the same address'),
    ...line(barred, 'suppressed, and not stored'),
    ...line(refused, 'refused'),
    ...line(remarks, 'values left out'),
  ];
}

function required({ options }: ImportCall): { newsletter: string; consentSource: string } {
  const { newsletter, 'consent-source': consentSource } = options;
  if (newsletter === null) throw new PressrunError('USAGE', 'Say with --newsletter what these people get.');
  if (consentSource === null || consentSource.trim() === '') {
    throw new PressrunError('USAGE', 'Say with --consent-source how these people agreed to get it.');
  }
  return { newsletter, consentSource: consentSource.trim() };
}

function mapOf(given: readonly string[]): Map<string, string> {
  return new Map(
    given.map((pair): [string, string] => {
      const at = pair.indexOf('=');
      if (at > 0 && at < pair.length - 1) return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      throw new PressrunError('USAGE', `"${pair}" is no FIELD=COLUMN, such as email="Contact 1".`);
    }),
  );
}

async function sizeOf(file: string, name: string): Promise<number> {
  try {
    const found = await stat(file);
    if (found.isFile()) return found.size;
  } catch (cause) {
    throw new PressrunError('IMPORT_UNREADABLE', `${name} cannot be read.`, { cause });
  }
  throw new PressrunError('IMPORT_UNREADABLE', `${name} is not a file.`);
}

async function digestOf(file: string, settings: readonly string[]): Promise<string> {
  const digest = createHash('sha256').update(JSON.stringify(settings));
  // One buffer for the whole file: memory that streams allocate is given back late.
  const buffer = Buffer.alloc(1 << 16);
  const handle = await open(file);
  try {
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length);
      if (bytesRead === 0) break;
      digest.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
  return digest.digest('hex').slice(0, 32);
}

/** How far the import of this very file with these very settings has come; kept until it is done. */
function createPositionFile(call: ImportCall, digest: string) {
  const file = path.join(call.global.data, 'imports', `${digest}.json`);
  let made = false;
  return {
    async read(): Promise<ImportPosition | null> {
      try {
        return JSON.parse(await readFile(file, 'utf8')) as ImportPosition;
      } catch {
        // An import is safe to do again from its start.
        return null;
      }
    },
    async write(position: ImportPosition): Promise<void> {
      if (!made) await mkdir(path.dirname(file), { recursive: true });
      made = true;
      await writeFile(`${file}.new`, JSON.stringify(position));
      await rename(`${file}.new`, file);
    },
    remove: () => rm(file, { force: true }),
  };
}

/** @throws {PressrunError} `STORE_UNAVAILABLE`, before anybody is taken in. */
async function openReport(file: string): Promise<WriteStream> {
  try {
    const stream = (await open(file, 'w')).createWriteStream();
    // Told when it is closed: a full disk must not end the import.
    return stream.on('error', () => {});
  } catch (cause) {
    throw new PressrunError('STORE_UNAVAILABLE', `The file of refused rows, ${file}, cannot be written.`, { cause });
  }
}

function closed(stream: WriteStream): Promise<void> {
  return new Promise((resolve, reject) => {
    if (stream.errored !== null) reject(stream.errored);
    else stream.on('error', reject).end(resolve);
  });
}
