import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Preview } from '../../../preview/server/preview.ts';
import type {
  EditionAnswer,
  OutboxMessageAnswer,
  PublicationAnswer,
  RecipientsAnswer,
  WhyAnswer,
} from '../../../preview/view.ts';
import { bundlePage } from '../page-bundle.ts';
import { PreviewPublication } from '../room.ts';

// One preview serves all of these: each leaves its sources as they were.

const publication = new PreviewPublication();
const edition = 'newsletter=world-brief&date=2026-03-02';
let preview: Preview;
let end: () => void = () => {};
let served: Promise<void>;

beforeAll(async () => {
  await publication.articles('Harbour opens', 'Gates hold');
  const assets = await bundlePage();
  await new Promise<void>((ready, failed) => {
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    served = publication.served(assets, async (running) => {
      preview = running;
      ready();
      await ended;
    });
    served.catch(failed);
  });
});

afterAll(async () => {
  end();
  await served;
  publication.remove();
});

function get(pathname: string, init: RequestInit = {}): Promise<Response> {
  return fetch(new URL(pathname, preview.url), init);
}

async function answer<T>(pathname: string): Promise<T> {
  return (await (await get(pathname)).json()) as T;
}

/** `fetch` writes these headers itself. */
function statusWith(headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    httpRequest(preview.url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

/** Looks again until all of it holds: a save comes as several changes, of which no one is the last. */
async function eventually(holds: () => Promise<void>): Promise<void> {
  for (const deadline = Date.now() + 20_000; ; ) {
    try {
      await holds();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }
}

describe('who may ask', () => {
  test('a name that is not this machine’s is refused', async () => {
    await expect(statusWith({ host: 'rebound.example' })).resolves.toBe(403);
    await expect(statusWith({ host: 'localhost:1' })).resolves.toBe(200);
  });

  test('another site’s script is refused, a person who follows a link is not', async () => {
    const asked = (mode: string) => statusWith({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode });
    await expect(asked('cors')).resolves.toBe(403);
    await expect(asked('navigate')).resolves.toBe(200);
  });

  test('the page runs its own script alone, and an edition none', async () => {
    const page = (await get('/')).headers.get('content-security-policy') ?? '';
    expect(page).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(page).not.toContain('unsafe');
    const shown = (await get('/editions/world-brief/2026-03-02/html')).headers.get('content-security-policy') ?? '';
    expect(shown).toContain('sandbox allow-same-origin;');
    expect(shown).not.toContain('script-src');
  });

  test('nothing is sent without the token of this start', async () => {
    const body = JSON.stringify({
      newsletter: 'world-brief',
      date: '2026-03-02',
      at: null,
      address: 'ann@example.com',
      recipient: 'sample',
    });
    const response = await get('/api/test', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'x-pressrun-token': 'guessed' },
    });
    expect(response.status).toBe(403);
    expect((await answer<{ boxes: unknown[] }>('/api/outbox')).boxes).toEqual([]);
  });
});

describe('editions', () => {
  test('begin with the one that has articles', async () => {
    const { start, newsletters } = await answer<PublicationAnswer>('/api/publication');
    expect(start).toEqual({ newsletter: 'world-brief', date: '2026-03-02', at: null });
    expect(newsletters[0]?.editions.find(({ date }) => date === '2026-03-02')).toMatchObject({
      articles: 2,
      enough: true,
      run: null,
    });
    expect(newsletters[0]?.editions.some(({ when }) => when === 'coming')).toBe(true);
  });

  test('are at their addresses in every part, for any recipient', async () => {
    const part = async (name: string, query = '') =>
      (await get(`/editions/world-brief/2026-03-02/${name}?${query}`)).text();
    expect(await part('html')).toContain('Dear reader');
    expect(await part('html', 'recipient=row-2')).toContain('Dear Ann');
    expect(await part('txt')).toContain('https://news.example.org/unsubscribe/');
    expect(await part('eml', 'recipient=row-3')).toMatch(/^To: bo@example\.com\r$/m);
    expect(JSON.parse(await part('json'))).toMatchObject({ id: 'world-brief/2026-03-02' });
    expect(await part('html', 'recipient=longest')).toMatch(/Dear [^<,]{190,200},/);
  });

  test('travel in time with the articles there are now', async () => {
    const before = await answer<EditionAnswer>(`/api/edition?${edition}&at=2026-03-02T09:00:00Z`);
    expect(before).toMatchObject({ edition: null, empty: { found: 0, minimum: 1 } });
    const why = await answer<WhyAnswer>(`/api/why?${edition}&at=2026-03-02T09:00:00Z`);
    expect(why.sections[0]?.considered.map(({ leftOut }) => leftOut?.reason)).toEqual(['future', 'future']);
  });

  test.each([
    ['/editions/nobody/2026-03-02/html', 404],
    ['/editions/world-brief/yesterday/html', 404],
    ['/editions/world-brief/2026-03-02/pdf', 404],
    ['/api/edition?newsletter=world-brief&date=2026-03-02&theme=pink', 400],
    ['/api/edition?newsletter=world-brief&date=2026-03-02&at=now', 400],
    ['/site/../pressrun.config.json', 404],
    ['/site/%2e%2e/subscribers.csv', 404],
    ['/site/pictures/..%2f..%2f..%2fetc/passwd.png', 404],
    ['/assets/..%2fpage.js', 404],
    ['/api/outbox/message?file=../keys.json', 404],
    ['/api/outbox/message?file=test/../../x.eml', 404],
  ])('%s: %d', async (pathname, status) => {
    expect((await get(pathname)).status).toBe(status);
  });

  test('show the site’s pictures that lie beside the config', async () => {
    const picture = await get('/site/pictures/dot.png');
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect((await get('/site/pictures/none.png')).status).toBe(404);
  });
});

describe('recipients', () => {
  test('are searched by all that is known of them', async () => {
    const { recipients } = await answer<RecipientsAnswer>('/api/recipients?q=shelby');
    expect(recipients.map(({ id, name }) => [id, name])).toEqual([['row-3', 'Bo']]);
    const all = await answer<RecipientsAnswer>('/api/recipients');
    expect(all.recipients.map(({ id }) => id)).toEqual(['sample', 'longest', 'row-2', 'row-3']);
  });
});

describe('what changes', () => {
  const template = () => path.join(publication.folder, 'templates/editions/shown.mjml');
  const html = async () => (await answer<EditionAnswer>(`/api/edition?${edition}`)).edition?.html ?? '';

  test('a template’s fault is told with its file, line and the lines around it, over the last good edition', async () => {
    await html();
    const good = readFileSync(template(), 'utf8');
    writeFileSync(template(), good.replace('article.headline', 'article.headlime'));
    await eventually(async () => {
      const broken = await answer<EditionAnswer>(`/api/edition?${edition}`);
      expect(broken.stale).toBe(true);
      expect(broken.edition?.html).toContain('Harbour opens');
      const [place] = broken.fault?.places ?? [];
      expect(place).toMatchObject({ file: 'templates/editions/shown.mjml', got: 'unknown field article.headlime' });
      expect(place?.lines.find(({ number }) => number === place.line)?.text).toContain('article.headlime');
    });
    writeFileSync(template(), good);
    await eventually(async () => {
      expect(await answer<EditionAnswer>(`/api/edition?${edition}`)).toMatchObject({ fault: null, stale: false });
    });
  });

  test('an article is read again alone; one that is no longer an article keeps its last good version, and is noted', async () => {
    const folder = path.join(publication.data, 'articles');
    const file =
      readdirSync(folder)
        .map((name) => path.join(folder, name))
        .find((name) => readFileSync(name, 'utf8').includes('Harbour opens')) ?? '';
    const good = readFileSync(file, 'utf8');
    writeFileSync(file, good.replace('Harbour opens', 'Harbour shuts'));
    await eventually(async () => {
      expect(await html()).toContain('Harbour shuts');
    });
    writeFileSync(file, '{ "headline": ');
    await eventually(async () => {
      const answered = await answer<EditionAnswer>(`/api/edition?${edition}`);
      expect(answered.edition?.html).toContain('Harbour shuts');
      expect(answered.notices).toEqual([{ file, message: expect.stringContaining('not JSON') }]);
    });
    writeFileSync(file, good);
    await eventually(async () => {
      expect((await answer<EditionAnswer>(`/api/edition?${edition}`)).notices).toEqual([]);
    });
  });

  test('the file that an article was imported from is imported again, under the same id', async () => {
    const source = publication.write('desk/tide.md', markdown('Tide turns'));
    await publication.run(['import', source]);
    await eventually(async () => expect(await html()).toContain('Tide turns'));
    writeFileSync(source, markdown('Tide returns'));
    await eventually(async () => expect(await html()).toContain('Tide returns'));
    expect(await html()).not.toContain('Tide turns');
  });

  test('the config: another subject, and a fault that leaves the last good one standing', async () => {
    const file = path.join(publication.folder, 'pressrun.config.json');
    const good = readFileSync(file, 'utf8');
    const config = JSON.parse(good) as { newsletters: { subject?: string }[] };
    for (const newsletter of config.newsletters) newsletter.subject = 'News of {{ edition.on }}';
    writeFileSync(file, JSON.stringify(config));
    await eventually(async () => {
      expect((await answer<EditionAnswer>(`/api/edition?${edition}`)).edition?.subject).toBe('News of 2026-03-02');
    });
    writeFileSync(file, good.replace('"timeZone"', '"timeZome"'));
    await eventually(async () => {
      const answered = await answer<EditionAnswer>(`/api/edition?${edition}`);
      expect(answered.fault).toMatchObject({ code: 'CONFIG_INVALID' });
      expect(answered.edition?.subject).toBe('News of 2026-03-02');
    });
    writeFileSync(file, good);
    await eventually(async () => {
      expect((await answer<EditionAnswer>(`/api/edition?${edition}`)).fault).toBeNull();
    });
  });

  test('the sample subscribers', async () => {
    publication.write('subscribers.csv', 'email,first_name\ncy@example.com,Cy\n');
    await eventually(async () => {
      expect((await answer<RecipientsAnswer>('/api/recipients?q=cy')).recipients.map(({ name }) => name)).toEqual([
        'Cy',
      ]);
    });
  });
});

describe('a test message', () => {
  test('goes to the mailer that the config names, with the values of whom it is shown to, and can be read in the outbox', async () => {
    const token = /name="token" content="([^"]+)"/.exec(await (await get('/')).text())?.[1] ?? '';
    const post = (address: string) =>
      get('/api/test', {
        method: 'POST',
        body: JSON.stringify({
          newsletter: 'world-brief',
          date: '2026-03-02',
          at: null,
          address,
          recipient: 'longest',
        }),
        headers: { 'content-type': 'application/json', 'x-pressrun-token': token },
      });
    expect((await post('nobody')).status).toBe(400);
    expect(await (await post('Ann@Example.com')).json()).toEqual({ state: 'accepted', detail: null, by: 'the outbox' });
    const { messages } = await answer<{ messages: { file: string; to: string }[] }>('/api/outbox/messages?box=test');
    expect(messages).toHaveLength(1);
    const message = await answer<OutboxMessageAnswer>(`/api/outbox/message?file=test/${messages[0]?.file}`);
    expect(message.to).toBe('Ann@example.com');
    expect(message.html).toMatch(/Dear Wolfe/);
    expect(message.headers.find(({ name }) => name === 'List-Unsubscribe')?.explained).toContain('RFC 2369');
  });
});

function markdown(headline: string): string {
  return `---\ntitle: ${headline}\ndate: 2026-03-02T10:30:00Z\n---\nIt does.\n`;
}
