import type { Rate } from '../core/model/report.ts';
import { escapeHtml } from '../core/stages/compose-values.ts';
import { zonedText } from './dates.ts';
import { reportStyle } from './report-style.ts';
import { type Chart, svgOf } from './report-svg.ts';
import { number } from './report-text.ts';

/** What a page says of its newsletter. */
export interface PageNames {
  title: string;
  timeZone: string;
  /** When it is made, in milliseconds since the epoch. */
  now: number;
}

/** One of the large figures below the headline. */
export interface Figure {
  name: string;
  value: string;
  note: string;
}

/** A chart and, beside it, the table of what it draws. */
export interface Drawn {
  /** Unique on its page. */
  id: string;
  chart: Chart;
  /** Above the chart, where a section has several. */
  heading?: string;
  table: string;
}

/** A whole page: one file without script, which fetches nothing. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${reportStyle}</style>
</head>
<body>
${body.replaceAll(' %', '\u00a0%')}
</body>
</html>
`;
}

/** What stands above all sections. Plain text. */
export function head(kicker: string, title: string, dek: string): string {
  return `<header><p class="kicker">${escapeHtml(kicker)}</p><h1>${escapeHtml(title)}</h1><p class="dek">${escapeHtml(dek)}</p></header><main>`;
}

/** The large figures. Plain text. */
export function strip(figures: readonly Figure[]): string {
  const cells = figures.map(({ name, value, note }) => {
    return `<div><dt>${name}</dt><dd>${value}${note === '' ? '' : `<small>${note}</small>`}</dd></div>`;
  });
  return `<dl class="strip">${cells.join('')}</dl>`;
}

/** @param lead - markup; `title` is plain text. */
export function section(title: string, lead: string, drawn: readonly Drawn[]): string {
  const figures = drawn.map(({ id, heading, chart, table: beside }) => {
    return `<div class="pair"><div>${heading === undefined ? '' : `<h3>${heading}</h3>`}${svgOf(chart, id)}</div><div>${beside}</div></div>`;
  });
  return `<section><h2>${escapeHtml(title)}</h2><p class="lead">${lead}</p>${figures.join('')}</section>`;
}

/** @param cells - plain text. */
export function table(
  caption: string,
  names: readonly string[],
  cells: readonly (readonly string[])[],
  hasHead = true,
): string {
  const header = names.map((name) => (name === '' ? '<td></td>' : `<th scope="col">${escapeHtml(name)}</th>`)).join('');
  const rows = cells.map(([first = '', ...rest]) => {
    return `<tr><th scope="row">${escapeHtml(first)}</th>${rest.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;
  });
  const body = `<table><caption>${escapeHtml(caption)}</caption>${hasHead ? `<thead><tr>${header}</tr></thead>` : ''}<tbody>${rows.join('')}</tbody></table>`;
  return cells.length > 18
    ? `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(caption)}">${body}</div>`
    : body;
}

/** When it was derived, what it cannot know, and who says what the limits are. */
export function foot({ timeZone, now }: PageNames, rates: readonly Rate[]): string {
  const sources = [...new Set(rates.map(({ source }) => source))].join('; ');
  return `</main><footer><p>Derived from the ledger and from what was learned of the messages by ${escapeHtml(zonedText(new Date(now).toISOString(), timeZone))}. Silence proves nothing: providers tell of deliveries, bounces and complaints as best they can.</p>
<p>Gmail tells nobody of single complaints: what it counts itself stands in its Postmaster Tools. Gmail and Yahoo divide by what reached the inbox; here it is what was delivered.</p>
<p>Limits as said in ${escapeHtml(sources)}.</p></footer>`;
}

/** The gravest of the rates, in a sentence. */
export function verdict(rates: readonly Rate[]): string {
  const over = rates.find(({ standing }) => standing === 'over');
  if (over !== undefined)
    return `${upperFirst(over.of)} are over what ${over.provider} allow${over.provider === 'Amazon SES' ? 's' : ''}.`;
  const near = rates.find(({ standing }) => standing === 'near');
  if (near !== undefined) return `${upperFirst(near.of)} are near the limit of ${near.provider}.`;
  if (rates.every(({ standing }) => standing === 'unknown'))
    return 'The provider has told nothing of its messages yet.';
  return 'Bounces and complaints are within what mail providers allow.';
}

export function standingWords({ standing }: Rate): string {
  const words = {
    within: 'within the limits',
    near: 'near the limit',
    over: 'over the limit',
    unknown: 'not known yet',
  }[standing];
  return standing === 'near' || standing === 'over' ? `<b class="${standing}">${words}</b>` : words;
}

export function known(count: number): string {
  return count === 0 ? '–' : number(count);
}

export function dateOf(editionId: string): string {
  return dated(editionId, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
}

export function shortDate(editionId: string): string {
  return dated(editionId, { day: 'numeric', month: 'short' });
}

/** The date of an edition's id, and its time where the newsletter goes out several times a day. */
function dated(editionId: string, options: Intl.DateTimeFormatOptions): string {
  const [date = '', time = ''] = editionId.slice(editionId.indexOf('/') + 1).split('T');
  const day = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
  return time === '' ? day : `${day}, ${time.slice(0, 2)}:${time.slice(2)}`;
}

export function upperFirst(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
