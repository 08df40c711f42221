import type { Edition } from '../model/edition.ts';
import type { RenderedEdition, Shed } from '../model/rendered-edition.ts';
import type { TemplateSource } from '../ports.ts';
import { canonicalJson } from '../text/canonical-json.ts';
import { readDocument } from './check-document.ts';
import { LiquidMemory } from './render-engine.ts';
import { finishHtml } from './render-finish.ts';
import { type LiquidInput, renderLiquid } from './render-liquid.ts';
import { MergeMarkers } from './render-merge.ts';
import { mjmlToHtml } from './render-mjml.ts';
import { SourceMap } from './render-source-map.ts';
import { lightView, viewOf } from './render-view.ts';
import type { Lightened } from './shed.ts';

/** Which line of a template wrote an element. */
export interface TemplatePlace {
  file: string;
  line: number | null;
}

/** The template's places of an edition's elements, by the order of their start tags; null where it cannot be told. */
export type Trace = (ordinal: number) => TemplatePlace | null;

const mark = 'data-pressrun-line';
const classMark = 'pressrun-line-';

/**
 * Finds out which template line wrote each element, by rendering the edition a second time with every tag marked. What that
 * second rendering has is read and thrown away.
 *
 * @param memory - of earlier traces.
 * @returns null where the marked rendering is not, element for element, the edition that is there.
 */
export async function traceEdition(
  edition: Edition,
  rendered: RenderedEdition,
  templates: TemplateSource,
  memory: LiquidMemory = new LiquidMemory(),
): Promise<Trace | null> {
  const file = await templates.edition(edition.template, 'mjml');
  if (file === null) return null;
  const map = new SourceMap();
  const content = canonicalJson(edition);
  const { subject, preheader } = rendered;
  const input: LiquidInput = {
    part: 'html',
    edition,
    theme: edition.theme,
    view: { ...lightView(viewOf(edition), lightenedBy(edition, rendered)), subject, preheader },
    markers: new MergeMarkers(content),
    templates: map.markedPartials(templates),
    memory,
    onPartial: () => {},
  };
  const places: TemplatePlace[] = [];
  const mjml = markTags(await renderLiquid(map.marked(file), input), map, places);
  const converted = await mjmlToHtml(mjml, file, async () => ({ text: mjml, locate: () => ({ file: file.path }) }));
  const marked = readDocument(finishHtml(converted, edition, subject, preheader)).elements;
  const names = readDocument(rendered.html).elements.map(({ name }) => name);
  if (marked.length !== names.length || marked.some(({ name }, index) => name !== names[index])) return null;

  const found = new Map<number, TemplatePlace>();
  const own = new Map<unknown, TemplatePlace>();
  for (const element of marked) {
    const number = element.attributes.get(mark) ?? numberInClass(element.attributes.get('class'));
    const place = (number === null ? undefined : places[Number(number)]) ?? own.get(element.parent);
    if (place === undefined) continue;
    own.set(element, place);
    if (element.ordinal !== null) found.set(element.ordinal, place);
  }
  return (ordinal) => found.get(ordinal) ?? null;
}

/** What an edition lost to keep within its budget, as it was rendered. */
function lightenedBy({ sections }: Edition, { shed }: RenderedEdition): Lightened {
  const places = (what: Shed['what']): ReadonlySet<string> => {
    const lost = sections.flatMap(({ title, articles }, section) =>
      articles.map(({ id }, article) => {
        const gone = shed.some((one) => one.what === what && one.section === title && one.articleId === id);
        return gone ? `${section}/${article}` : null;
      }),
    );
    return new Set(lost.filter((place) => place !== null));
  };
  const counts = sections.map(({ title, articles }) => {
    const count = (what: Shed['what']) => shed.filter((one) => one.what === what && one.section === title).length;
    const [linked, counted] = [count('article'), count('left-out')];
    return { whole: articles.length - linked - counted, linked, counted };
  });
  return { pictures: places('picture'), deks: places('dek'), bodies: places('body'), sections: counts };
}

function numberInClass(names: string | undefined): string | null {
  // Of several the last: a tag's own stands behind those that it was given by what it stands in.
  return names?.match(new RegExp(`(?<=${classMark})\\d+`, 'g'))?.at(-1) ?? null;
}

// Control characters, as the source map's own marks are: no article and no sane template holds them.
const lineBreak = '\u000b\n';
const fence = '\u000c';
const fenced = new RegExp(`${fence}\\d+${fence}`, 'g');
const fencedTag = new RegExp(`${fence}(\\d+)${fence}(<([a-z][a-z0-9-]*)(?:"[^"]*"|'[^']*'|[^'">])*>)`, 'gi');

/**
 * Marks each tag of the body with a number: HTML's by an attribute, MJML's by a class, which is all that it hands on. A
 * line of its own for every tag lets the map tell them apart.
 */
function markTags(output: string, map: SourceMap, places: TemplatePlace[]): string {
  const { text, locate } = map.read(output.replace(/<(?=[a-z])/gi, `${lineBreak}<`));
  const lines = text.split('\n').map((content, index) => {
    const name = /^<([a-z][a-z0-9-]*)/i.exec(content)?.[1];
    if (name === undefined) return content;
    const { file, line = null } = locate(index + 1, name);
    return `${fence}${places.push({ file, line }) - 1}${fence}${content}`;
  });
  return marksToAttributes(lines.join('\n').replaceAll(lineBreak, ''));
}

/** The marks before the tags become attributes of them; those in comments, styles and the head go. */
function marksToAttributes(mjml: string): string {
  const body = mjml.search(/<mj-body\b/);
  const unmarked = (text: string) => text.replace(fenced, '');
  const marked = mjml
    .slice(body)
    .replace(/<!--[\s\S]*?-->|<style\b[\s\S]*?<\/style\s*>/gi, unmarked)
    .replace(fencedTag, (_, number: string, tag: string, name: string) => markTag(tag, name.toLowerCase(), number));
  return unmarked(mjml.slice(0, body)) + unmarked(marked);
}

function markTag(tag: string, name: string, number: string): string {
  if (name === 'mj-body' || name === 'mj-raw') return tag;
  if (!name.startsWith('mj-')) return tag.replace(/(\/?>)$/, ` ${mark}="${number}"$1`);
  const own = `${classMark}${number}`;
  if (/\scss-class\s*=\s*"/.test(tag)) return tag.replace(/(\scss-class\s*=\s*"[^"]*)"/, `$1 ${own}"`);
  return tag.replace(/(\/?>)$/, ` css-class="${own}"$1`);
}
