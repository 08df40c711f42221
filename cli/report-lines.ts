import type { EditionFigures, EditionReport, NewsletterReport, Rate } from '../core/model/report.ts';
import { number } from './report-text.ts';

/** A fraction of 1 in per cent, with as many digits as say something. @example percent(0.00041) // '0.041 %' */
export function percent(fraction: number | null): string {
  if (fraction === null) return '–';
  const value = fraction * 100;
  if (value === 0) return '0 %';
  const digits = value < 0.1 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: value < 10 ? 2 : 1 };
  return `${value.toLocaleString('en-US', digits)} %`;
}

/** What a provider allows, in words. */
export function limitWords({ provider, near, over, of }: Rate): string {
  if (provider === 'Amazon SES')
    return `${provider} reviews from ${percent(near)} on, and may stop sending from ${percent(over)}`;
  return `${provider} ask for less than ${percent(near)} ${of}, and never ${percent(over)}`;
}

/** What a rate is divided by, in a word. */
export function denominatorWord({ denominator }: Pick<Rate, 'denominator'>): string {
  return denominator === 'accepted' ? 'accepted' : 'delivered';
}

/** How many of what a rate is. @example '12 of 9,921 accepted' */
export function fractionWords(rate: Rate): string {
  const { of, count, outOf } = rate;
  const word = denominatorWord(rate);
  if (outOf === 0) return `nothing was heard of any that was ${word}`;
  return `${number(count)} ${of === 'bounces' ? 'for good, ' : ''}of ${number(outOf)} ${word}`;
}

/** What the plain counts of an edition do not say: what was learned since, the rates beside their limits, links and openings. */
export function editionLines(report: EditionReport): string[] {
  return [
    '',
    'Learned since',
    ...learnedLines(report),
    '',
    'Beside what providers allow',
    ...rateLines(report.rates),
    ...trackingLines(report),
  ];
}

function learnedLines({ counts, learned, shares }: EditionReport): string[] {
  const { permanent, transient, undetermined } = learned.bounced;
  const bounced = permanent + transient + undetermined;
  const kinds = Object.entries({ permanent, transient, undetermined })
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${kind} ${number(count)}`);
  const rows: [string, number, string][] = [
    ['delivered', learned.delivered, learned.delivered === 0 ? '' : `${percent(shares.delivered)} of accepted`],
    ['bounced', bounced, kinds.join(', ')],
    ['complained', learned.complained, ''],
    ['delayed', learned.delayed, learned.waiting === 0 ? '' : `${number(learned.waiting)} of them not heard of since`],
    [
      'unsubscribed',
      learned.unsubscribed,
      learned.unsubscribed === 0 ? '' : `${percent(shares.unsubscribed)} of accepted`,
    ],
    ['answered', learned.automaticAnswers, 'automatically, by absent readers'],
    ['refused', learned.refusedAfterwards, 'by the provider after it had accepted them'],
    ['other', learned.other, 'events of types that are not known'],
  ];
  const shown = rows.filter(([, count]) => count > 0);
  if (shown.length > 0) return shown.map(([name, count, words]) => row(name, number(count), words));
  return [
    counts.accepted === 0 ? '  nothing: no message was accepted' : '  nothing yet: no event of any of its messages',
  ];
}

function rateLines(rates: readonly Rate[]): string[] {
  return rates.map((rate) => {
    return `${row(rate.of, percent(rate.rate), rate.standing.padEnd(7))}  ${fractionWords(rate)}; ${limitWords(rate)}`;
  });
}

const mostLinks = 10;

function trackingLines({ tracking, shares }: EditionReport): string[] {
  if (tracking === null) return [];
  const { opens, clicks, links } = tracking;
  const followed = links.filter(({ people, machines }) => people + machines > 0);
  const by = (share: number | null, machines: number) =>
    `${percent(share)} of accepted; by programs ${number(machines)}`;
  return [
    '',
    'Links and openings, by people',
    row('opened', number(opens.people), by(shares.opened, opens.machines)),
    row('followed', number(clicks.people), by(shares.clicked, clicks.machines)),
    ...followed.slice(0, mostLinks).map(({ url, people, machines }) => {
      return row('', number(people), `${url}${machines === 0 ? '' : `  (programs ${number(machines)})`}`);
    }),
    ...(followed.length > mostLinks ? [`  and ${followed.length - mostLinks} other links`] : []),
  ];
}

/** A line an edition, and the rates of all of them. */
export function newsletterLines({ newsletter, editions, rates }: NewsletterReport): string[] {
  if (editions.length === 0) return [`${newsletter}: no edition has gone out yet.`];
  const isTracked = editions.some(({ tracking }) => tracking !== null);
  const head = [
    'edition',
    'accepted',
    'delivered',
    'bounced',
    'complained',
    'left',
    ...(isTracked ? ['opened', 'followed'] : []),
  ];
  const lines = [head, ...editions.map((each) => cellsOf(each, isTracked))].map((cells) => {
    return cells.map((cell, index) => (index === 0 ? cell.padEnd(15) : cell.padStart(12))).join('');
  });
  return [
    `${newsletter}: ${editions.length === 1 ? 'one edition' : `${editions.length} editions`}`,
    ...lines.map((line) => `  ${line}`),
    '',
    'All of them together',
    ...rateLines(rates),
  ];
}

function cellsOf({ editionId, counts, learned, rates, shares }: EditionFigures, isTracked: boolean): string[] {
  const rateOf = (of: Rate['of']) => rates.find((rate) => rate.of === of);
  const mark = (rate: Rate | undefined) => {
    return `${percent(rate?.rate ?? null)}${rate?.standing === 'near' || rate?.standing === 'over' ? ` ${rate.standing}` : ''}`;
  };
  return [
    editionId.slice(editionId.indexOf('/') + 1),
    number(counts.accepted),
    learned.delivered === 0 ? '–' : percent(shares.delivered),
    mark(rateOf('bounces')),
    mark(rateOf('complaints')),
    percent(shares.unsubscribed),
    ...(isTracked ? [percent(shares.opened), percent(shares.clicked)] : []),
  ];
}

function row(name: string, value: string, words: string): string {
  return `  ${name.padEnd(12)}${value.padStart(11)}${words === '' ? '' : `  ${words}`}`;
}
