import type { Hono } from 'hono';
import { html } from 'hono/html';
import { foldLine } from '../../core/model/scalars.ts';
import type { Subscriber } from '../../core/model/subscriber.ts';
import { sendLetter } from '../../core/stages/reader-letters.ts';
import { activated, liftLeaving } from '../../core/stages/sign-up.ts';
import { withStanding } from '../../core/stages/standing.ts';
import { addressHash } from '../../core/text/hash.ts';
import { acceptedLanguages, type ReaderWords, readerLanguages } from '../../core/text/reader-words.ts';
import { type Fields, formOf } from '../forms.ts';
import { recordLeaving } from '../leaving.ts';
import { type Html, masked, type Pages, told } from '../page.ts';
import { type Bearer, bearerOf, type Site } from '../site.ts';
import { choices } from './sign-up.ts';

const longestName = 100;

/** The preferences of one reader. What could hurt them, their data, needs a link that only their own inbox gets. */
export function preferencesPages(app: Hono, site: Site, pages: Pages): void {
  app.get('/preferences/:token', async (c) => {
    const bearer = await bearerOf(site, c.req.param('token'), 'preferences');
    if (bearer?.subscriber == null) return pages.badLink(c);
    const words = pages.wordsFor(c, bearer.subscriber.locale, bearer.newsletters[0]);
    const body = await form(site, words, bearer.subscriber, null);
    return pages.show(c, words, { title: words.say('preferences'), body });
  });

  app.post('/preferences/:token', async (c) => {
    const bearer = await bearerOf(site, c.req.param('token'), 'preferences');
    const fields = await formOf(c.req.raw);
    if (bearer?.subscriber == null || fields === null) return pages.badLink(c);
    const action = fields.one('action');
    if (action === 'account') {
      const languages = acceptedLanguages(c.req.header('accept-language') ?? '');
      await askForAccount(site, bearer, bearer.subscriber, languages);
      const words = pages.wordsFor(c, bearer.subscriber.locale, bearer.newsletters[0]);
      const title = words.say('checkInbox');
      const body = html`<h1>${title}</h1><p class="intro" role="status">${words.say('checkInboxText')}</p>`;
      return pages.show(c, words, { title, body });
    }
    const saved = action === 'save' ? await save(site, bearer, fields) : bearer.subscriber;
    if (saved === null) return pages.badLink(c);
    const words = pages.wordsFor(c, saved.locale, bearer.newsletters[0]);
    const body = await form(site, words, saved, action === 'save' ? words.say('saved') : null);
    return pages.show(c, words, { title: words.say('preferences'), body, status: action === 'save' ? 200 : 400 });
  });
}

async function save(site: Site, bearer: Bearer, fields: Fields): Promise<Subscriber | null> {
  const { subscribers, clock } = site.ports;
  const at = new Date(clock.now()).toISOString();
  const wanted = new Set(fields.all('newsletter'));
  const name = foldLine(fields.one('name')).slice(0, longestName);
  const locale = fields.one('locale');
  const timeZone = fields.one('timeZone');
  let joined = false;
  const left: string[] = [];
  const saved = await subscribers.change(bearer.claims.subscriberId, (standing) => {
    const chosen = site.newsletters.filter(({ slug }) => wanted.has(slug)).map(({ slug }) => slug);
    joined = chosen.length > 0;
    left.length = 0;
    let now = activated(standing, chosen, at) ?? standing;
    for (const { slug } of site.newsletters) {
      const holds = now.newsletters.some((each) => each.slug === slug);
      const without = holds && !wanted.has(slug) ? withStanding(now, slug, 'unsubscribed', at) : null;
      if (without === null) continue;
      now = without;
      left.push(slug);
    }
    const key = nameAttribute(standing.attributes);
    const { [key]: _, ...others } = now.attributes;
    const attributes = name === '' ? others : { ...now.attributes, [key]: name };
    return {
      ...now,
      attributes,
      locale: localeOf(standing.locale, locale),
      timeZone: choiceOf(timeZones, standing.timeZone, timeZone),
    };
  });
  if (saved !== null && joined) await liftLeaving(saved.email, at, subscribers);
  for (const slug of saved === null ? [] : left) await recordLeaving(bearer, slug, at, site.ports);
  return saved;
}

/** One of the list, or what stood already: an import knows languages and zones that the form does not offer. */
function choiceOf(known: readonly string[], standing: string | null, chosen: string): string | null {
  return chosen !== '' && (chosen === standing || known.includes(chosen)) ? chosen : null;
}

/** A reader's `pt-BR` stays where they chose `pt`. */
function localeOf(standing: string | null, chosen: string): string | null {
  const is = choiceOf(readerLanguages, standing, chosen);
  return is !== null && standing?.split('-')[0] === is ? standing : is;
}

async function askForAccount(site: Site, bearer: Bearer, to: Subscriber, languages: readonly string[]): Promise<void> {
  const sender = bearer.newsletters[0] ?? site.newsletters[0];
  if (sender === undefined) return;
  await sendLetter(
    { kind: 'account', publication: site.publication, to, newsletters: [sender], languages },
    site.ports,
  );
}

async function form(site: Site, words: ReaderWords, subscriber: Subscriber, message: string | null): Promise<Html> {
  const active = subscriber.newsletters.filter(({ status }) => status === 'active').map(({ slug }) => slug);
  const hash = addressHash(subscriber.email);
  const bar = (await site.ports.subscribers.suppressionsOf([hash])).get(hash);
  const isBarred = bar !== undefined && bar.reason !== 'unsubscribe';
  const name = subscriber.attributes[nameAttribute(subscriber.attributes)] ?? '';
  return html`<h1>${words.say('preferences')}</h1><p class="intro">${words.say('preferencesFor', { address: masked(subscriber.email) })}</p>
${message === null ? '' : told(message)}${isBarred ? told(words.say('barred')) : ''}
<form method="post"><input type="hidden" name="action" value="save">
<fieldset><legend>${words.say('newsletters')}</legend>${choices(site, new Set(active))}</fieldset>
<div class="field"><label class="over" for="name">${words.say('addressAs')} <span class="soft">(${words.say('optional')})</span></label>
<input type="text" id="name" name="name" value="${name.slice(0, longestName)}" maxlength="${longestName}" autocomplete="given-name"></div>
<div class="field"><label class="over" for="locale">${words.say('language')}</label><select id="locale" name="locale"><option value="">${words.say('asNewsletter')}</option>${languageOptions(subscriber.locale)}</select></div>
<div class="field"><label class="over" for="timeZone">${words.say('timeZone')}</label><select id="timeZone" name="timeZone"><option value="">${words.say('asNewsletter')}</option>${timeZoneOptions(subscriber.timeZone)}</select></div>
<button>${words.say('save')}</button></form>
<h2>${words.say('yourData')}</h2><p>${words.say('yourDataText')}</p>${counted(site, words)}
<form method="post"><input type="hidden" name="action" value="account"><button class="second">${words.say('sendLink')}</button></form>`;
}

/** What is counted of what readers do, and in which newsletters. */
function counted({ newsletters }: Site, words: ReaderWords): Html | string {
  const titles = newsletters.filter(({ tracking }) => tracking).map(({ title }) => title);
  if (titles.length === 0) return '';
  return html`<p>${words.say('countedText', { newsletter: words.list(titles) })}</p>`;
}

function languageOptions(chosen: string | null): Html {
  const base = chosen?.split('-')[0];
  const isOffered = chosen === null || readerLanguages.some((language) => language === base);
  return html`${[...(isOffered ? [] : [chosen]), ...readerLanguages].map((language) => {
    const name = new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;
    return html`<option value="${language}" lang="${language}"${language === base || language === chosen ? ' selected' : ''}>${name}</option>`;
  })}`;
}

const timeZones: readonly string[] = Intl.supportedValuesOf('timeZone');

function timeZoneOptions(chosen: string | null): Html {
  const regions = new Map<string, string[]>();
  const known = chosen === null || timeZones.includes(chosen) ? timeZones : [chosen, ...timeZones];
  for (const zone of known) {
    const region = zone.includes('/') ? zone.slice(0, zone.indexOf('/')) : 'UTC';
    const zones = regions.get(region);
    if (zones === undefined) regions.set(region, [zone]);
    else zones.push(zone);
  }
  return html`${[...regions].map(
    ([region, zones]) =>
      html`<optgroup label="${region}">${zones.map((zone) => html`<option value="${zone}"${zone === chosen ? ' selected' : ''}>${zone.slice(zone.indexOf('/') + 1).replaceAll('_', ' ')}</option>`)}</optgroup>`,
  )}`;
}

/** The attribute that holds what a reader is called by, whatever column it came in; a first name before a whole one. */
function nameAttribute(attributes: Subscriber['attributes']): string {
  const given = /^(?:first|given|preferred)[ _-]?name$|^(?:vorname|prénom|nombre|voornaam|имя|名字)$/i;
  const any = /^(?:name|nome|名前|الاسم|نام|שם)$/i;
  const names = Object.keys(attributes);
  return names.find((name) => given.test(name)) ?? names.find((name) => any.test(name)) ?? 'first_name';
}
