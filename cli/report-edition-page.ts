import type { EditionReport, Rate } from '../core/model/report.ts';
import { escapeHtml } from '../core/stages/compose-values.ts';
import {
  type Drawn,
  dateOf,
  type Figure,
  foot,
  head,
  known,
  type PageNames,
  page,
  section,
  standingWords,
  strip,
  table,
  upperFirst,
  verdict,
} from './report-html.ts';
import { fractionWords, percent } from './report-lines.ts';
import { type Bar, bars, gauge } from './report-svg.ts';
import { number, type Standing } from './report-text.ts';

/** A page with an edition's report: one file, no script, nothing fetched. */
export function editionPage(report: EditionReport, standing: Standing, names: PageNames): string {
  const { counts, learned, shares, editionId } = report;
  const { permanent, transient, undetermined } = learned.bounced;
  const bounced = permanent + transient + undetermined;
  const heard = (count: number) => (learned.heardOf === 0 ? '–' : number(count));
  const figures: Figure[] = [
    { name: 'accepted', value: number(counts.accepted), note: `of ${number(counts.recipients)} recipients` },
    {
      name: 'delivered',
      value: known(learned.delivered),
      note: learned.delivered === 0 ? '' : `${percent(shares.delivered)} of accepted`,
    },
    { name: 'bounced', value: heard(bounced), note: bounced === 0 ? '' : `${number(permanent)} for good` },
    { name: 'complained', value: heard(learned.complained), note: '' },
    {
      name: 'left',
      value: number(learned.unsubscribed),
      note: learned.unsubscribed === 0 ? '' : `${percent(shares.unsubscribed)} of accepted`,
    },
  ];
  const body = [
    head(names.title, `The edition of ${dateOf(editionId)}`, editionSentence(report, standing)),
    strip(figures),
    section(
      'From candidates to inboxes',
      'Everyone with a standing in the newsletter, those it was for, those whose message the provider took, and those it reached.',
      [pathFigure(report)],
    ),
    section(
      'Beside what mail providers allow',
      'A rate in the yellow is warned of; in the red the provider acts.',
      report.rates.map((rate, index) => rateFigure(rate, `rate${index}`)),
    ),
    report.tracking === null ? '' : linksSection(report),
    reasonsSection(report),
    foot(names, report.rates),
  ];
  return page(`${names.title}, ${dateOf(editionId)}: report`, body.join('\n'));
}

function pathFigure({ counts, learned, tracking }: EditionReport): Drawn {
  const of = (value: number) => (counts.accepted === 0 ? '' : `${percent(value / counts.accepted)} of accepted`);
  const rows: Bar[] = [
    { label: 'Candidates', value: counts.candidates, tone: 'pale' },
    { label: 'Recipients', value: counts.recipients, tone: 'pale' },
    { label: 'Accepted by the provider', value: counts.accepted },
    {
      label: 'Delivered',
      value: learned.delivered,
      note: learned.delivered === 0 ? 'nothing is known yet' : of(learned.delivered),
    },
  ];
  if (tracking !== null) {
    rows.push({ label: 'Opened by people', value: tracking.opens.people, note: of(tracking.opens.people) });
    rows.push({ label: 'Followed a link', value: tracking.clicks.people, note: of(tracking.clicks.people) });
  }
  const rest = [
    ['Excluded', counts.exclusions],
    ['Rejected', counts.rejected],
    ['Deferred', counts.deferred],
    ['Uncertain', counts.uncertain],
    ['Withheld', counts.withheld],
    ['Not tried yet', counts.unattempted],
    ['Bounced for good', learned.bounced.permanent],
    ['Bounced for now', learned.bounced.transient + learned.bounced.undetermined],
    ['Delayed', learned.delayed],
    ['Complained', learned.complained],
    ['Unsubscribed', learned.unsubscribed],
  ] as const;
  const cells = [
    ...rows.map(({ label, value }) => [label, number(value)]),
    ...rest.map(([label, value]) => [label, number(value)]),
  ];
  return {
    id: 'path',
    chart: bars('From candidates to inboxes', rows),
    table: table('Every count', ['', 'how many'], cells),
  };
}

function rateFigure(rate: Rate, id: string): Drawn {
  const { of, provider, near, over } = rate;
  const name = `${upperFirst(of)}: ${provider}`;
  const cells = [
    ['Rate', percent(rate.rate)],
    ['Of', fractionWords(rate)],
    ['Warns from', percent(near)],
    ['Acts from', percent(over)],
  ];
  return {
    id,
    heading: `${escapeHtml(name)} <span>${standingWords(rate)}</span>`,
    chart: gauge(name, rate.rate, near, over),
    table: table(name, ['', ''], cells, false),
  };
}

const mostLinks = 12;

function linksSection({ tracking }: EditionReport): string {
  if (tracking === null) return '';
  const { links, opens, clicks } = tracking;
  const shown = links.slice(0, mostLinks);
  const rows = shown.map(({ url, people }) => ({ label: url.replace(/^https?:\/\/(?:www\.)?/, ''), value: people }));
  const cells = links.map(({ url, people, machines }) => [url, number(people), number(machines)]);
  const words = `Recipients who followed each link, counted once. ${number(clicks.people)} people followed one and ${number(opens.people)} opened the message; programs, which check mail on its way, followed links of ${number(clicks.machines)} messages and opened ${number(opens.machines)}.`;
  if (links.length === 0) return section('What they read on', words, []);
  return section('What they read on', words, [
    {
      id: 'links',
      chart: bars('The links that people followed most', rows),
      table: `<div class="links">${table('Every counted link', ['link', 'people', 'programs'], cells)}</div>`,
    },
  ]);
}

function reasonsSection({ exclusionsByReason, causes }: EditionReport): string {
  const rows = [
    ...Object.entries(exclusionsByReason).map(([reason, count]) => ['excluded', reason, number(count)]),
    ...causes.map(({ state, detail, count }) => [state, detail, number(count)]),
  ];
  if (rows.length === 0) return '';
  const named = `<div class="wide-table words">${table('Why some had no message', ['what', 'why', 'how many'], rows)}</div>`;
  return `<section><h2>Why some had no message</h2><p class="lead">In the words of the audience’s rules and of the provider.</p>${named}</section>`;
}

function editionSentence({ counts, rates }: EditionReport, standing: Standing): string {
  const state = standing === 'finished' ? '' : ` The run is ${standing}.`;
  const open = counts.uncertain + counts.deferred + counts.unattempted;
  const left = open === 0 ? '' : ` ${number(open)} are still open.`;
  return `The provider took the message of ${number(counts.accepted)} of ${number(counts.recipients)} recipients.${left}${state} ${verdict(rates)}`;
}
