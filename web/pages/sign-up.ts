import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { normaliseAddress } from '../../core/model/mailbox.ts';
import type { Newsletter } from '../../core/model/newsletter.ts';
import { foldLine } from '../../core/model/scalars.ts';
import { sendLetter } from '../../core/stages/reader-letters.ts';
import { confirm, signUp } from '../../core/stages/sign-up.ts';
import { acceptedLanguages, type ReaderWords } from '../../core/text/reader-words.ts';
import { type Fields, formOf, jsonFormOf, mediaType } from '../forms.ts';
import { apart, type Html, masked, type Pages, titleOf } from '../page.ts';
import { bearerOf, type Site } from '../site.ts';
import { sourceOf } from '../source.ts';

/** Letters and tries that one source may cause. */
const perSource = { times: 20, perSeconds: 3600 };
const longestName = 100;
/** How long an answer takes at least, so that its time does not tell whether a letter was made, and so whether the address is known. */
const evenMilliseconds = 600;

/** What went wrong with a form. */
interface Fault {
  field: 'email' | 'newsletter';
  text: string;
}

/** Signing up, confirming, and asking for a link. */
export function signUpPages(app: Hono, site: Site, pages: Pages): void {
  app.get('/subscribe', (c) => {
    const words = pages.wordsFor(c);
    const chosen = site.newsletters.filter(({ slug }) => slug === c.req.query('newsletter'));
    const title = words.say('signUp');
    return pages.show(c, words, { title, body: form(site, words, { chosen }), isPublic: true });
  });

  app.post('/subscribe', async (c) => {
    const isJson = mediaType(c.req.raw) === 'application/json';
    const fields = await (isJson ? jsonFormOf(c.req.raw) : formOf(c.req.raw));
    const words = pages.wordsFor(c);
    if (fields === null) return refuse(c, words, isJson, 'badEmail', 400);
    const email = normaliseAddress(fields.one('email').slice(0, 500));
    const slugs = fields.all('newsletter');
    const [first, ...others] = site.newsletters.filter(({ slug }) => slugs.includes(slug));
    if (email === null || first === undefined) {
      const field = email === null ? 'email' : 'newsletter';
      const word = email === null ? 'badEmail' : 'chooseOne';
      if (isJson) return refuse(c, words, true, word, 400);
      const chosen = first === undefined ? [] : [first, ...others];
      const body = form(site, words, {
        chosen,
        email: fields.one('email'),
        name: fields.one('name'),
        fault: { field, text: words.say(word) },
      });
      return pages.show(c, words, { title: words.say('signUp'), body, status: 400 });
    }
    if (!(await mayTry(c))) return refuse(c, words, isJson, 'tooOften', 429);
    // What people cannot see, programs fill in: they get the same answer.
    const isPerson = fields.one('website') === '';
    const accepted = await evenly(async () => !isPerson || take(c, fields, email, [first, ...others]));
    if (!accepted) return refuse(c, words, isJson, 'failedText', 503);
    if (isJson) return c.json({ status: 'check-inbox' }, 202, { 'Cache-Control': 'no-store' });
    return showCheckInbox(c, words);
  });

  app.get('/confirm/:token', async (c) => {
    const bearer = await bearerOf(site, c.req.param('token'), 'confirm');
    if (bearer === null || bearer.subscriber === null || bearer.newsletters.length === 0) return pages.badLink(c);
    const { subscriber, newsletters } = bearer;
    const words = pages.wordsFor(c, subscriber.locale, newsletters[0]);
    const title = words.say('confirmTitle');
    const newsletter = words.list(newsletters.map((each) => apart(each.title)));
    const body = html`<h1>${title}</h1><p class="intro">${words.say('confirmText', { newsletter, address: masked(subscriber.email) })}</p>
<form method="post"><input type="hidden" name="confirm" value="yes"><button>${words.say('confirmButton')}</button></form>`;
    return pages.show(c, words, { title, body });
  });

  app.post('/confirm/:token', async (c) => {
    const bearer = await bearerOf(site, c.req.param('token'), 'confirm');
    const fields = await formOf(c.req.raw);
    if (bearer === null || bearer.newsletters.length === 0 || fields?.one('confirm') !== 'yes') return pages.badLink(c);
    const slugs = bearer.newsletters.map(({ slug }) => slug);
    const subscriber = await confirm(bearer.claims.subscriberId, slugs, site.ports);
    if (subscriber === null) return pages.badLink(c);
    const words = pages.wordsFor(c, subscriber.locale, bearer.newsletters[0]);
    const title = words.say('confirmed');
    const newsletter = words.list(bearer.newsletters.map((each) => apart(each.title)));
    const body = html`<h1>${title}</h1><p class="intro" role="status">${words.say('confirmedText', { newsletter, address: masked(subscriber.email) })}</p>
${bearer.newsletters.filter(({ publicArchive }) => publicArchive).map((each) => html`<p><a href="${site.base}/newsletters/${each.slug}">${titleOf(each, site)}: ${words.say('pastEditions')}</a></p>`)}`;
    return pages.show(c, words, { title, body });
  });

  app.get('/manage', (c) => {
    const words = pages.wordsFor(c);
    const title = words.say('manage');
    return pages.show(c, words, { title, body: askForm(words, null), isPublic: true });
  });

  app.post('/manage', async (c) => {
    const words = pages.wordsFor(c);
    const fields = await formOf(c.req.raw);
    const email = normaliseAddress(fields?.one('email').slice(0, 500) ?? '');
    if (email === null) {
      const body = askForm(words, { field: 'email', text: words.say('badEmail') });
      return pages.show(c, words, { title: words.say('manage'), body, status: 400 });
    }
    if (!(await mayTry(c))) return refuse(c, words, false, 'tooOften', 429);
    const isPerson = fields?.one('website') === '';
    const accepted = await evenly(async () => !isPerson || sendPreferences(c, email));
    if (!accepted) return refuse(c, words, false, 'failedText', 503);
    return showCheckInbox(c, words);
  });

  const mayTry = (c: Context) => site.ports.limits.take(`source:${sourceOf(c)}`, perSource.times, perSource.perSeconds);

  const evenly = async (work: () => Promise<boolean>) => {
    const [done] = await Promise.all([work(), site.ports.clock.sleep(evenMilliseconds)]);
    return done;
  };

  const sendPreferences = async (c: Context, email: string) => {
    const to = (await site.ports.subscribers.byEmails([email])).get(email);
    const held = site.newsletters.find(({ slug }) => to?.newsletters.some((each) => each.slug === slug));
    const sender = held ?? site.newsletters[0];
    if (to === undefined || sender === undefined) return true;
    const languages = acceptedLanguages(c.req.header('accept-language') ?? '');
    const { publication, ports } = site;
    return sendLetter({ kind: 'preferences', publication, to, newsletters: [sender], languages }, ports);
  };

  const take = (c: Context, fields: Fields, email: string, newsletters: readonly [Newsletter, ...Newsletter[]]) => {
    const name = foldLine(fields.one('name')).slice(0, longestName);
    const languages = acceptedLanguages(c.req.header('accept-language') ?? '');
    const attributes: Record<string, string> = name === '' ? {} : { first_name: name };
    const request = {
      publication: site.publication,
      newsletters,
      email,
      attributes,
      locale: null,
      timeZone: null,
      languages,
    };
    return signUp(request, site.ports);
  };

  const refuse = (
    c: Context,
    words: ReaderWords,
    isJson: boolean,
    word: 'badEmail' | 'chooseOne' | 'tooOften' | 'failedText',
    status: 400 | 429 | 503,
  ) => {
    const text = words.say(word);
    if (isJson) return c.json({ error: text }, status, { 'Cache-Control': 'no-store' });
    const title = words.say('failed');
    return pages.show(c, words, { title, body: html`<h1>${title}</h1><p role="alert">${text}</p>`, status });
  };

  const showCheckInbox = (c: Context, words: ReaderWords) => {
    const title = words.say('checkInbox');
    const body = html`<h1>${title}</h1><p class="intro" role="status">${words.say('checkInboxText')}</p>`;
    return pages.show(c, words, { title, body });
  };
}

interface FormState {
  chosen: readonly Newsletter[];
  email?: string;
  name?: string;
  fault?: Fault;
}

/** The whole form; of one newsletter alone where there is but one, or one is asked for. */
function form(site: Site, words: ReaderWords, { chosen, email = '', name = '', fault }: FormState): Html {
  const [only] = chosen.length === 1 ? chosen : site.newsletters;
  const isOne = only !== undefined && (chosen.length === 1 || site.newsletters.length === 1);
  return html`<h1>${isOne ? words.say('signUpFor', { newsletter: apart(only.title) }) : words.say('signUp')}</h1>
${isOne && only.description !== null ? html`<p class="intro" lang="${only.language ?? site.publication.language}"><bdi>${only.description}</bdi></p>` : ''}
<form method="post" action="${site.base}/subscribe">
${isOne ? html`<input type="hidden" name="newsletter" value="${only.slug}">` : html`<fieldset><legend>${words.say('whichNewsletters')}</legend>${fault?.field === 'newsletter' ? faultOf(fault) : ''}${choices(site, new Set(chosen.map(({ slug }) => slug)))}</fieldset>`}
${emailField(words, email, fault)}
<div class="field"><label class="over" for="name">${words.say('addressAs')} <span class="soft">(${words.say('optional')})</span></label>
<input type="text" id="name" name="name" value="${name.slice(0, longestName)}" maxlength="${longestName}" autocomplete="given-name"></div>
${trap(words)}
<button>${words.say('signUp')}</button>
<p class="soft small">${words.say('signUpNote')}</p>
</form>`;
}

/** A list of newsletters to tick; `short` where each is described elsewhere on the page. */
export function choices(site: Site, ticked: ReadonlySet<string>, isShort = false): Html {
  return html`${site.newsletters.map((newsletter) => {
    const { slug, description } = newsletter;
    return html`<label class="choice"><input type="checkbox" name="newsletter" value="${slug}"${ticked.has(slug) ? ' checked' : ''}><b>${titleOf(newsletter, site)}</b>${description === null || isShort ? '' : html`<span lang="${newsletter.language ?? site.publication.language}"><bdi>${description}</bdi></span>`}</label>`;
  })}`;
}

function askForm(words: ReaderWords, fault: Fault | null): Html {
  return html`<h1>${words.say('manage')}</h1><p class="intro">${words.say('manageText')}</p>
<form method="post">${emailField(words, '', fault ?? undefined)}${trap(words)}<button>${words.say('send')}</button></form>`;
}

/** The field of an address. */
export function emailField(words: ReaderWords, email: string, fault?: Fault): Html {
  const isFaulty = fault?.field === 'email';
  return html`<div class="field grow"><label class="over" for="email">${words.say('email')}</label>${isFaulty ? faultOf(fault) : ''}
<input type="email" id="email" name="email" value="${email.slice(0, 320)}" required autocomplete="email" inputmode="email" dir="ltr"${isFaulty ? html` aria-invalid="true" aria-describedby="fault" autofocus` : ''}></div>`;
}

function faultOf({ text }: Fault): Html {
  return html`<p class="fault" id="fault" role="alert">${text}</p>`;
}

/** A field that nobody sees: whoever fills it in is no person. */
export function trap(words: ReaderWords): Html {
  return html`<div class="trap" aria-hidden="true"><label>${words.say('leaveEmpty')} <input type="text" name="website" tabindex="-1" autocomplete="off"></label></div>`;
}
