import type { Counts, EditionFigures, EditionReport, NewsletterReport, TrackedCounts } from '../model/report.ts';
import type { Run } from '../model/run.ts';
import type { Archive, FeedbackStore, Ledger, RunStore } from '../ports.ts';
import { countsOf, report } from './report.ts';
import { LearnedTally } from './report-learned.ts';
import { ratesOf } from './report-rates.ts';
import { readAudience } from './select.ts';
import { trackedLinks } from './track-visit.ts';

export interface FiguresPorts {
  ledger: Pick<Ledger, 'count' | 'entries'>;
  feedback: Pick<FeedbackStore, 'of'>;
  archive: Pick<Archive, 'get'>;
}

type EditionRun = Pick<Run, 'editionId' | 'newsletter' | 'at' | 'revision'>;

/**
 * The whole report of an edition, derived now from its ledger and from what was learned of its messages.
 *
 * @throws {PressrunError} `STORE_CORRUPT` when the counts do not balance.
 */
export async function editionReport(run: EditionRun, ports: FiguresPorts): Promise<EditionReport> {
  const full = await report(run.editionId, ports);
  const withheld = full.causes.filter(({ state }) => state === 'withheld');
  return {
    ...full,
    withheldByReason: Object.fromEntries(withheld.map(({ detail, count }) => [detail, count])),
    ...(await figuresOf(run, full.counts, ports)),
  };
}

/**
 * A newsletter over time: its latest editions that went to anyone, the newest last.
 *
 * @param last - how many editions, at most.
 */
export async function newsletterReport(
  newsletter: string,
  last: number,
  ports: FiguresPorts & { runs: Pick<RunStore, 'list'> },
): Promise<NewsletterReport> {
  const editions: EditionFigures[] = [];
  for (const run of await ports.runs.list(newsletter)) {
    if (editions.length === last) break;
    if (run.revision === null) continue;
    const audience = await readAudience(run.editionId, ports.archive);
    const counts = countsOf(audience, await ports.ledger.count(run.editionId));
    if (counts.accepted > 0) editions.push(await figuresOf(run, counts, ports));
  }
  editions.sort((a, b) => (a.at < b.at ? -1 : 1));
  return { newsletter, editions, rates: ratesOf(editions) };
}

async function figuresOf(run: EditionRun, counts: Counts, ports: FiguresPorts): Promise<EditionFigures> {
  const { editionId, newsletter, at, revision } = run;
  const tally = new LearnedTally();
  for await (const page of ports.feedback.of(editionId)) for (const each of page) tally.add(each);
  const learned = tally.learned();
  const links = revision === null ? null : await trackedLinks(editionId, revision, ports.archive);
  const tracking = links === null ? null : tally.tracked(links);
  const { accepted } = counts;
  const ofAccepted = (count: number | undefined) => (accepted === 0 || count === undefined ? null : count / accepted);
  return {
    editionId,
    newsletter,
    at,
    counts,
    learned,
    rates: ratesOf([{ counts, learned }]),
    shares: {
      delivered: ofAccepted(learned.delivered),
      unsubscribed: ofAccepted(learned.unsubscribed),
      opened: ofAccepted(people(tracking, 'opens')),
      clicked: ofAccepted(people(tracking, 'clicks')),
    },
    tracking,
  };
}

function people(tracking: TrackedCounts | null, of: 'opens' | 'clicks'): number | undefined {
  return tracking?.[of].people;
}
