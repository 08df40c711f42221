import { PressrunError } from '../errors.ts';
import type { Edition } from '../model/edition.ts';
import type { RenderedEdition } from '../model/rendered-edition.ts';
import { foldLine } from '../model/scalars.ts';
import type { TemplateFile, TemplateSource } from '../ports.ts';
import { canonicalJson } from '../text/canonical-json.ts';
import { sha256 } from '../text/hash.ts';
import { deliveredBytes } from './check.ts';
import { LiquidMemory, type Part } from './render-engine.ts';
import { templateInvalid } from './render-errors.ts';
import { finishHtml } from './render-finish.ts';
import { type LiquidInput, renderLiquid } from './render-liquid.ts';
import { misplacedFields } from './render-markers.ts';
import { MergeMarkers } from './render-merge.ts';
import { mjmlToHtml } from './render-mjml.ts';
import { References } from './render-rich-text.ts';
import { SourceMap } from './render-source-map.ts';
import { ArticleViews, lightView, type View, viewOf } from './render-view.ts';
import { fitBudget, type Lightened } from './shed.ts';
import { linksIn } from './track.ts';

/** The text part of a template that has none of its own. */
const genericText = 'edition.txt';

/**
 * What one rendering leaves to the next: templates that are parsed, and articles as templates see them. It saves time, and changes
 * nothing that is rendered.
 */
export class RenderMemory {
  readonly liquid = new LiquidMemory();
  readonly articles = new ArticleViews();
}

/** An edition that is rendered as far as its HTML. */
export interface RenderedHtml extends Pick<RenderedEdition, 'subject' | 'preheader' | 'html' | 'shed' | 'unshedBytes'> {
  /** Those that the HTML, the subject and the preheader hold. */
  fields: RenderedEdition['fields'];
  /**
   * Renders the text part, and sees that every merge field stands where it may.
   *
   * @throws {PressrunError} `TEMPLATE_INVALID`.
   */
  complete(): Promise<RenderedEdition>;
}

/**
 * Renders an edition: Liquid, then MJML, then HTML; a text part from its own template; subject and preheader. Fields that
 * differ between readers stand in the result as markers. An edition that mail readers would clip loses what it can do without
 * (`fitBudget`), and the result says what.
 *
 * Pure but for reading templates: the same edition and templates give the same bytes, and the same `revision`.
 *
 * @param memory - of earlier renderings: for whoever renders again and again.
 * @throws {PressrunError} `TEMPLATE_NOT_FOUND`; `TEMPLATE_INVALID` with a problem for each fault, naming file and line.
 * @example
 * const { html, text, fields } = await render(edition, templates);
 */
export async function render(
  edition: Edition,
  templates: TemplateSource,
  memory: RenderMemory = new RenderMemory(),
): Promise<RenderedEdition> {
  const html = await renderHtml(edition, templates, memory);
  return html.complete();
}

/**
 * Renders an edition as far as its HTML, for whoever waits for that alone.
 *
 * @throws {PressrunError} as `render` does.
 */
export async function renderHtml(
  edition: Edition,
  templates: TemplateSource,
  memory: RenderMemory = new RenderMemory(),
): Promise<RenderedHtml> {
  const content = canonicalJson(edition);
  const used = new Map<string, TemplateFile>();
  const mjmlFile = await htmlTemplate(edition, templates);
  const textFile = await textTemplate(edition, templates);
  used.set(`${edition.template}.mjml`, mjmlFile);
  used.set(`${edition.template}.txt`, textFile);

  const view = viewOf(edition, null, memory.articles);
  const input = (part: Part, extra: Record<string, string>, light: Lightened | null, seen: View): LiquidInput => ({
    part,
    edition,
    theme: edition.theme,
    view: { ...lightened(seen, light), ...extra },
    markers,
    templates,
    memory: memory.liquid,
    onPartial: (name, file) => used.set(`partials/${name}`, file),
  });
  const textView = edition.textLinks === 'numbered' ? viewOf(edition, new References()) : view;
  const line = async (field: 'subject' | 'preheader', extra: Record<string, string>): Promise<string> => {
    return foldLine(await renderLiquid(configLine(edition, field), input('text', extra, null, textView)));
  };
  const markers = new MergeMarkers(content);
  const subject = await line('subject', {});
  const preheader = await line('preheader', { subject });

  const convert = async (light: Lightened): Promise<string> => {
    const htmlInput = input('html', { subject, preheader }, light, view);
    const mjml = await renderLiquid(mjmlFile, htmlInput);
    const converted = await mjmlToHtml(mjml, mjmlFile, async () => {
      const map = new SourceMap();
      const marked = { ...htmlInput, templates: map.markedPartials(templates), markers: new MergeMarkers(content) };
      return map.read(await renderLiquid(map.marked(mjmlFile), marked));
    });
    return finishHtml(converted, edition, subject, preheader);
  };
  const tracking = (html: string): Pick<RenderedEdition, 'tracking'> =>
    edition.tracking === undefined ? {} : { tracking: { base: edition.tracking, links: linksIn(html) } };
  const weigh = (html: string): number => deliveredBytes({ html, fields: markers.fields(), ...tracking(html) });
  const { result: html, lightened: left, shed, unshedBytes } = await fitBudget(edition, convert, weigh);

  const complete = async (): Promise<RenderedEdition> => {
    const text = tidyText(await renderLiquid(textFile, input('text', { subject, preheader }, left, textView)));
    const misplaced = misplacedFields(html, markers.fields(), [...used.values()]);
    if (misplaced.length > 0) throw templateInvalid(misplaced);
    const templateHash = hashOf(used);
    return {
      editionId: edition.id,
      revision: sha256(`${sha256(content)}\n${templateHash}`),
      templateHash,
      subject,
      preheader,
      html,
      text,
      fields: markers.fields(),
      shed,
      unshedBytes,
      ...tracking(html),
    };
  };
  return { subject, preheader, html, fields: markers.fields(), shed, unshedBytes, complete };
}

async function htmlTemplate(edition: Edition, templates: TemplateSource): Promise<TemplateFile> {
  const file = await templates.edition(edition.template, 'mjml');
  if (file !== null) return file;
  throw new PressrunError(
    'TEMPLATE_NOT_FOUND',
    `The newsletter ${edition.newsletter.slug} names the template ${edition.template}; there is none.`,
  );
}

async function textTemplate(edition: Edition, templates: TemplateSource): Promise<TemplateFile> {
  const file = (await templates.edition(edition.template, 'txt')) ?? (await templates.partial(genericText));
  if (file !== null) return file;
  throw new PressrunError(
    'TEMPLATE_NOT_FOUND',
    `The template ${edition.template} has no text part, and there is no partials/${genericText}.`,
  );
}

function lightened(view: View, light: Lightened | null): View {
  return light === null ? view : lightView(view, light);
}

/** Subject and preheader are templates that stand in the config. */
function configLine(edition: Edition, field: 'subject' | 'preheader'): TemplateFile {
  return { path: `newsletters[${edition.newsletter.slug}].${field}`, source: edition[field] };
}

/** No space at the ends of lines, no more than one empty line together, and one line break at the end. */
function tidyText(text: string): string {
  return `${text
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

function hashOf(used: ReadonlyMap<string, TemplateFile>): string {
  const sources = [...used].map(([name, { source }]) => [name, sha256(source)]).sort();
  return sha256(JSON.stringify(sources));
}
