import { z } from 'zod';
import { editionIdSchema } from './edition.ts';
import { dateSchema, languageSchema } from './scalars.ts';
import { withinSchema } from './select.ts';

const one = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1)]);
/** A day, or so long before the edition. */
const momentSchema = z.union(
  [dateSchema, withinSchema],
  'a date such as 2026-01-31, or a time before the edition such as 90d',
);

/**
 * A rule of a segment: one of these, by the key it has. Values of attributes are compared without regard to case; where several are
 * given, one is enough.
 */
export type SegmentRule =
  | { attribute: string; is: string | string[] }
  | { attribute: string; contains: string | string[] }
  | { attribute: string; exists: boolean }
  /** A language, or a language in one country: `pt` is `pt-BR` too. */
  | { locale: string | string[] }
  /** Joined this newsletter before the day, or longer ago than that. */
  | { joinedBefore: string }
  | { joinedAfter: string }
  /** A message of one of these editions was accepted for them. */
  | { received: string | string[] }
  | { notReceived: string | string[] }
  | { all: SegmentRule[] }
  | { any: SegmentRule[] }
  | { not: SegmentRule };

export const segmentSchema: z.ZodType<SegmentRule> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ attribute: z.string().min(1), is: one(z.string()) }),
      z.strictObject({ attribute: z.string().min(1), contains: one(z.string().min(1)) }),
      z.strictObject({ attribute: z.string().min(1), exists: z.boolean() }),
      z.strictObject({ locale: one(languageSchema) }),
      z.strictObject({ joinedBefore: momentSchema }),
      z.strictObject({ joinedAfter: momentSchema }),
      z.strictObject({ received: one(editionIdSchema) }),
      z.strictObject({ notReceived: one(editionIdSchema) }),
      z.strictObject({ all: z.array(segmentSchema).min(1) }),
      z.strictObject({ any: z.array(segmentSchema).min(1) }),
      z.strictObject({ not: segmentSchema }),
    ],
    'a rule is one of { attribute, is }, { attribute, contains }, { attribute, exists }, { locale }, { joinedBefore }, { joinedAfter }, { received }, { notReceived }, { all }, { any }, { not }',
  ),
);

/** What a segment may look at. */
export interface SegmentTraits {
  attributes: Readonly<Record<string, string>>;
  /** Where the reader has none, the newsletter's. */
  locale: string;
  /** When they joined the newsletter, in ISO 8601 UTC. */
  joinedAt: string;
  /** Those of the segment's editions that they received. */
  received: ReadonlySet<string>;
}

/**
 * The first rule that keeps somebody out, in words; null for those who are in.
 *
 * @param at - the edition's instant, in ISO 8601 UTC.
 * @example outsideOf({ locale: 'pt' }, traits, at) // 'language pt'
 */
export function outsideOf(rule: SegmentRule, traits: SegmentTraits, at: string): string | null {
  if ('all' in rule) {
    for (const each of rule.all) {
      const words = outsideOf(each, traits, at);
      if (words !== null) return words;
    }
    return null;
  }
  return holds(rule, traits, at) ? null : ruleWords(rule);
}

/** The editions a segment asks about. */
export function editionsIn(rule: SegmentRule): string[] {
  if ('received' in rule) return listOf(rule.received);
  if ('notReceived' in rule) return listOf(rule.notReceived);
  if ('all' in rule) return rule.all.flatMap(editionsIn);
  if ('any' in rule) return rule.any.flatMap(editionsIn);
  return 'not' in rule ? editionsIn(rule.not) : [];
}

/** A rule as a person reads it, such as `city is Oslo or Bergen`. */
export function ruleWords(rule: SegmentRule): string {
  if ('is' in rule) return `${rule.attribute} is ${orWords(rule.is)}`;
  if ('contains' in rule) return `${rule.attribute} contains ${orWords(rule.contains)}`;
  if ('exists' in rule) return rule.exists ? `has ${rule.attribute}` : `has no ${rule.attribute}`;
  if ('locale' in rule) return `language ${orWords(rule.locale)}`;
  if ('joinedBefore' in rule) return `joined before ${momentWords(rule.joinedBefore)}`;
  if ('joinedAfter' in rule) return `joined after ${momentWords(rule.joinedAfter)}`;
  if ('received' in rule) return `received ${orWords(rule.received)}`;
  if ('notReceived' in rule) return `did not receive ${orWords(rule.notReceived)}`;
  if ('all' in rule) return rule.all.map(nested).join(' and ');
  if ('any' in rule) return rule.any.map(nested).join(' or ');
  return `not (${ruleWords(rule.not)})`;
}

function holds(rule: SegmentRule, traits: SegmentTraits, at: string): boolean {
  if ('all' in rule) return rule.all.every((each) => holds(each, traits, at));
  if ('any' in rule) return rule.any.some((each) => holds(each, traits, at));
  if ('not' in rule) return !holds(rule.not, traits, at);
  if ('locale' in rule) return listOf(rule.locale).some((tag) => speaks(traits.locale, tag));
  if ('joinedBefore' in rule) return traits.joinedAt < instantOf(rule.joinedBefore, at);
  if ('joinedAfter' in rule) return traits.joinedAt >= instantOf(rule.joinedAfter, at);
  if ('received' in rule) return listOf(rule.received).some((id) => traits.received.has(id));
  if ('notReceived' in rule) return !listOf(rule.notReceived).some((id) => traits.received.has(id));
  const value = Object.hasOwn(traits.attributes, rule.attribute) ? (traits.attributes[rule.attribute] ?? '') : '';
  const text = value.trim().toLowerCase();
  if ('exists' in rule) return (text !== '') === rule.exists;
  if ('is' in rule) return listOf(rule.is).some((each) => each.trim().toLowerCase() === text);
  return listOf(rule.contains).some((each) => text.includes(each.toLowerCase()));
}

function speaks(locale: string, tag: string): boolean {
  return locale === tag || locale.startsWith(`${tag}-`);
}

/** A day begins in UTC; a duration is before the edition. */
function instantOf(moment: string, at: string): string {
  const match = /^(\d+)([mhd])$/.exec(moment);
  if (match === null) return `${moment}T00:00:00.000Z`;
  const unit = { m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2] as 'm' | 'h' | 'd'];
  return new Date(Date.parse(at) - Number(match[1]) * unit).toISOString();
}

function listOf(value: string | readonly string[]): string[] {
  return typeof value === 'string' ? [value] : [...value];
}

function orWords(value: string | readonly string[]): string {
  return listOf(value).join(' or ');
}

function momentWords(moment: string): string {
  return /^\d+[mhd]$/.test(moment) ? `${moment} before the edition` : moment;
}

function nested(rule: SegmentRule): string {
  return 'all' in rule || 'any' in rule ? `(${ruleWords(rule)})` : ruleWords(rule);
}
