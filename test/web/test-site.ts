import { createFolderTemplates } from '../../adapters/local/folder-templates.ts';
import { createMemoryLimits } from '../../adapters/local/memory-limits.ts';
import { configSchema } from '../../core/model/config.ts';
import type { Edition } from '../../core/model/edition.ts';
import type { OutgoingMessage } from '../../core/model/message.ts';
import type { Run } from '../../core/model/run.ts';
import type { Subscriber } from '../../core/model/subscriber.ts';
import { archiveEdition } from '../../core/stages/make-edition.ts';
import { render } from '../../core/stages/render.ts';
import { newsletterKey } from '../../core/text/hash.ts';
import { createTokens, expiryDay, type TokenPurpose } from '../../core/text/token.ts';
import { createWebApp } from '../../web/app.ts';
import type { WebPorts } from '../../web/site.ts';
import { article, edition } from '../core/stages/render-editions.ts';
import { MemoryArchive } from '../fakes/memory-archive.ts';
import { MemoryFeedbackStore } from '../fakes/memory-feedback-store.ts';
import { MemoryLedger } from '../fakes/memory-ledger.ts';
import { MemorySubscriberStore } from '../fakes/memory-subscriber-store.ts';
import { root } from '../source.ts';

/** 2026-11-23, noon. */
export const noon = Date.parse('2026-11-23T12:00:00.000Z');

const newsletter = {
  slug: 'world-brief',
  title: 'World Brief',
  description: 'The world before breakfast.',
  from: 'World Brief <brief@news.example.org>',
  timeZone: 'America/New_York',
  template: 'brief',
  sections: [{ title: 'Today', select: {} }],
};

/** The readers' pages of a small publication, with everything outside in memory. */
export class TestSite {
  readonly subscribers = new MemorySubscriberStore();
  readonly archive = new MemoryArchive();
  readonly ledger = new MemoryLedger();
  readonly feedback = new MemoryFeedbackStore();
  readonly letters: OutgoingMessage[] = [];
  readonly events: string[] = [];
  readonly erased: string[] = [];
  readonly runs = new Map<string, Run>();
  readonly tokens = createTokens([{ id: 'k1', secret: new Uint8Array(32).fill(1) }]);
  readonly config;
  readonly app;
  now = noon;
  /** What the mailer does instead of taking letters. */
  mailerFails = false;

  constructor(publication: object = {}, inletOf?: (site: TestSite) => NonNullable<WebPorts['inlet']>) {
    this.config = configSchema.parse({
      publication: {
        name: 'The Example Ledger',
        url: 'https://news.example.org',
        postalAddress: '1 Example Way, Springfield',
        look: { accent: '#0b5d3b' },
        ...publication,
      },
      newsletters: [
        newsletter,
        { ...newsletter, slug: 'weekly', title: 'The Week in Full', description: null, publicArchive: false },
        { ...newsletter, slug: 'qissat', title: 'قصة اليوم', description: 'قصة واحدة كاملة.', language: 'ar' },
      ],
    });
    let ids = 0;
    const ports: WebPorts = {
      subscribers: this.subscribers,
      archive: this.archive,
      feedback: this.feedback,
      runs: {
        get: async (id) => this.runs.get(id) ?? null,
        list: async (slug) => [...this.runs.values()].filter((run) => run.newsletter === slug),
      },
      mailer: () => ({
        send: async (message) => {
          if (this.mailerFails) return { kind: 'no-connection', detail: 'ECONNREFUSED' };
          this.letters.push(message);
          return { kind: 'response', status: 200, providerMessageId: 'p', code: null, detail: null };
        },
      }),
      templates: createFolderTemplates(root),
      ledger: this.ledger,
      tokens: this.tokens,
      limits: createMemoryLimits({ now: () => this.now }),
      clock: { now: () => this.now, sleep: async () => {} },
      ids: { next: () => `id${++ids}` },
      erasers: [
        {
          erase: async ({ email }) => {
            this.erased.push(email);
            return { what: 'messages', count: 1 };
          },
        },
      ],
      ...(inletOf && { inlet: inletOf(this) }),
      log: ({ event, detail }) => this.events.push(`${event}: ${detail}`),
    };
    this.app = createWebApp(this.config, ports);
  }

  /** Saves a reader of world-brief. */
  async reader(change: Partial<Subscriber> = {}): Promise<Subscriber> {
    const at = '2026-01-01T00:00:00.000Z';
    const reader: Subscriber = {
      id: 'ann',
      email: 'ann@example.com',
      newsletters: [{ slug: 'world-brief', status: 'active', since: at }],
      attributes: { first_name: 'Ann' },
      locale: null,
      timeZone: null,
      consent: { source: 'test', at },
      createdAt: at,
      ...change,
    };
    await this.subscribers.save([reader]);
    return reader;
  }

  /** Somebody's standing, or undefined. */
  async standing(slug = 'world-brief', id = 'ann'): Promise<string | undefined> {
    return (await this.subscribers.byId(id))?.newsletters.find((each) => each.slug === slug)?.status;
  }

  /** The path of a reader's link. */
  link(
    purpose: TokenPurpose,
    slugs: readonly string[] = ['world-brief'],
    id = 'ann',
    date: string | null = '2026-11-23',
  ): string {
    const newsletters = slugs.map(newsletterKey);
    const token = this.tokens.sign({
      purpose,
      subscriberId: id,
      newsletters,
      edition: date,
      expiresOnDay: expiryDay(noon, 366),
    });
    return `/${purpose}/${token}`;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return Promise.resolve(this.app.request(path, { headers }));
  }

  post(
    path: string,
    fields: Record<string, string> | [string, string][],
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return Promise.resolve(this.app.request(path, { method: 'POST', body: new URLSearchParams(fields), headers }));
  }

  /** The letter that went last, decoded: its headers as they are, and the text part. */
  lastLetter(): { to: string; subject: string; text: string; links: string[] } {
    const last = this.letters.at(-1);
    if (last === undefined) throw new Error('no letter went');
    const message = new TextDecoder().decode(last.message.bytes());
    const subject = /^Subject: (.*)$/m.exec(message)?.[1]?.trim() ?? '';
    const text = message
      .slice(message.indexOf('text/plain'), message.indexOf('text/html'))
      .replaceAll('=\r\n', '')
      .replaceAll('=3D', '=');
    return { to: last.to, subject, text, links: text.match(/https?:\/\/\S+/g) ?? [] };
  }

  /** Makes an edition of world-brief and its run. */
  async publish(
    date: string,
    headline: string,
    change: Partial<Run> = {},
    slug = 'world-brief',
    more: Partial<Edition> = {},
  ): Promise<void> {
    const id = `${slug}/${date}`;
    const at = `${date.slice(0, 10)}T12:00:00.000Z`;
    const made = edition({
      id,
      at,
      on: date.slice(0, 10),
      sections: [{ title: 'Today', layout: 'list', articles: [article({ headline })] }],
      subject: '{{ lead.headline }}',
      preheader: 'Good morning, {{ recipient.first_name | default: "reader" }}.',
      ...more,
    });
    const rendered = await render(made, createFolderTemplates(root));
    await archiveEdition({ edition: made, rendered }, this.archive);
    this.runs.set(id, {
      editionId: id,
      newsletter: slug,
      at,
      state: 'finished',
      step: 'report',
      revision: rendered.revision,
      startedAt: at,
      updatedAt: at,
      finishedAt: at,
      hold: null,
      detail: null,
      ratePerSecond: null,
      ...change,
    });
  }
}
