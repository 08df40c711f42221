import type { Edition } from '../model/edition.ts';
import type { TemplateFile, TemplateSource } from '../ports.ts';
import { cssValue, LiquidMemory, type Part } from './render-engine.ts';
import { isLiquidError, liquidProblem, templateInvalid } from './render-errors.ts';
import { fieldPaths } from './render-fields.ts';
import { linkSlots, type MergeMarkers, RecipientDrop } from './render-merge.ts';
import { PartialFiles } from './render-partials.ts';
import { Markup } from './render-rich-text.ts';
import type { View } from './render-view.ts';

/** What one rendering of one template works with. */
export interface LiquidInput {
  part: Part;
  /** What dates, labels and lists are written in. */
  edition: Pick<Edition, 'language' | 'timeZone'>;
  /** Tokens that a template cannot set: the config has. */
  theme?: Readonly<Record<string, string>>;
  view: View;
  markers: MergeMarkers;
  templates: TemplateSource;
  /** Told of each partial that is read. */
  onPartial: (name: string, file: TemplateFile) => void;
  /** What an earlier rendering left. Default: nothing. */
  memory?: LiquidMemory;
}

/**
 * Renders one Liquid template. In the HTML part every value is escaped as it is written out; rich text, which is sanitised, is
 * written as markup. Unknown fields, filters and partials are errors.
 *
 * @throws {PressrunError} `TEMPLATE_INVALID` naming file and line.
 */
export async function renderLiquid(template: TemplateFile, input: LiquidInput): Promise<string> {
  const partials = new PartialFiles(input.templates, input.part === 'html' ? '.mjml' : '.txt');
  await partials.loadNamedIn(template.source);
  const engine = (input.memory ?? new LiquidMemory()).engine(input.part);
  for (;;) {
    const theme: Record<string, Markup> = Object.create(null);
    for (const [name, value] of Object.entries(input.theme ?? {})) theme[name] = new Markup(cssValue(name, value));
    const fields = { ...input.view, theme, recipient: new RecipientDrop(), links: linkSlots() };
    try {
      const fixed = new Set(Object.keys(input.theme ?? {}));
      const state = { edition: input.edition, markers: input.markers, theme, fixed };
      const output = engine.render(template.source, partials, fields, state);
      for (const [name, file] of partials.used()) input.onPartial(name, file);
      return output;
    } catch (error) {
      if (!isLiquidError(error)) throw error;
      if (await partials.loadMissed()) continue;
      const known = { fields: fieldPaths, filters: engine.filters(), theme: Object.keys(theme) };
      throw templateInvalid([liquidProblem(error, [template, ...partials.all()], known)], error);
    }
  }
}
