import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { PressrunError } from '../../core/errors.ts';
import { instantSchema } from '../../core/model/scalars.ts';
import { type EditionQuery, type Fault, themes } from '../view.ts';
import type { Assets } from './assets.ts';
import { checksAnswer, type SlowChecks } from './checks-answers.ts';
import {
  editionAnswer,
  filled,
  findEdition,
  messageBytes,
  recipientOf,
  shownHtml,
  whyAnswer,
} from './edition-answers.ts';
import type { Events } from './events.ts';
import { feed } from './feed.ts';
import { editionPolicy, guard } from './guard.ts';
import { messageSource } from './message-source.ts';
import { Outbox } from './outbox.ts';
import { publicationAnswer } from './publication-answer.ts';
import type { Room } from './room.ts';
import { carriesToken, sendTestMessage } from './test-message.ts';

export interface AppOptions {
  room: Room;
  events: Events;
  slowChecks: SlowChecks;
  assets: Assets;
  /** Of this start: what a request that does something must carry. */
  token: string;
}

const querySchema = z.object({
  newsletter: z.string().max(40).default(''),
  date: z.string().max(20).default(''),
  at: instantSchema.nullable().default(null),
  recipient: z.string().max(64).default('sample'),
  theme: z.enum(themes).default('light'),
  pictures: z
    .enum(['on', 'off'])
    .default('on')
    .transform((value) => value === 'on'),
  sent: z.enum(['yes', 'no']).default('no'),
});

const notOurs: Fault = {
  code: 'USAGE',
  message: 'The preview was started anew: load the page again.',
  advice: '',
  places: [],
};

/** The preview's pages and answers. */
export function createApp({ room, events, slowChecks, assets, token }: AppOptions): Hono {
  const app = new Hono();
  const outbox = new Outbox(room.outbox);
  app.use(guard());
  app.onError((error, c) => c.json(room.workspace.faultOf(error) satisfies Fault, statusOf(error)));

  for (const path of ['/api/*', '/editions/*']) {
    app.use(path, async (_, next) => {
      await room.ready;
      await next();
    });
  }

  app.get('/', (c) => c.html(assets.page()));
  app.get('/assets/:name', async (c) => {
    const asset = await assets.read(c.req.param('name'));
    return asset === null ? c.notFound() : c.body(asset.bytes, 200, { 'Content-Type': asset.type });
  });
  app.get('/site/*', async (c) => {
    const file = await room.workspace.site.read(c.req.path.slice('/site'.length));
    if (file === null) return c.notFound();
    return c.body(file.bytes, 200, { 'Content-Type': file.type, 'Cache-Control': 'max-age=2' });
  });
  // What the page puts an edition into: empty, so that it can be changed in place.
  app.get('/frame', (c) => {
    c.header('Content-Security-Policy', editionPolicy);
    return c.html('<!doctype html><html><head><title></title></head><body></body></html>');
  });

  app.get('/api/publication', async (c) => c.json(await publicationAnswer(room)));
  app.get('/api/edition', async (c) => c.json(await editionAnswer(queryOf(c.req.query()), room)));
  app.get('/api/why', async (c) => c.json(whyAnswer(await findEdition(queryOf(c.req.query()), room))));
  app.get('/api/checks', async (c) =>
    c.json(await checksAnswer(await findEdition(queryOf(c.req.query()), room), room)),
  );
  app.get('/api/slow-checks', async (c) => {
    return c.json(await slowChecks.answer(await findEdition(queryOf(c.req.query()), room)));
  });
  app.get('/api/recipients', async (c) => c.json(await room.workspace.recipients.search(c.req.query('q') ?? '', 40)));
  app.get('/api/source', async (c) => {
    const bytes = await message(queryOf(c.req.query()));
    return bytes === null ? c.notFound() : c.json(messageSource(new TextDecoder().decode(bytes)));
  });
  app.get('/api/outbox', async (c) => c.json(await outbox.boxes()));
  app.get('/api/outbox/messages', async (c) => {
    return c.json(await outbox.messages(c.req.query('box') ?? '', c.req.query('q') ?? ''));
  });
  app.get('/api/outbox/message', async (c) => {
    const message = await outbox.message(c.req.query('file') ?? '');
    if (message === null) return c.notFound();
    return c.json({ ...message, html: message.html === null ? null : shownHtml(message.html, 'light', true, room) });
  });
  app.post('/api/test', bodyLimit({ maxSize: 10_000 }), async (c) => {
    if (!carriesToken(c.req.header('x-pressrun-token'), token)) return c.json(notOurs, 403);
    return c.json(await sendTestMessage(await c.req.json().catch(() => null), room));
  });
  app.get('/api/events', (c) => {
    const query = c.req.query('newsletter') === undefined ? null : queryOf(c.req.query());
    return streamSSE(c, (stream) => feed(stream, query, room, events));
  });

  app.get('/editions/:newsletter/:date/:part', async (c) => {
    const { newsletter, date, part } = c.req.param();
    const query = queryOf({ ...c.req.query(), newsletter, date });
    if (part === 'eml') {
      const bytes = await message(query);
      return bytes === null
        ? c.text('There is no edition.', 404)
        : c.body(new Uint8Array(bytes), 200, { 'Content-Type': 'message/rfc822' });
    }
    const found = await findEdition(query, room);
    if (part === 'json') return found.shown === null ? c.notFound() : c.json(found.shown.edition);
    if (part !== 'html' && part !== 'txt') return c.notFound();
    if (found.shown === null) return c.text('There is no edition.', 404);
    const recipient = await recipientOf(query.recipient, found.shown.rendered, room);
    const { html, text } = filled(found.shown, found.newsletter, recipient, room);
    if (part === 'txt') return c.text(text);
    c.header('Content-Security-Policy', editionPolicy);
    return c.html(shownHtml(html, query.theme, query.pictures, room));
  });
  return app;

  async function message(query: EditionQuery): Promise<Uint8Array | null> {
    return messageBytes(await findEdition(query, room), query.recipient, room);
  }
}

/** @throws {PressrunError} `USAGE` when a value is none of those allowed. */
function queryOf(given: Readonly<Record<string, string>>): EditionQuery {
  const parsed = querySchema.safeParse(given);
  if (!parsed.success) {
    const [problem] = parsed.error.issues;
    throw new PressrunError('USAGE', `${problem?.path.join('.') ?? ''}: ${problem?.message ?? 'cannot be used'}`);
  }
  const { sent, ...query } = parsed.data;
  return { ...query, asSent: sent === 'yes' };
}

function statusOf(error: unknown): 400 | 404 | 500 {
  if (!(error instanceof PressrunError)) return 500;
  if (error.code === 'NEWSLETTER_UNKNOWN' || error.code === 'EDITION_UNKNOWN') return 404;
  return ['USAGE', 'INSTANT_INVALID', 'ADDRESS_INVALID', 'EDITION_EMPTY'].includes(error.code) ? 400 : 500;
}
