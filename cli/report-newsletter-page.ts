import type { EditionFigures, NewsletterReport, Rate } from '../core/model/report.ts';
import { escapeHtml } from '../core/stages/compose-values.ts';
import {
  type Drawn,
  dateOf,
  foot,
  head,
  known,
  type PageNames,
  page,
  section,
  shortDate,
  standingWords,
  table,
  upperFirst,
  verdict,
} from './report-html.ts';
import { denominatorWord, fractionWords, limitWords, percent } from './report-lines.ts';
import { columns, type Level, line, type Tone } from './report-svg.ts';
import { number } from './report-text.ts';

/** A page with a newsletter's report over time. */
export function newsletterPage(report: NewsletterReport, names: PageNames): string {
  const { editions, rates } = report;
  const [first, last] = [editions[0], editions.at(-1)];
  const title = `${names.title}: report`;
  if (first === undefined || last === undefined) {
    return page(title, [head('Report', names.title, 'No edition has gone out yet.'), foot(names, rates)].join('\n'));
  }
  const isTracked = editions.some(({ tracking }) => tracking !== null);
  const span =
    editions.length === 1
      ? `the edition of ${dateOf(first.editionId)}`
      : `${number(editions.length)} editions, ${dateOf(first.editionId)} to ${dateOf(last.editionId)}`;
  const body = [
    head('Newsletter report', names.title, `${upperFirst(span)}. ${verdict(rates)}`),
    section(
      'How many it reaches',
      `<span class="key data"></span>delivered <span class="key pale"></span>accepted, and not known to be delivered`,
      [
        {
          id: 'reach',
          chart: columns(
            'Accepted and delivered, by edition',
            editions.map((each) => ({ ...pointOf(each, each.counts.accepted), part: each.learned.delivered })),
          ),
          table: overTime(editions, ['accepted', 'delivered'], (each) => [
            number(each.counts.accepted),
            known(each.learned.delivered),
          ]),
        },
      ],
    ),
    ...rates.map((rate, index) => rateOverTime(editions, rate, index)),
    section(
      'Who leaves',
      'Those who unsubscribed through a link of the edition, of those whose message was accepted. No provider sets a limit.',
      [shareFigure('left', 'Unsubscribed, of accepted', editions, ({ shares }) => shares.unsubscribed)],
    ),
    isTracked
      ? section(
          'Who reads on',
          'By people, as far as anyone can tell: what programs open and follow is left out. Editions that were not counted have no point.',
          [
            shareFigure('followed', 'Followed a link, of accepted', editions, ({ shares }) => shares.clicked),
            shareFigure('opened', 'Opened, of accepted', editions, ({ shares }) => shares.opened),
          ],
        )
      : '',
    foot(names, rates),
  ];
  return page(title, body.join('\n'));
}

function rateOverTime(editions: readonly EditionFigures[], rate: Rate, index: number): string {
  const { of, provider, near, over } = rate;
  const own = (each: EditionFigures) => each.rates[index];
  const words = provider === 'Amazon SES' ? ['SES reviews', 'SES may stop'] : ['Gmail wants less', 'never this much'];
  const levels: Level[] = [
    { value: near, words: `${percent(near)}: ${words[0]}`, tone: 'near' },
    { value: over, words: `${percent(over)}: ${words[1]}`, tone: 'over' },
  ];
  const points = editions.map((each) => ({ ...pointOf(each, own(each)?.rate ?? null), tone: toneOf(own(each)) }));
  const together =
    rate.rate === null
      ? 'The provider has told nothing yet.'
      : `All editions together: ${percent(rate.rate)} (${escapeHtml(fractionWords(rate))}), ${standingWords(rate)}.`;
  const name = `${upperFirst(of)}, of ${denominatorWord(rate)}`;
  const cells = (each: EditionFigures) => [percent(own(each)?.rate ?? null), own(each)?.standing ?? 'unknown'];
  return section(`${upperFirst(of)} beside the limits of ${provider}`, `${escapeHtml(limitWords(rate))}. ${together}`, [
    { id: `over${index}`, chart: line(name, points, levels), table: overTime(editions, ['rate', ''], cells) },
  ]);
}

function shareFigure(
  id: string,
  name: string,
  editions: readonly EditionFigures[],
  share: (each: EditionFigures) => number | null,
): Drawn {
  const points = editions.map((each) => pointOf(each, share(each)));
  return {
    id,
    heading: escapeHtml(name),
    chart: line(name, points),
    table: overTime(editions, ['share'], (each) => [percent(share(each))]),
  };
}

function toneOf(rate: Rate | undefined): Tone {
  return rate?.standing === 'near' || rate?.standing === 'over' ? rate.standing : 'data';
}

function pointOf({ editionId }: EditionFigures, value: number | null): { label: string; value: number | null } {
  return { label: shortDate(editionId), value };
}

/** A table of the editions, the newest first. */
function overTime(
  editions: readonly EditionFigures[],
  names: readonly string[],
  cells: (each: EditionFigures) => string[],
): string {
  const rows = editions.toReversed().map((each) => [dateOf(each.editionId), ...cells(each)]);
  return table(`By edition: ${names.filter((name) => name !== '').join(', ')}`, ['edition', ...names], rows);
}
