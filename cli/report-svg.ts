import { escapeHtml } from '../core/stages/compose-values.ts';
import { percent } from './report-lines.ts';
import { number } from './report-text.ts';

/** A chart that can be drawn for a desk and for a telephone. */
export interface Chart {
  /** What it shows, in a few words. */
  title: string;
  /** The same for those who do not see it. */
  description: string;
  /** Its marks, in units of one pixel, `width` wide. */
  draw(width: number): { height: number; marks: string };
}

/** A row of `bars`. */
export interface Bar {
  label: string;
  value: number;
  /** Beside the label, small. */
  note?: string;
  tone?: Tone;
}

export type Tone = 'data' | 'pale' | 'near' | 'over';

/** A point of `line` or of `columns`. */
export interface Point {
  label: string;
  value: number | null;
  tone?: Tone;
}

/** A level that must not be reached. */
export interface Level {
  value: number;
  words: string;
  tone: 'near' | 'over';
}

/** Both drawings of a chart; the style sheet shows the one that fits. */
export function svgOf(chart: Chart, id: string): string {
  return [
    { width: 640, name: 'wide' },
    { width: 340, name: 'narrow' },
  ]
    .map(({ width, name }) => {
      const { height, marks } = chart.draw(width);
      const [title, description] = [`${id}-${name}-title`, `${id}-${name}-desc`];
      return `<svg class="${name}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${title} ${description}"><title id="${title}">${escapeHtml(chart.title)}</title><desc id="${description}">${escapeHtml(chart.description)}</desc>${marks}</svg>`;
    })
    .join('');
}

/** About how wide a letter of a label is. */
const letterWidth = 7.4;

/** Horizontal bars, each under its own words. */
export function bars(title: string, rows: readonly Bar[]): Chart {
  const most = Math.max(1, ...rows.map(({ value }) => value));
  return {
    title,
    description: `${rows.map(({ label, value }) => `${label} ${number(value)}`).join(', ')}.`,
    draw(width) {
      const rowHeight = 50;
      const marks = rows.map(({ label, value, note = '', tone = 'data' }, index) => {
        const top = index * rowHeight;
        const long = Math.max(value > 0 ? 2 : 0, (value / most) * width);
        const fits = Math.floor((width - 90) / letterWidth);
        const shown = label.length > fits ? `…${label.slice(1 - fits)}` : label;
        const room = shown.length + note.length + 2 < fits;
        return `${text(0, top + 15, shown, 'label')}${room && note !== '' ? text(shown.length * letterWidth + 10, top + 15, note, 'small') : ''}${text(width, top + 15, number(value), 'value', 'end')}${rect(0, top + 23, width, 14, 'track')}${rect(0, top + 23, long, 14, tone)}`;
      });
      return { height: rows.length * rowHeight - 6, marks: marks.join('') };
    },
  };
}

/** Where a rate stands between nothing and a provider's two levels. */
export function gauge(title: string, value: number | null, near: number, over: number): Chart {
  const end = Math.max(over * 1.25, (value ?? 0) * 1.08);
  return {
    title,
    description: `${value === null ? 'Nothing to divide by yet' : percent(value)}; near the limit from ${percent(near)} on, over it from ${percent(over)} on.`,
    draw(width) {
      const x = (share: number) => (share / end) * width;
      const [warn, act] = [x(near), x(over)];
      const band = `${rect(0, 30, warn - 1, 12, 'zone within')}${rect(warn + 1, 30, act - warn - 2, 12, 'zone near')}${rect(act + 1, 30, width - act - 1, 12, 'zone over')}`;
      const levels = `${text(0, 60, '0', 'small')}${text(warn, 60, percent(near), 'small', 'middle')}${text(act, 60, percent(over), 'small', 'middle')}`;
      const names = `${text(warn, 76, 'warns', 'small', 'middle')}${text(act, 76, 'acts', 'small', 'middle')}`;
      if (value === null)
        return { height: 82, marks: `${text(0, 18, 'not known yet', 'label')}${band}${levels}${names}` };
      const at = x(value);
      const anchor = at > width - 50 ? 'end' : at < 30 ? 'start' : 'middle';
      const tone = value >= over ? 'over' : value >= near ? 'near' : 'data';
      return {
        height: 82,
        marks: `${band}${text(anchor === 'start' ? 0 : anchor === 'end' ? width : at, 18, percent(value), `value ${tone}`, anchor)}${rect(Math.min(at, width - 3), 24, 3, 24, `needle ${tone}`)}${levels}${names}`,
      };
    },
  };
}

interface Plot {
  top: number;
  bottom: number;
  x(index: number): number;
  y(value: number): number;
  /** Grid lines with their figures, and the dates below. */
  frame: string;
  height: number;
}

/** One line over editions, with the levels that it must keep below. */
export function line(title: string, points: readonly Point[], levels: readonly Level[] = []): Chart {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const most = Math.max(0, ...values);
  const shown = levels.filter(({ value }, index) => index === 0 || value <= most * 1.6);
  const end = Math.max(most * 1.15, (shown.at(-1)?.value ?? 0) * 1.12, 0.0001);
  return {
    title,
    description: describe(points, percent),
    draw(width) {
      const plot = plotOf(points, width, end, percent, 56);
      const limits = shown.map(({ value, words, tone }) => {
        const y = plot.y(value);
        return `<line class="limit ${tone}" x1="0" x2="${width}" y1="${r(y)}" y2="${r(y)}"/>${text(width, y - 5, words, `small ${tone}`, 'end')}`;
      });
      const runs: string[] = [];
      let run: string[] = [];
      for (const [index, { value }] of points.entries()) {
        if (value === null) {
          if (run.length > 1) runs.push(run.join(' '));
          run = [];
        } else run.push(`${r(plot.x(index))},${r(plot.y(value))}`);
      }
      if (run.length > 1) runs.push(run.join(' '));
      const dots = points.map(({ value, tone = 'data' }, index) => {
        if (value === null || (points.length > 45 && tone === 'data' && index < points.length - 1)) return '';
        return `<circle class="dot ${tone}" cx="${r(plot.x(index))}" cy="${r(plot.y(value))}" r="${index === points.length - 1 ? 4.5 : 3.5}"/>`;
      });
      const last = points.findLastIndex(({ value }) => value !== null);
      const value = points[last]?.value ?? null;
      const { tone = 'data' } = points[last] ?? {};
      // Beside its dot, and off the axis.
      const beside = Math.min(plot.y(value ?? 0) + 5, plot.bottom - 6);
      const latest = value === null ? '' : text(plot.x(last) + 8, beside, percent(value), `value ${tone}`);
      const drawn = runs.map((each) => `<polyline class="series" points="${each}"/>`);
      const nothing = value === null ? text(width / 2, plot.y(end / 2), 'nothing is known yet', 'small', 'middle') : '';
      return { height: plot.height, marks: [plot.frame, ...limits, ...drawn, ...dots, latest, nothing].join('') };
    },
  };
}

/** A column an edition: the whole, and within it a part. */
export function columns(title: string, points: readonly (Point & { part: number })[]): Chart {
  const end = Math.max(1, ...points.map(({ value }) => value ?? 0)) * 1.06;
  return {
    title,
    description: describe(points, number),
    draw(width) {
      const plot = plotOf(points, width, end, short);
      const wide = Math.max(2, Math.min(34, ((width - 44) / Math.max(1, points.length)) * 0.72));
      const marks = points.map(({ value, part }, index) => {
        const x = plot.x(index) - wide / 2;
        const column = (height: number, tone: Tone) =>
          rect(x, plot.y(height), wide, plot.bottom - plot.y(height), tone);
        return `${column(value ?? 0, 'pale')}${column(part, 'data')}`;
      });
      return { height: plot.height, marks: [plot.frame, ...marks].join('') };
    },
  };
}

function plotOf(
  points: readonly Point[],
  width: number,
  end: number,
  figure: (value: number) => string,
  right = 8,
): Plot {
  const [top, bottom, height] = [26, 214, 240];
  const left = 48;
  const step = (width - left - right) / Math.max(1, points.length);
  const x = (index: number) => left + step * (index + 0.5);
  const y = (value: number) => bottom - (value / end) * (bottom - top);
  const grid = ticks(end).map((value) => {
    const at = r(y(value));
    return `<line class="${value === 0 ? 'axis' : 'grid'}" x1="0" x2="${width}" y1="${at}" y2="${at}"/>${value === 0 ? '' : text(0, y(value) - 4, figure(value), 'small')}`;
  });
  const most = width > 500 ? 6 : 3;
  const every = Math.max(1, Math.ceil(points.length / most));
  const dates = points.map(({ label }, index) => {
    // The newest always has its date, and no other stands so near that they would touch.
    const back = points.length - 1 - index;
    if (back % every !== 0) return '';
    const anchor = back === 0 && points.length > 2 ? 'end' : 'middle';
    return text(
      anchor === 'end' ? Math.min(width, x(index) + step / 2 + 8) : x(index),
      bottom + 19,
      label,
      'small',
      anchor,
    );
  });
  return { top, bottom, x, y, frame: [...grid, ...dates].join(''), height };
}

/** Round values from 0 up to `end`, at most five. */
function ticks(end: number): number[] {
  const rough = end / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((each) => each * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
}

function describe(points: readonly Point[], figure: (value: number) => string): string {
  const known = points.flatMap(({ label, value }) => (value === null ? [] : [{ label, value }]));
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return 'Nothing is known yet.';
  const ranked = known.toSorted((a, b) => b.value - a.value);
  const [most, least] = [ranked[0] ?? first, ranked.at(-1) ?? first];
  return `From ${figure(first.value)} on ${first.label} to ${figure(last.value)} on ${last.label}; highest ${figure(most.value)} on ${most.label}, lowest ${figure(least.value)} on ${least.label}.`;
}

function short(value: number): string {
  return value.toLocaleString('en-US', { notation: 'compact', maximumSignificantDigits: 3 });
}

function text(x: number, y: number, words: string, name: string, anchor: 'start' | 'middle' | 'end' = 'start'): string {
  return `<text class="${name}" x="${r(x)}" y="${r(y)}"${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}>${escapeHtml(words)}</text>`;
}

function rect(x: number, y: number, width: number, height: number, name: string): string {
  return `<rect class="${name}" x="${r(x)}" y="${r(y)}" width="${r(Math.max(0, width))}" height="${r(Math.max(0, height))}"/>`;
}

function r(value: number): string {
  return String(Math.round(value * 10) / 10);
}
