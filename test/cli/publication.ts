import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createFolderArticleStore } from '../../adapters/local/folder-article-store.ts';
import { runCommandLine } from '../../cli/command-line.ts';
import { definitions, families } from '../../cli/commands.ts';
import { type LocalPorts, withLocalPorts } from '../../cli/local-ports.ts';
import { articleSchema } from '../../core/model/article.ts';
import { subscriberSchema } from '../../core/model/subscriber.ts';
import { type Listener, recordingTerminal } from '../fakes/recording-terminal.ts';

/** The instant of the edition that the tests send. */
export const at = '2026-03-02T07:00:00-05:00';
export const editionId = 'world-brief/2026-03-02';

const html = `<mjml><mj-body><mj-section><mj-column>
  {% for section in sections %}{% for article in section.articles %}
  <mj-text><h2>{{ article.headline }}</h2></mj-text>{% endfor %}{% endfor %}
  <mj-text>Dear {{ recipient.first_name | default: "reader" }}, <a href="{{ links.unsubscribe }}">leave</a>.
  {{ publication.postalAddress }}</mj-text>
</mj-column></mj-section></mj-body></mjml>`;

const text = `{% for section in sections %}{% for article in section.articles %}{{ article.headline }}
{% endfor %}{% endfor %}
Leave: {{ links.unsubscribe }}
{{ publication.postalAddress }}
`;

/** What a command line came to. */
export interface Outcome {
  exit: number;
  output: string;
  notes: string;
  questions: readonly string[];
  /** The result, of a call with `--json`. */
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of the shape
  json: any;
}

/** A small publication in a temporary folder, and its command line. */
export class TestPublication {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'pressrun-cli-'));
  readonly data = path.join(this.folder, '.pressrun');

  constructor(newsletter: object = {}) {
    const first = {
      slug: 'world-brief',
      title: 'World Brief',
      from: 'World Brief <brief@news.example.org>',
      timeZone: 'America/New_York',
      cron: '0 7 * * 1-5',
      template: 'plain',
      sections: [{ title: 'Today', select: { within: '24h', limit: 5 } }],
      ...newsletter,
    };
    const config = {
      publication: { name: 'The Example Ledger', url: 'https://news.example.org', postalAddress: '1 Example Way' },
      ses: { region: 'us-east-1' },
      newsletters: [first, { ...first, slug: 'evening-brief', title: 'Evening Brief', cron: null }],
    };
    this.write('pressrun.config.json', JSON.stringify(config));
    this.write('templates/editions/plain.mjml', html);
    this.write('templates/editions/plain.txt', text);
  }

  write(name: string, content: string): string {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  read(name: string): string {
    return readFileSync(path.join(this.folder, name), 'utf8');
  }

  /** The messages of an edition. */
  outboxFiles(edition: string): string[] {
    const folder = path.join(this.data, 'outbox', edition);
    return readdirSync(folder).map((name) => path.join(folder, name));
  }

  /** Stores articles, published on the edition’s morning. */
  async articles(...headlines: string[]): Promise<void> {
    await this.articlesAt('2026-03-02T10:00:00Z', ...headlines);
  }

  async articlesAt(publishedAt: string, ...headlines: string[]): Promise<void> {
    const store = createFolderArticleStore(path.join(this.data, 'articles'));
    for (const headline of headlines) {
      const id = headline.toLowerCase().replaceAll(' ', '-');
      const source = { format: 'json', reference: 'test' } as const;
      await store.put(articleSchema.parse({ id, headline, publishedAt, source }));
    }
  }

  /** Stores `active` readers, reader1@example.com and on, and one who left. */
  async subscribers(active: number): Promise<void> {
    const since = '2026-01-01T00:00:00Z';
    const reader = (name: string, status: 'active' | 'unsubscribed') =>
      subscriberSchema.parse({
        id: name,
        email: `${name}@example.com`,
        newsletters: [{ slug: 'world-brief', status, since }],
        attributes: { first_name: name },
        locale: null,
        timeZone: null,
        consent: { source: 'test', at: since },
        createdAt: since,
      });
    const readers = Array.from({ length: active }, (_, index) => reader(`reader${index + 1}`, 'active'));
    await this.local((local) => local.subscribers.save([...readers, reader('gone', 'unsubscribed')]));
  }

  local<T>(use: (local: LocalPorts) => Promise<T>): Promise<T> {
    return withLocalPorts(this.data, use);
  }

  /**
   * Runs a command line in the publication’s folder.
   *
   * @param answer - to a question; null: nobody is there.
   * @param watched - Ctrl-C, and what is told of what is printed.
   */
  async run(
    argv: readonly string[],
    answer: boolean | null = null,
    watched: Listener & { interruption?: AbortSignal } = {},
  ): Promise<Outcome> {
    const terminal = recordingTerminal(argv.includes('--json'), answer, watched);
    const exit = await runCommandLine(
      argv,
      { version: '0.0.0', definitions, families },
      {
        folder: this.folder,
        debug: false,
        terminal: () => terminal,
        interruption: () => watched.interruption ?? new AbortController().signal,
      },
    );
    const { output, notes, questions } = terminal;
    return { exit, output, notes, questions, json: terminal.json && output !== '' ? JSON.parse(output) : null };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
