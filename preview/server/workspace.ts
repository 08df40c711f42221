import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type LoadedConfig, loadConfig } from '../../adapters/local/config-file.ts';
import { createFolderTemplates, kitFolder } from '../../adapters/local/folder-templates.ts';
import type { Config, Publication } from '../../core/model/config.ts';
import type { ArticleStore, SubscriberStore } from '../../core/ports.ts';
import { sha256 } from '../../core/text/hash.ts';
import type { ChangeEvent, Fault, Notice } from '../view.ts';
import { ArticleShelf } from './article-shelf.ts';
import { ArticleSources } from './article-sources.ts';
import { CachedTemplates } from './cached-templates.ts';
import { type ChangeKind, changeOf, type Places } from './change-of.ts';
import { faultOf, textBeside } from './fault.ts';
import { SampleRecipients, sampleFiles } from './sample-recipients.ts';
import { SiteFiles, siteFolders } from './site-files.ts';

export interface WorkspaceOptions {
  /** The config as given; null: the default names are looked for in `folder`. */
  config: string | null;
  /** Where the command was called. */
  folder: string;
  /** The article store's folder. */
  articlesFolder: string;
  articles: Pick<ArticleStore, 'get' | 'put'>;
  subscribers: Pick<SubscriberStore, 'all' | 'byId'>;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** What editions are made from, as it is on this machine now; a file that changes is read again, and no other. */
export class Workspace {
  readonly articles: ArticleShelf;
  readonly #options: WorkspaceOptions;
  readonly #sources: ArticleSources;
  #loaded: LoadedConfig;
  #configFault: Fault | null = null;
  #templates: CachedTemplates;
  #site: SiteFiles;
  #recipients: SampleRecipients;
  /** By file, of what was taken in; null: there was none. */
  readonly #hashes = new Map<string, string | null>();
  #generation = 1;
  #templateGeneration = 1;

  /** @throws {PressrunError} `CONFIG_NOT_FOUND`, `CONFIG_INVALID`: there is nothing to show yet. */
  static async open(options: WorkspaceOptions): Promise<Workspace> {
    return new Workspace(options, await loadConfig(options.config, options.folder));
  }

  private constructor(options: WorkspaceOptions, loaded: LoadedConfig) {
    this.#options = options;
    this.#loaded = loaded;
    this.articles = new ArticleShelf(options.articlesFolder);
    this.#sources = new ArticleSources([options.folder, loaded.folder], options.articles, options.now);
    this.#templates = new CachedTemplates(createFolderTemplates(loaded.folder));
    this.#site = new SiteFiles(loaded.folder, loaded.config.publication.url);
    this.#recipients = new SampleRecipients(loaded.folder, options.subscribers);
  }

  /** The last config that was good. */
  get loaded(): LoadedConfig {
    return this.#loaded;
  }

  get config(): Config {
    return this.#loaded.config;
  }

  get publication(): Publication {
    return this.#loaded.config.publication;
  }

  /** The config's folder. */
  get folder(): string {
    return this.#loaded.folder;
  }

  get templates(): CachedTemplates {
    return this.#templates;
  }

  get site(): SiteFiles {
    return this.#site;
  }

  get recipients(): SampleRecipients {
    return this.#recipients;
  }

  /** Counts up with every change. */
  get generation(): number {
    return this.#generation;
  }

  /** Counts up with every change of a template. */
  get templateGeneration(): number {
    return this.#templateGeneration;
  }

  get configFault(): Fault | null {
    return this.#configFault;
  }

  notices(): Notice[] {
    const sample = this.#recipients.notice;
    return [...this.articles.notices(), ...this.#sources.notices(), ...(sample === null ? [] : [sample])];
  }

  faultOf(error: unknown): Fault {
    return faultOf(error, (file) => this.#templates.file(file)?.source ?? textBeside(this.folder, file));
  }

  /** Reads every article. */
  async fill(): Promise<void> {
    await this.articles.fill();
    this.#sources.follow(this.articles.all());
    this.#generation += 1;
  }

  /** Where things lie, for `changeOf` and for whoever watches them. */
  places(): Places {
    const { file, folder, config } = this.#loaded;
    const templates = [path.join(folder, 'templates'), kitFolder()];
    const named = config.newsletters.map(({ template }) => template).filter((template) => template.endsWith('.mjml'));
    return {
      config: file,
      templates: [...new Set(templates)],
      templateFiles: named.flatMap((name) =>
        ['mjml', 'txt'].map((part) => path.resolve(folder, name.replace(/mjml$/, part))),
      ),
      articles: this.#options.articlesFolder,
      articleSources: this.#sources.files(),
      recipients: sampleFiles.map((name) => path.join(folder, name)),
      site: siteFolders.map((name) => path.join(folder, name)),
    };
  }

  /**
   * Takes in files that changed, came or went.
   *
   * @returns what is different now; null where nothing is.
   */
  async take(files: readonly string[]): Promise<ChangeEvent | null> {
    const places = this.places();
    const kinds = new Set<ChangeEvent['kinds'][number]>();
    const names: string[] = [];
    for (const file of new Set(files)) {
      const kind = changeOf(file, places);
      if (kind === null) continue;
      const name = await this.#take(file, kind);
      if (name === null) continue;
      kinds.add(kind === 'article-source' ? 'article' : kind);
      names.push(name);
    }
    if (kinds.size === 0) return null;
    if (kinds.has('article')) this.#sources.follow(this.articles.all());
    this.#generation += 1;
    return { generation: this.#generation, kinds: [...kinds], names };
  }

  /** @returns what to call it; null where nothing changed. */
  async #take(file: string, kind: ChangeKind): Promise<string | null> {
    switch (kind) {
      case 'article':
        return this.articles.read(file);
      case 'article-source':
        // What is taken in is a change of the store, which is watched too.
        return (await this.#sources.read(file, this.publication.url)) ? path.basename(file) : null;
      case 'template':
        if (!(await this.#templates.forget(file))) return null;
        this.#templateGeneration += 1;
        return path.basename(file);
      case 'config':
        return (await this.#differs(file)) ? this.#readConfig() : null;
      case 'recipients':
        if (!(await this.#differs(file))) return null;
        this.#recipients.forget();
        return path.basename(file);
      case 'picture':
        return (await this.#differs(file)) ? path.basename(file) : null;
    }
  }

  /** Whether a file is another than when it was last taken in, as far as is known. */
  async #differs(file: string): Promise<boolean> {
    const bytes = await readFile(file).catch(() => null);
    const hash = bytes === null ? null : sha256(bytes);
    if (this.#hashes.has(file) && this.#hashes.get(file) === hash) return false;
    this.#hashes.set(file, hash);
    return true;
  }

  async #readConfig(): Promise<string> {
    try {
      const loaded = await loadConfig(this.#loaded.file, this.#options.folder);
      this.#configFault = null;
      this.#loaded = loaded;
      this.#site = new SiteFiles(loaded.folder, loaded.config.publication.url);
    } catch (error) {
      this.#configFault = this.faultOf(error);
    }
    return path.basename(this.#loaded.file);
  }
}
