import type { TemplateFile, TemplateSource } from '../ports.ts';
import type { TracedMjml } from './render-mjml.ts';

// Control characters: no article and no sane template holds them, and Liquid passes them through.
const open = '\u0002';
const close = '\u0003';
// biome-ignore lint/suspicious/noControlCharactersInRegex: the marks are control characters
const mark = /\u0002(\d+):(\d+)\u0003/g;

/**
 * Tells where each line of a Liquid template's output came from. A template is rendered a second time from sources in
 * which every line begins with a mark, which Liquid carries into its output.
 */
export class SourceMap {
  readonly #files: TemplateFile[] = [];

  /** The file with a mark at the beginning of each line that is outside Liquid's tags. */
  marked(file: TemplateFile): TemplateFile {
    const index = this.#files.push(file) - 1;
    let line = 1;
    const source = file.source
      .split(/(\{%-?\s*raw[\s\S]*?endraw\s*-?%\}|\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\})/)
      .map((piece, position) => {
        const lines = piece.split('\n');
        const first = line;
        line += lines.length - 1;
        const isLiquid = position % 2 === 1;
        return isLiquid ? piece : lines.map((text, row) => `${open}${index}:${first + row}${close}${text}`).join('\n');
      })
      .join('');
    return { ...file, source };
  }

  /** A source whose partials are marked too. */
  markedPartials(templates: TemplateSource): TemplateSource {
    return {
      edition: (name, part) => templates.edition(name, part),
      partial: async (name) => {
        const file = await templates.partial(name);
        return file === null ? null : this.marked(file);
      },
    };
  }

  /** The output without its marks, and where a line of it came from: the last mark before the tag of that name. */
  read(output: string): TracedMjml {
    const origins: { offset: number; file: string; line: number }[] = [];
    let text = '';
    let from = 0;
    for (const found of output.matchAll(mark)) {
      text += output.slice(from, found.index);
      from = found.index + found[0].length;
      const file = this.#files[Number(found[1])]?.path ?? '';
      origins.push({ offset: text.length, file, line: Number(found[2]) });
    }
    text += output.slice(from);
    const lines = text.split('\n');
    const locate = (line: number, tagName: string) => {
      const start = lines.slice(0, line - 1).reduce((sum, before) => sum + before.length + 1, 0);
      const tag = text.indexOf(`<${tagName}`, start);
      const offset = tag === -1 ? start : tag;
      const origin = origins.findLast((candidate) => candidate.offset <= offset);
      return origin === undefined ? { file: this.#files[0]?.path ?? '' } : { file: origin.file, line: origin.line };
    };
    return { text, locate };
  }
}
