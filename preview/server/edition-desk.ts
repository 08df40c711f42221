import type { Config } from '../../core/model/config.ts';
import type { Edition } from '../../core/model/edition.ts';
import type { Newsletter } from '../../core/model/newsletter.ts';
import type { RenderedEdition } from '../../core/model/rendered-edition.ts';
import type { SectionSelection } from '../../core/model/selection.ts';
import type { RunStore } from '../../core/ports.ts';
import { assemble } from '../../core/stages/assemble.ts';
import { RenderMemory, render } from '../../core/stages/render.ts';
import type { Fault } from '../view.ts';
import type { Workspace } from './workspace.ts';

/** What making an edition came to. `selection` is there in every case but a fault of the schedule or config. */
export type Made =
  | { kind: 'made'; edition: Edition; rendered: RenderedEdition; selection: SectionSelection[] }
  | { kind: 'empty'; found: number; minimum: number; selection: SectionSelection[] }
  | { kind: 'broken'; fault: Fault; selection: SectionSelection[] };

/** An edition that was made, with what it was made from. */
export type GoodEdition = Extract<Made, { kind: 'made' }>;

interface Kept {
  generation: number;
  making: Promise<Made>;
}

interface Rendered {
  templateGeneration: number;
  edition: Edition;
  rendered: RenderedEdition;
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
  readonly #good = new Map<string, GoodEdition>();

  constructor(workspace: Workspace, runs: Pick<RunStore, 'history'>) {
    this.#workspace = workspace;
    this.#runs = runs;
  }

  /** The edition of an instant. Rejects only where the stores cannot be read. */
  make(newsletter: Newsletter, at: string): Promise<Made> {
    const key = `${newsletter.slug} ${at}`;
    const { generation } = this.#workspace;
    const kept = this.#kept.get(key);
    if (kept?.generation === generation) {
      // The last that is asked for stands last.
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept.making;
    }
    const making = this.#make(key, newsletter, at);
    this.#kept.delete(key);
    this.#kept.set(key, { generation, making });
    for (const old of [...this.#kept.keys()].slice(0, -mostKept)) {
      for (const map of [this.#kept, this.#rendered, this.#good]) map.delete(old);
    }
    return making;
  }

  /** Makes the edition that was asked for last again: it is what somebody looks at. */
  remake(): void {
    const last = [...this.#kept.keys()].at(-1)?.split(' ');
    const newsletter = last === undefined ? null : newsletterOf(this.#workspace.config, last[0] ?? '');
    if (newsletter !== null) void this.make(newsletter, last?.[1] ?? '').catch(() => undefined);
  }

  /** The last edition of an instant that could be made. */
  lastGood(newsletter: Newsletter, at: string): GoodEdition | null {
    return this.#good.get(`${newsletter.slug} ${at}`) ?? null;
  }

  async #make(key: string, newsletter: Newsletter, at: string): Promise<Made> {
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
      const made: Made = { kind: 'made', edition, rendered: await this.#render(key, edition), selection };
      this.#good.set(key, made);
      return made;
    } catch (error) {
      return { kind: 'broken', fault: this.#workspace.faultOf(error), selection };
    }
  }

  async #render(key: string, edition: Edition): Promise<RenderedEdition> {
    const { templates, templateGeneration } = this.#workspace;
    const known = this.#rendered.get(key);
    if (known?.templateGeneration === templateGeneration && sameEdition(known.edition, edition)) return known.rendered;
    const rendered = await render(edition, templates, this.#memory);
    this.#rendered.set(key, { templateGeneration, edition, rendered });
    return rendered;
  }
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
