import { importAns } from '../../adapters/import/ans-import.ts';
import type { Article } from '../../core/model/article.ts';
import { publicationSchema } from '../../core/model/config.ts';
import type { LedgerEntry } from '../../core/model/ledger.ts';
import type { OutgoingMessage } from '../../core/model/message.ts';
import { newsletterSchema } from '../../core/model/newsletter.ts';
import { subscriberSchema } from '../../core/model/subscriber.ts';
import type { Mailer } from '../../core/ports.ts';
import { assemble } from '../../core/stages/assemble.ts';
import { checkEdition } from '../../core/stages/check.ts';
import { compileMessagePlan } from '../../core/stages/compose.ts';
import { createComposer } from '../../core/stages/compose-for.ts';
import { partition } from '../../core/stages/partition.ts';
import { render } from '../../core/stages/render.ts';
import { report } from '../../core/stages/report.ts';
import { readBatch, readExclusions, select } from '../../core/stages/select.ts';
import { sendBatch } from '../../core/stages/send.ts';
import { settle } from '../../core/stages/settle.ts';
import { messageIdOf } from '../../core/text/message-id.ts';
import { createTokens } from '../../core/text/token.ts';
import { MemoryArchive } from '../fakes/memory-archive.ts';
import { MemoryLedger } from '../fakes/memory-ledger.ts';
import { MemorySubscriberStore } from '../fakes/memory-subscriber-store.ts';
import { createMemoryTemplates } from '../fakes/memory-template-source.ts';

const at = '2026-03-02T12:00:00.000Z';
const story = `{
  "type": "story",
  "version": "0.10.9",
  "_id": "HARBOUR0001",
  "canonical_url": "/world/harbour-opens/",
  "headlines": { "basic": "Harbour opens after storm" },
  "subheadlines": { "basic": "Ships are in again." },
  "credits": { "by": [ { "type": "author", "name": "Ann Example" } ] },
  "display_date": "2026-03-02T10:30:00Z",
  "taxonomy": { "primary_section": { "type": "section", "_id": "/world", "name": "World" } },
  "content_elements": [
    { "type": "text", "content": "The harbour <b>opened</b> at dawn.<script>alert(1)</script>" }
  ]
}`;
const template = `<mjml lang="{{ edition.language }}">
  <mj-body>
    <mj-section><mj-column>
      <mj-text>Dear {{ recipient.first_name | default: "reader" }},</mj-text>
      {% for section in sections %}{% for article in section.articles %}
      <mj-text><h2>{{ article.headline }}</h2>{{ article.dek }}</mj-text>
      {% endfor %}{% endfor %}
      <mj-text>{{ publication.postalAddress }} · <a href="{{ links.unsubscribe }}">Unsubscribe</a></mj-text>
    </mj-column></mj-section>
  </mj-body>
</mjml>`;
const textTemplate = `Dear {{ recipient.first_name | default: "reader" }},

{% for section in sections %}{% for article in section.articles %}{{ article.headline }}
{{ article.dek }}
{% endfor %}{% endfor %}
{{ publication.postalAddress }}
Unsubscribe: {{ links.unsubscribe }}`;

/** One edition taken through every stage by the real functions, with the clock and the ids held still: docs/tour.md. */
export async function tourMarkdown(): Promise<string> {
  const page = new Page();
  page.say(
    '# Tour',
    '<!-- Written by `npm run docs`, which runs the stages; a test compares. -->',
    'This follows one edition through every stage and shows the value after each. The functions are the program’s own; only the clock and the random ids are held still. Words are those of the [glossary](glossary.md), and [architecture.md](architecture.md) says where each function is.',
  );
  const article = gathered(page);
  const made = await madeEdition(page, article);
  await sentEdition(page, made);
  return page.text();
}

/** Markdown, piece by piece. */
class Page {
  readonly #pieces: string[] = [];

  say(...pieces: string[]): void {
    this.#pieces.push(...pieces);
  }

  /** A value, as JSON. */
  value(value: unknown): void {
    this.code('json', JSON.stringify(value, null, 2));
  }

  code(language: string, text: string): void {
    this.#pieces.push(`\`\`\`${language}\n${text.trimEnd()}\n\`\`\``);
  }

  text(): string {
    return `${this.#pieces.join('\n\n')}\n`;
  }
}

const publication = publicationSchema.parse({
  name: 'The Example Ledger',
  url: 'https://news.example.org',
  postalAddress: '1 Example Way, Springfield',
});

const newsletter = newsletterSchema.parse({
  slug: 'world-brief',
  title: 'World Brief',
  from: 'World Brief <brief@news.example.org>',
  timeZone: 'America/New_York',
  cron: '0 7 * * 1-5',
  template: 'tour',
  sections: [{ title: 'The world', select: { section: '/world', within: '24h', limit: 5 } }],
});

function gathered(page: Page): Article {
  page.say('## 1. gather: a source becomes an article', 'The story, as Arc XP has it:');
  page.code('json', story);
  const bytes = new TextEncoder().encode(story);
  const context = { publicationUrl: publication.url, importedAt: at };
  const result = importAns({ reference: 'harbour.json', bytes }, context);
  const [imported] = result.articles;
  if (imported === undefined) throw new Error(JSON.stringify(result.refused));
  page.say(
    '`pressrun import harbour.json` makes it an `Article`. Whatever came in, this is its shape from now on: every optional field is there, as null where there is nothing; the URL is absolute; the text is sanitised, so that the script is gone.',
  );
  page.value(imported.article);
  page.say('What was kept out, or mended, is said with it:');
  page.value(imported.notes);
  return imported.article;
}

async function madeEdition(page: Page, article: Article) {
  page.say(
    '## 2. assemble: articles become an edition',
    'The newsletter is configuration: Monday to Friday at seven in New York, one section, the world news of the last 24 hours. `assemble` is pure: the same articles, instant and history make the same edition. An older article stands in the store too.',
  );
  const old = { ...article, id: 'OLD', headline: 'Storm closes harbour', publishedAt: '2026-02-28T09:00:00.000Z' };
  const assembled = assemble({ publication, newsletter, articles: [old, article], at, history: [] });
  if (assembled.kind !== 'edition') throw new Error('no edition');
  const { edition, selection } = assembled;
  page.say('The `Edition`, its articles shown by id:');
  const sections = edition.sections.map((section) => ({ ...section, articles: section.articles.map(({ id }) => id) }));
  page.value({ ...edition, lead: edition.lead.id, sections });
  page.say('And why each article is in it or not:');
  page.value(selection);

  page.say('## 3. render: an edition becomes HTML and text', 'The template is Liquid in MJML:');
  page.code('html', template);
  const templates = createMemoryTemplates({
    'templates/editions/tour.mjml': template,
    'templates/editions/tour.txt': textTemplate,
  });
  const rendered = await render(edition, templates);
  page.say(
    'The `RenderedEdition` holds the HTML, the text, the subject and the preheader. What differs between readers is a *marker*, whose letters come from the edition’s content. The revision is the hash of the edition and its templates: the same revision is the same bytes. The text part:',
  );
  page.code('text', rendered.text);
  page.say('The rest of it, without the HTML:');
  const { html, text, ...rest } = rendered;
  page.value(rest);
  page.say(`The HTML has ${html.length.toLocaleString('en-US')} characters, of which these are the reader’s line:`);
  page.code('html', /<div[^>]*>Dear [^<]*<\/div>/.exec(html)?.[0] ?? '');
  page.say(
    '## 4. check: may it be sent?',
    'No findings: it has an unsubscribe link and a postal address, weighs little, and has a subject.',
  );
  page.value(checkEdition(edition, rendered, publication));
  return { edition, rendered };
}

async function sentEdition(page: Page, { edition, rendered }: Awaited<ReturnType<typeof madeEdition>>): Promise<void> {
  const subscribers = new MemorySubscriberStore();
  await subscribers.save([reader('ann', 'active'), reader('bo', 'active'), reader('cy', 'unsubscribed')]);
  const archive = new MemoryArchive();
  const ledger = new MemoryLedger();
  const clock = { now: () => Date.parse(at), sleep: () => Promise.resolve() };
  const issued: string[] = [];
  const ids = { next: () => `id-${String(issued.push('')).padStart(3, '0')}` };

  page.say('## 5. select: who it is for', 'Three people have a standing in the newsletter:');
  page.value(['ann', 'bo', 'cy'].map((name) => ({ id: name, status: name === 'cy' ? 'unsubscribed' : 'active' })));
  const { batchSize } = partition(null);
  const audience = await select(
    edition.id,
    { subscribers, archive, clock, ids },
    { newsletter: 'world-brief', batchSize },
  );
  page.say('The `Audience`, frozen in the archive. `candidates = recipients + exclusions`.');
  page.value(audience);
  const batch = await readBatch(audience, 1, archive);
  page.say('Its batch holds ids only: address, fields and status are read just before each claim.');
  page.value(batch);
  const exclusions = [];
  for await (const some of readExclusions(audience, archive)) exclusions.push(...some);
  page.say('And who was left out, with the reason:');
  page.value(exclusions);

  const secret = new TextEncoder().encode('the tour’s key is no secret to anyone');
  const tokens = createTokens([{ id: 'tour', secret }]);
  const compose = createComposer({ publication, newsletter, rendered, tokens, at: clock.now() });
  const plan = compileMessagePlan(rendered, {
    from: newsletter.from,
    replyTo: null,
    newsletter: { slug: newsletter.slug, title: newsletter.title },
    host: 'news.example.org',
  });
  page.say(
    '## 6. compose: one message a recipient',
    `The edition is compiled once into a \`MessagePlan\`: ${plan.pieces.length} pieces that are encoded already, with a slot between each two. For a recipient only the slots are encoded, and all is joined. The message to Ann begins:`,
  );
  const [ann] = [...(await subscribers.dispatchable(['ann'])).values()];
  if (ann === undefined) throw new Error('no Ann');
  const messageAt = { messageId: messageIdOf(edition.id, 'ann'), at };
  const bytes = new TextDecoder().decode(compose(ann, messageAt).bytes());
  page.code('text', bytes.split('\r\n').slice(0, 26).join('\n'));

  page.say(
    '## 7. send: claim, act, record',
    'For each recipient a claim is written first, with a fresh attempt id; then the message is handed over, once; then the outcome is recorded. Here the provider takes Ann’s message, and the connection breaks in the middle of Bo’s.',
  );
  const handed: OutgoingMessage[] = [];
  const claimed: (LedgerEntry | undefined)[] = [];
  const mailer: Mailer = {
    send: async (message) => {
      handed.push(message);
      claimed.push({ ...entryOf(ledger, edition.id, message.subscriberId) });
      return message.subscriberId === 'ann'
        ? { kind: 'response', status: 200, providerMessageId: 'provider-1', code: null, detail: null }
        : { kind: 'broken', detail: 'ECONNRESET' };
    },
    quota: async () => ({ maxPerSecond: null, remaining: null }),
    evidence: async ({ attemptId }) =>
      handed.some((message) => message.attemptId === attemptId) ? 'accepted' : 'refused',
  };
  const ports = { ledger, subscribers, mailer, clock, ids, random: () => 0.5 };
  const options = { newsletter: 'world-brief', from: newsletter.from.address, ratePerSecond: null };
  const result = await sendBatch(batch, compose, ports, options);
  page.say('The ledger’s entry for Ann when her message was handed over:');
  page.value(claimed[0]);
  page.say('And after it:');
  page.value(entryOf(ledger, edition.id, 'ann'));
  page.say('Bo’s: the provider may have his message or not, and nobody knows.');
  page.value(entryOf(ledger, edition.id, 'bo'));
  page.say('What the batch came to:');
  page.value(result);

  page.say(
    '## 8. settle: evidence decides',
    'Nothing but evidence turns uncertain into something else. The outbox’s is a file; SES’s is an event that carries the attempt’s id. Here there is some: the message was taken after all. Without it the entry would stay uncertain, be reported, and wait for a person.',
  );
  page.value(await settle(edition.id, ports, { claimedBefore: '2026-03-02T12:00:00.001Z' }));
  page.value(entryOf(ledger, edition.id, 'bo'));
  page.say(
    '## 9. report: derived, never kept',
    'Counted from the audience and the ledger each time it is asked for. `recipients = accepted + rejected + deferred + uncertain + withheld + unattempted`; a ledger for which that does not hold is refused.',
  );
  page.value(await report(edition.id, { ledger, archive }));
}

function entryOf(ledger: MemoryLedger, editionId: string, subscriberId: string): LedgerEntry {
  const entry = ledger.peek(editionId, subscriberId);
  if (entry === undefined) throw new Error(`no entry of ${subscriberId}`);
  return entry;
}

function reader(name: string, status: 'active' | 'unsubscribed') {
  return subscriberSchema.parse({
    id: name,
    email: `${name}@example.com`,
    newsletters: [{ slug: 'world-brief', status, since: at }],
    attributes: { first_name: name === 'ann' ? 'Ann' : 'Bo' },
    locale: null,
    timeZone: null,
    consent: null,
    createdAt: at,
  });
}
