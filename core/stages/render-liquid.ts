import {
  CaptureTag,
  type Context,
  type Emitter,
  type FilterImplOptions,
  Hash,
  Liquid,
  Tag,
  type TagToken,
  type TopLevelToken,
} from 'liquidjs';
import type { Edition } from '../model/edition.ts';
import type { TemplateFile, TemplateSource } from '../ports.ts';
import { escapeHtml } from './compose-values.ts';
import { isLiquidError, liquidProblem, templateInvalid } from './render-errors.ts';
import { fieldPaths } from './render-fields.ts';
import { editionFilters, removedFilters, textOf } from './render-filters.ts';
import { linkSlots, MergeFieldMisuse, type MergeMarkers, MergeSlot, mergeName, RecipientDrop } from './render-merge.ts';
import { PartialFiles } from './render-partials.ts';
import { Markup, RichText } from './render-rich-text.ts';
import type { View } from './render-view.ts';

/** Partials inside partials, at most: one that calls itself without end is named instead of filling the memory. */
const deepestPartial = 60;

/** A part of the message, which decides how text is written out and which partials are meant. */
export type Part = 'html' | 'text';

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
  for (;;) {
    const theme: Record<string, Markup> = Object.create(null);
    for (const [name, value] of Object.entries(input.theme ?? {})) theme[name] = new Markup(cssValue(name, value));
    const engine = createEngine(input, partials, theme);
    const globals = { ...input.view, theme, recipient: new RecipientDrop(), links: linkSlots() };
    try {
      const output: unknown = engine.renderSync(engine.parse(template.source), {}, { globals });
      for (const [name, file] of partials.used()) input.onPartial(name, file);
      return String(output);
    } catch (error) {
      if (!isLiquidError(error)) throw error;
      if (await partials.loadMissed()) continue;
      const known = { fields: fieldPaths, filters: Object.keys(engine.filters), theme: Object.keys(theme) };
      throw templateInvalid([liquidProblem(error, [template, ...partials.all()], known)], error);
    }
  }
}

function createEngine(input: LiquidInput, partials: PartialFiles, theme: Record<string, Markup>): Liquid {
  const encode = input.part === 'html' ? escapeHtml : (text: string) => text;
  const engine = new Liquid({
    outputEscape: (value: unknown) => written(value, input.part, input.markers, theme),
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    relativeReference: false,
    cache: true,
    fs: partials.fs,
    root: ['.'],
  });
  for (const name of removedFilters) engine.unregisterFilter(name);
  for (const [name, filter] of Object.entries(editionFilters(input.edition, encode))) {
    engine.registerFilter(name, filter);
  }
  for (const [name, filter] of Object.entries(engine.filters)) {
    engine.registerFilter(name, name === 'default' ? defaultFilter(filter) : withoutMergeFields(name, filter));
  }
  for (const name of ['render', 'include', 'layout']) limitDepth(engine, name);
  if (input.part === 'html') captureMarkup(engine);
  engine.registerTag('theme', themeTag(theme, new Set(Object.keys(input.theme ?? {}))));
  return engine;
}

/** How a value stands in the part. */
function written(value: unknown, part: Part, markers: MergeMarkers, theme: Record<string, Markup>): string {
  if (value instanceof MergeSlot) return markers.markerOf(value);
  if (part === 'text') return textOf(value);
  if (value instanceof Markup) return Markup.htmlOf(value);
  if (value instanceof RichText) return styledLinks(RichText.htmlOf(value), theme['link']);
  return escapeHtml(textOf(value));
}

/** Mail readers that drop style sheets show links in their own blue unless each says otherwise. */
function styledLinks(html: string, style: Markup | undefined): string {
  if (style === undefined) return html;
  return html.replaceAll('<a href=', `<a class="link" style="${Markup.htmlOf(style)}" href=`);
}

/** Liquid's own `default`, which also gives a merge field its default. */
function defaultFilter(filter: FilterImplOptions): FilterImplOptions {
  const original = handlerOf(filter);
  return function (this: unknown, value: unknown, fallback: unknown, ...rest: unknown[]): unknown {
    refuseMergeFields('default', [fallback, ...rest]);
    if (value instanceof MergeSlot) return MergeSlot.withDefault(value, textOf(fallback));
    return Reflect.apply(original, this, [value, fallback, ...rest]);
  };
}

/** Filters that leave markup markup. */
const trimming = new Set(['strip', 'lstrip', 'rstrip', 'strip_newlines', 'squish']);

function withoutMergeFields(name: string, filter: FilterImplOptions): FilterImplOptions {
  const original = handlerOf(filter);
  return function (this: unknown, ...values: unknown[]): unknown {
    refuseMergeFields(name, values);
    const result: unknown = Reflect.apply(original, this, values);
    return values[0] instanceof Markup && trimming.has(name) ? new Markup(textOf(result)) : result;
  };
}

function refuseMergeFields(filter: string, values: readonly unknown[]): void {
  const slot = values.flat().find((value) => value instanceof MergeSlot);
  if (!(slot instanceof MergeSlot)) return;
  const name = mergeName(MergeSlot.read(slot));
  throw new MergeFieldMisuse(`${name} differs between readers: of the filters only default can be used, not ${filter}`);
}

function handlerOf(filter: FilterImplOptions): (...values: unknown[]) => unknown {
  return typeof filter === 'function' ? filter : filter.handler;
}

function limitDepth(engine: Liquid, name: string): void {
  const Original = engine.tags[name];
  if (Original === undefined) return;
  let depth = 0;
  engine.registerTag(
    name,
    class extends Original {
      override *render(context: Context, emitter: Emitter): Generator<unknown, unknown, unknown> {
        if (depth >= deepestPartial) throw new Error(`partials call one another more than ${deepestPartial} deep`);
        depth += 1;
        try {
          return yield* generatorOf(Reflect.apply(Original.prototype.render, this, [context, emitter]));
        } finally {
          depth -= 1;
        }
      }
    },
  );
}

function* generatorOf(value: unknown): Generator<unknown, unknown, unknown> {
  if (typeof value === 'object' && value !== null && Symbol.iterator in value) {
    return yield* value as Generator<unknown, unknown, unknown>;
  }
  return yield value;
}

/** What `capture` holds was escaped as it was written, and is not escaped again. */
function captureMarkup(engine: Liquid): void {
  engine.registerTag(
    'capture',
    class extends CaptureTag {
      override *render(context: Context): Generator<unknown, void, string> {
        yield* super.render(context);
        const scope = context.bottom();
        Reflect.set(scope, this.variable, new Markup(textOf(Reflect.get(scope, this.variable))));
      }
    },
  );
}

/** `{% theme ink: "#111111" %}`: sets tokens that every partial sees as `theme.ink`, and writes nothing. */
function themeTag(theme: Record<string, Markup>, fixed: ReadonlySet<string>) {
  return class extends Tag {
    readonly #hash: Hash;

    constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid) {
      super(token, remaining, liquid);
      this.#hash = new Hash(token.tokenizer);
    }

    override *render(context: Context): Generator<unknown, void, Record<string, unknown>> {
      const tokens = yield this.#hash.render(context);
      for (const [name, value] of Object.entries(tokens)) {
        const text = cssValue(name, textOf(value));
        if (!fixed.has(name)) theme[name] = new Markup(text);
      }
    }
  };
}

/** Tokens are written into styles as they are, so they can neither close an attribute nor begin a rule. */
function cssValue(name: string, text: string): string {
  if (!/^[\w\s#%.,:;'()/!-]*$/.test(text)) throw new Error(`theme token ${name}: ${text} is no value of CSS`);
  return text;
}
