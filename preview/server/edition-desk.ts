import type { Config } from '../../core/model/config.ts';
import type { Edition } from '../../core/model/edition.ts';
import type { Newsletter } from '../../core/model/newsletter.ts';
import type { RenderedEdition } from '../../core/model/rendered-edition.ts';
import type { Run } from '../../core/model/run.ts';
import type { SectionSelection } from '../../core/model/selection.ts';
import type { RunStore } from '../../core/ports.ts';
import { assemble } from '../../core/stages/assemble.ts';
import { type RenderedHtml, RenderMemory, renderHtml } from '../../core/stages/render.ts';
import { LiquidMemory } from '../../core/stages/render-engine.ts';
import type { Fault } from '../view.ts';
import { instantOfDate } from './edition-list.ts';
import type { Workspace } from './workspace.ts';

/** What making an edition came to. */
export type Made<Rendered> =
  | { kind: 'made'; edition: Edition; rendered: Rendered; selection: SectionSelection[] }
  | { kind: 'empty'; found: number; minimum: number; selection: SectionSelection[] }
  | { kind: 'broken'; fault: Fault; selection: SectionSelection[] };

/** An edition as far as its HTML: what somebody who looks at it waits for. */
export type MadeHtml = Made<RenderedHtml>;
/** An edition with all that is sent. */
export type MadeWhole = Made<RenderedEdition>;

interface Kept {
  generation: number;
  html: Promise<MadeHtml>;
  whole: Promise<MadeWhole> | null;
}

interface Rendered {
  templateGeneration: number;
  edition: Edition;
  rendered: RenderedHtml;
}

/** Editions kept at once: those of the tabs that are open. */
const mostKept = 24;

/**
 * Makes editions from what the workspace holds, and makes one again only where a source of it changed: not for another
 * recipient, theme or width; and it renders one again only where its articles, or the templates, are others than they were.
 */
export class EditionDesk {
  readonly #workspace: Workspace;
  readonly #runs: Pick<RunStore, 'history'>;
  readonly #kept = new Map<string, Kept>();
  readonly #rendered = new Map<string, Rendered>();
  readonly #memory = new RenderMemory();
  /** Of traces, whose templates are marked. */
  readonly traces = new LiquidMemory();
  /** By newsletter, and its config is read anew when it changes: the instant of each date. */
  readonly #instants = new WeakMap<Newsletter, Map<string, string>>();
  readonly #good = new Map<string, { edition: Edition; rendered: RenderedHtml }>();

  constructor(workspace: Workspace, runs: Pick<RunStore, 'history'>) {
    this.#workspace = workspace;
    this.#runs = runs;
  }

  /**
   * The instant of an edition by its date, as `instantOfDate` has it.
   *
   * @throws {PressrunError} `EDITION_UNKNOWN`.
   */
  instantOf(newsletter: Newsletter, date: string, run: Run | null): string {
    if (run !== null) return run.at;
    const known = this.#instants.get(newsletter) ?? new Map<string, string>();
    const at = known.get(date) ?? instantOfDate(newsletter, date, null);
    this.#instants.set(newsletter, known.set(date, at));
    return at;
  }

  /** The edition of an instant, as far as its HTML. Rejects only where the stores cannot be read. */
  html(newsletter: Newsletter, at: string): Promise<MadeHtml> {
    return this.#keep(newsletter, at).html;
  }

  /** The edition of an instant. */
  whole(newsletter: Newsletter, at: string): Promise<MadeWhole> {
    const kept = this.#keep(newsletter, at);
    kept.whole ??= kept.html.then((made) => this.#complete(made));
    return kept.whole;
  }

  /** The last edition of an instant whose HTML could be made. */
  lastGood(newsletter: Newsletter, at: string): { edition: Edition; rendered: RenderedHtml } | null {
    return this.#good.get(keyOf(newsletter, at)) ?? null;
  }

  #keep(newsletter: Newsletter, at: string): Kept {
    const key = keyOf(newsletter, at);
    const { generation } = this.#workspace;
    const known = this.#kept.get(key);
    const kept =
      known?.generation === generation ? known : { generation, html: this.#make(key, newsletter, at), whole: null };
    // The last that was asked for stands last.
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    for (const old of [...this.#kept.keys()].slice(0, -mostKept)) {
      for (const map of [this.#kept, this.#rendered, this.#good]) map.delete(old);
    }
    return kept;
  }

  async #complete(made: MadeHtml): Promise<MadeWhole> {
    if (made.kind !== 'made') return made;
    try {
      return { ...made, rendered: await made.rendered.complete() };
    } catch (error) {
      return { kind: 'broken', fault: this.#workspace.faultOf(error), selection: made.selection };
    }
  }

  async #make(key: string, newsletter: Newsletter, at: string): Promise<MadeHtml> {
    const { articles, publication } = this.#workspace;
    const history = await this.#runs.history(newsletter.slug);
    let selection: SectionSelection[] = [];
    try {
      const assembled = assemble({ publication, newsletter, articles: articles.all(), at, history });
      selection = assembled.selection;
      if (assembled.kind === 'below-minimum') {
        return { kind: 'empty', found: assembled.found, minimum: assembled.minimum, selection };
      }
      const { edition } = assembled;
      const made: MadeHtml = { kind: 'made', edition, rendered: await this.#render(key, edition), selection };
      this.#good.set(key, made);
      return made;
    } catch (error) {
      return { kind: 'broken', fault: this.#workspace.faultOf(error), selection };
    }
  }

  async #render(key: string, edition: Edition): Promise<RenderedHtml> {
    const { templates, templateGeneration } = this.#workspace;
    const known = this.#rendered.get(key);
    if (known?.templateGeneration === templateGeneration && sameEdition(known.edition, edition)) return known.rendered;
    const rendered = onceComplete(await renderHtml(edition, templates, this.#memory));
    this.#rendered.set(key, { templateGeneration, edition, rendered });
    return rendered;
  }
}

/** The same, completed once however often that is asked for. */
function onceComplete(rendered: RenderedHtml): RenderedHtml {
  let whole: Promise<RenderedEdition> | null = null;
  return {
    ...rendered,
    complete: () => {
      whole ??= rendered.complete();
      return whole;
    },
  };
}

function keyOf({ slug }: Newsletter, at: string): string {
  return `${slug} ${at}`;
}

/** Whether two editions hold the very same articles, and are the same in everything else. */
function sameEdition(one: Edition, other: Edition): boolean {
  const articles = ({ sections }: Edition) => sections.flatMap((section) => section.articles);
  const rest = (edition: Edition) => {
    const sections = edition.sections.map(({ articles: held, ...section }) => ({ ...section, articles: held.length }));
    return JSON.stringify({ ...edition, lead: null, sections });
  };
  const [ones, others] = [articles(one), articles(other)];
  const same = ones.length === others.length && ones.every((article, index) => article === others[index]);
  return same && rest(one) === rest(other);
}

/** The newsletter of a slug; null where the config has none. */
export function newsletterOf(config: Config, slug: string): Newsletter | null {
  return config.newsletters.find((newsletter) => newsletter.slug === slug) ?? null;
}
