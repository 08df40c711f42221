import {
  CaptureTag,
  type Context,
  type Emitter,
  type FilterImplOptions,
  type FS,
  Hash,
  Liquid,
  type LiquidOptions,
  Tag,
  type TagToken,
  type Template,
  type TopLevelToken,
} from 'liquidjs';
import type { Edition } from '../model/edition.ts';
import { escapeHtml } from './compose-values.ts';
import { editionFilters, removedFilters, textOf } from './render-filters.ts';
import { MergeFieldMisuse, type MergeMarkers, MergeSlot, mergeName } from './render-merge.ts';
import type { PartialFiles } from './render-partials.ts';
import { Markup, RichText } from './render-rich-text.ts';

type Cache = Exclude<LiquidOptions['cache'], boolean | number | undefined>;

/** Partials inside partials, at most: one that calls itself without end is named instead of filling the memory. */
const deepestPartial = 60;

/** A part of the message, which decides how text is written out and which partials are meant. */
export type Part = 'html' | 'text';

/** What one rendering works with, where Liquid hands it to filters and tags. */
interface Rendering {
  edition: Pick<Edition, 'language' | 'timeZone'>;
  markers: MergeMarkers;
  theme: Record<string, Markup>;
  /** Tokens that a template cannot set. */
  fixed: ReadonlySet<string>;
}

interface Running extends Rendering {
  filters: Readonly<Record<string, FilterImplOptions>>;
  depth: number;
}

const rendering = Symbol('rendering');

function renderingOf({ globals }: Context): Running {
  return Reflect.get(globals, rendering) as Running;
}

/**
 * What one rendering leaves to the next: Liquid, and the templates it has parsed. It saves time and changes nothing else: what is
 * parsed is known by its source.
 */
export class LiquidMemory {
  readonly #engines = new Map<Part, PartEngine>();

  engine(part: Part): PartEngine {
    const known = this.#engines.get(part);
    if (known !== undefined) return known;
    const engine = new PartEngine(part);
    this.#engines.set(part, engine);
    return engine;
  }
}

function encoderOf(part: Part): (text: string) => string {
  return part === 'html' ? escapeHtml : (text) => text;
}

/** Parsed templates kept at once. */
const mostParsed = 64;

/** Liquid for one part, whatever edition it renders: what differs between renderings comes with the context. */
export class PartEngine {
  readonly #part: Part;
  readonly #liquid: Liquid;
  readonly #parsed = new Map<string, Template[]>();
  readonly #parsedPartials = new Map<string, { source: string; templates: Template[] }>();
  /** Of the rendering that goes on: Liquid runs without waiting, so there is never more than one. */
  #partials: PartialFiles | null = null;

  constructor(part: Part) {
    this.#part = part;
    this.#liquid = new Liquid({
      outputEscape: function (this: { context: Context }, value: unknown) {
        const { markers, theme } = renderingOf(this.context);
        return written(value, part, markers, theme);
      } as (value: unknown) => string,
      strictVariables: true,
      strictFilters: true,
      ownPropertyOnly: true,
      relativeReference: false,
      cache: this.#cache(),
      fs: this.#files(),
      root: ['.'],
    });
    addFilters(this.#liquid, part);
    for (const name of ['render', 'include', 'layout']) limitDepth(this.#liquid, name);
    if (part === 'html') captureMarkup(this.#liquid);
    this.#liquid.registerTag('theme', ThemeTag);
  }

  filters(): string[] {
    return Object.keys(this.#liquid.filters);
  }

  /** @param fields - what the template sees. */
  render(source: string, partials: PartialFiles, fields: object, state: Rendering): string {
    const filters = editionFilters(state.edition, encoderOf(this.#part));
    const running: Running = { ...state, filters, depth: 0 };
    const globals = { ...fields, [rendering]: running };
    this.#partials = partials;
    try {
      return String(this.#liquid.renderSync(this.#parse(source), {}, { globals }));
    } finally {
      this.#partials = null;
    }
  }

  #parse(source: string): Template[] {
    const templates = this.#parsed.get(source) ?? this.#liquid.parse(source);
    this.#parsed.delete(source);
    this.#parsed.set(source, templates);
    for (const oldest of this.#parsed.keys()) {
      if (this.#parsed.size <= mostParsed) break;
      this.#parsed.delete(oldest);
    }
    return templates;
  }

  /** Parsed partials, by Liquid's name for them: good for as long as their source is the same. */
  #cache(): Cache {
    const sourceOf = (key: string) => this.#partials?.take(key.slice(key.indexOf(':') + 1)) ?? null;
    return {
      read: (key) => {
        const known = this.#parsedPartials.get(key);
        return known !== undefined && known.source === sourceOf(key) ? known.templates : undefined;
      },
      write: (key, templates) => {
        const source = sourceOf(key);
        if (source !== null && Array.isArray(templates)) this.#parsedPartials.set(key, { source, templates });
      },
      remove: (key) => {
        this.#parsedPartials.delete(key);
      },
    };
  }

  /** Liquid's file system: the partials of the rendering that goes on. */
  #files(): FS {
    const partials = () => this.#partials?.fs;
    return {
      sep: '/',
      resolve: (folder, name, extension) => partials()?.resolve(folder, name, extension) ?? name,
      contains: async () => true,
      containsSync: () => true,
      exists: async (name) => partials()?.existsSync(name) ?? false,
      existsSync: (name) => partials()?.existsSync(name) ?? false,
      readFile: async (name) => partials()?.readFileSync(name) ?? '',
      readFileSync: (name) => partials()?.readFileSync(name) ?? '',
    };
  }
}

/** Liquid's own filters but those removed, and the edition's, none of which takes a merge field. */
function addFilters(engine: Liquid, part: Part): void {
  for (const name of removedFilters) engine.unregisterFilter(name);
  for (const name of Object.keys(editionFilters({ language: 'en', timeZone: 'UTC' }, encoderOf(part)))) {
    engine.registerFilter(name, function (this: { context: Context }, ...values: unknown[]): unknown {
      const filter = renderingOf(this.context).filters[name];
      return filter === undefined ? undefined : Reflect.apply(handlerOf(filter), this, values);
    });
  }
  for (const [name, filter] of Object.entries(engine.filters)) {
    engine.registerFilter(name, name === 'default' ? defaultFilter(filter) : withoutMergeFields(name, filter));
  }
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
  const slot = values.find(isOrHoldsSlot);
  if (slot === undefined) return;
  const found = [slot].flat().find((value) => value instanceof MergeSlot);
  if (!(found instanceof MergeSlot)) return;
  const name = mergeName(MergeSlot.read(found));
  throw new MergeFieldMisuse(`${name} differs between readers: of the filters only default can be used, not ${filter}`);
}

function isOrHoldsSlot(value: unknown): boolean {
  return value instanceof MergeSlot || (Array.isArray(value) && value.some((one) => one instanceof MergeSlot));
}

function handlerOf(filter: FilterImplOptions): (...values: unknown[]) => unknown {
  return typeof filter === 'function' ? filter : filter.handler;
}

function limitDepth(engine: Liquid, name: string): void {
  const Original = engine.tags[name];
  if (Original === undefined) return;
  engine.registerTag(
    name,
    class extends Original {
      override *render(context: Context, emitter: Emitter): Generator<unknown, unknown, unknown> {
        const state = renderingOf(context);
        if (state.depth >= deepestPartial) {
          throw new Error(`partials call one another more than ${deepestPartial} deep`);
        }
        state.depth += 1;
        try {
          return yield* generatorOf(Reflect.apply(Original.prototype.render, this, [context, emitter]));
        } finally {
          state.depth -= 1;
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
class ThemeTag extends Tag {
  readonly #hash: Hash;

  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid) {
    super(token, remaining, liquid);
    this.#hash = new Hash(token.tokenizer);
  }

  override *render(context: Context): Generator<unknown, void, Record<string, unknown>> {
    const { theme, fixed } = renderingOf(context);
    const tokens = yield this.#hash.render(context);
    for (const [name, value] of Object.entries(tokens)) {
      const text = cssValue(name, textOf(value));
      if (!fixed.has(name)) theme[name] = new Markup(text);
    }
  }
}

/** Tokens are written into styles as they are, so they can neither close an attribute nor begin a rule. */
export function cssValue(name: string, text: string): string {
  if (!/^[\w\s#%.,:;'()/!-]*$/.test(text)) throw new Error(`theme token ${name}: ${text} is no value of CSS`);
  return text;
}
