import { PressrunError } from '../errors.ts';
import type { Letter, RenderedLetter } from '../model/letter.ts';
import { foldLine } from '../model/scalars.ts';
import type { TemplateFile, TemplateSource } from '../ports.ts';
import { directionOf, scriptOf } from '../text/script.ts';
import { finishHtml } from './render-finish.ts';
import { type LiquidInput, renderLiquid } from './render-liquid.ts';
import { MergeMarkers } from './render-merge.ts';
import { mjmlToHtml } from './render-mjml.ts';
import type { View } from './render-view.ts';

/**
 * Renders a letter as an edition is rendered, Liquid, MJML, HTML and a text part, from `partials/letter.mjml` and `letter.txt`.
 *
 * @throws {PressrunError} `TEMPLATE_NOT_FOUND`, `TEMPLATE_INVALID`.
 */
export async function renderLetter(letter: Letter, templates: TemplateSource): Promise<RenderedLetter> {
  const { language, title, text, button, url, why, publication } = letter;
  const direction = directionOf(language);
  const subject = foldLine(title);
  const view: View = {
    edition: {
      language,
      direction,
      script: scriptOf(language),
      start: direction === 'rtl' ? 'right' : 'left',
      end: direction === 'rtl' ? 'left' : 'right',
    },
    publication: { ...publication },
    letter: { title, text, button, url, why },
    subject,
    preheader: text,
  };
  const input = (part: LiquidInput['part']): LiquidInput => ({
    part,
    edition: { language, timeZone: 'UTC' },
    view,
    // A letter is made for one person: nothing in it is filled in later.
    markers: new MergeMarkers(''),
    templates,
    onPartial: () => {},
  });
  const mjmlFile = await partial('letter.mjml', templates);
  const mjml = await renderLiquid(mjmlFile, input('html'));
  const locate = () => ({ file: mjmlFile.path, line: 1 });
  const converted = await mjmlToHtml(mjml, mjmlFile, async () => ({ text: mjml, locate }));
  return {
    subject,
    html: finishHtml(converted, { language, direction }, subject, text),
    text: `${(await renderLiquid(await partial('letter.txt', templates), input('text'))).trim()}\n`,
  };
}

async function partial(name: string, templates: TemplateSource): Promise<TemplateFile> {
  const file = await templates.partial(name);
  if (file !== null) return file;
  throw new PressrunError('TEMPLATE_NOT_FOUND', `There is no partials/${name}.`);
}
