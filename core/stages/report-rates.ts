import type { Counts, LearnedCounts, Rate, RateStanding } from '../model/report.ts';

type Limit = Pick<Rate, 'of' | 'provider' | 'denominator' | 'near' | 'over' | 'source'>;

/**
 * What mail providers allow, as they say it.
 *
 * Amazon SES counts bounces for good and complaints against what it accepted: it reviews an account from 5 % and 0.1 % on, and may
 * stop its sending from 10 % and 0.5 % on. Gmail asks for a spam rate under 0.1 % that never reaches 0.3 %, and Yahoo for one under 0.3 %;
 * both divide by what reached the inbox, of which `delivered` is the nearest that a sender learns.
 */
const limits: readonly Limit[] = [
  {
    of: 'bounces',
    provider: 'Amazon SES',
    denominator: 'accepted',
    near: 0.05,
    over: 0.1,
    source: 'Amazon SES Developer Guide: Reputation metrics messages',
  },
  {
    of: 'complaints',
    provider: 'Amazon SES',
    denominator: 'accepted',
    near: 0.001,
    over: 0.005,
    source: 'Amazon SES Developer Guide: Reputation metrics messages',
  },
  {
    of: 'complaints',
    provider: 'Gmail and Yahoo',
    denominator: 'deliveries',
    near: 0.001,
    over: 0.003,
    source: 'Google: Email sender guidelines; Yahoo Sender Hub: Sender requirements and recommendations',
  },
];

/**
 * The rates that providers limit, of one edition or of several together. Silence is no good news: an edition of which the provider told nothing
 * is in none of them.
 */
export function ratesOf(
  figures: readonly {
    counts: Pick<Counts, 'accepted'>;
    learned: Pick<LearnedCounts, 'heardOf' | 'delivered' | 'bounced' | 'complained'>;
  }[],
): Rate[] {
  const sum = (value: (figure: (typeof figures)[number]) => number) => {
    return figures.reduce((total, figure) => total + value(figure), 0);
  };
  const counts = {
    bounces: sum(({ learned }) => learned.bounced.permanent),
    complaints: sum(({ learned }) => learned.complained),
    accepted: sum((figure) => (figure.learned.heardOf === 0 ? 0 : figure.counts.accepted)),
    deliveries: sum(({ learned }) => learned.delivered),
  };
  return limits.map((limit) => {
    const count = counts[limit.of];
    const outOf = counts[limit.denominator];
    const rate = outOf === 0 ? null : count / outOf;
    return { ...limit, count, outOf, rate, standing: standingOf(rate, limit) };
  });
}

function standingOf(rate: number | null, { near, over }: Limit): RateStanding {
  if (rate === null) return 'unknown';
  if (rate >= over) return 'over';
  return rate >= near ? 'near' : 'within';
}
