import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { editionTag } from '../../core/model/edition.ts';
import { checkEdition, deliveredBytes } from '../../core/stages/check.ts';
import { composeSingle } from '../../core/stages/compose-single.ts';
import { type MadeEdition, makeEdition } from '../../core/stages/make-edition.ts';
import { canonicalJson } from '../../core/text/canonical-json.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { buildCommand } from '../commands/build.ts';
import { atDesk, type Desk } from '../desk.ts';
import { editionLines } from '../edition-text.ts';
import { findingLines } from '../finding-text.ts';
import { instantOf } from '../instant.ts';
import { unreadable } from '../unreadable.ts';

/** Makes an edition and writes its four files. */
export async function build(call: CallOf<typeof buildCommand>): Promise<ExitCode> {
  const at = instantOf(call.options.at, Date.now());
  return atDesk<ExitCode>(call, call.args.newsletter, async (desk) => {
    const { publication } = desk.loaded.config;
    const made = await makeEdition({ publication, newsletter: desk.newsletter, at, ...unreadable(call) }, desk.ports);
    const out = call.options.out ?? path.join(call.global.data, 'build', editionTag(made.edition.id));
    const folder = path.resolve(call.folder, out);
    const files = await writeFiles(folder, made, desk);
    const findings = checkEdition(made.edition, made.rendered, publication);
    const { edition, rendered } = made;
    const { revision, subject, preheader } = rendered;
    const bytes = deliveredBytes(rendered);
    const sections = edition.sections.map(({ title, articles }) => ({ title, articles: articles.map(({ id }) => id) }));
    const result = {
      editionId: edition.id,
      at,
      revision,
      subject,
      preheader,
      bytes,
      sections,
      findings,
      folder,
      files,
    };
    call.terminal.result(result, () => [
      ...editionLines(edition, rendered, call.terminal.colours),
      `  Size       ${(bytes / 1024).toFixed(1)} KB of HTML after the longest merge`,
      ...findingLines(findings, call.terminal.colours),
      '',
      ...files.map((file) => path.join(folder, file)),
    ]);
    return 0;
  });
}

async function writeFiles(folder: string, { edition, rendered }: MadeEdition, desk: Desk): Promise<string[]> {
  const { loaded, newsletter, ports } = desk;
  const { message } = composeSingle(
    { publication: loaded.config.publication, newsletter, rendered, tokens: ports.tokens, at: Date.parse(edition.at) },
    { id: 'sample', email: 'reader@example.com', attributes: {} },
  );
  const contents: Record<string, string | Uint8Array> = {
    'edition.json': canonicalJson(edition),
    'edition.html': rendered.html,
    'edition.txt': rendered.text,
    'message.eml': message.bytes(),
  };
  await mkdir(folder, { recursive: true });
  await Promise.all(Object.entries(contents).map(([name, content]) => writeFile(path.join(folder, name), content)));
  return Object.keys(contents);
}
