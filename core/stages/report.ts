import { PressrunError } from '../errors.ts';
import type { Audience } from '../model/audience.ts';
import type { LedgerCounts } from '../model/ledger.ts';
import type { Counts, Report } from '../model/report.ts';
import type { Archive, Ledger } from '../ports.ts';
import { readAudience } from './select.ts';

/**
 * The terms of the two equations that always hold (DESIGN section 6). An open claim counts as uncertain; a recipient without
 * an entry is unattempted.
 *
 * @throws {PressrunError} `STORE_CORRUPT` when they do not hold: the ledger then has entries that the audience has not.
 */
export function countsOf(audience: Audience | null, ledger: LedgerCounts): Counts {
  const { candidates, recipients, exclusions } = audience ?? { candidates: 0, recipients: 0, exclusions: 0 };
  const { accepted, rejected, deferred, withheld } = ledger;
  const uncertain = ledger.uncertain + ledger.claimed;
  const unattempted = recipients - accepted - rejected - deferred - uncertain - withheld;
  if (candidates !== recipients + exclusions || unattempted < 0) {
    const entries = recipients - unattempted;
    const message = `The counts do not balance: ${candidates} candidates, ${recipients} recipients, ${exclusions} exclusions, ${entries} ledger entries.`;
    throw new PressrunError('STORE_CORRUPT', message);
  }
  return { candidates, recipients, exclusions, accepted, rejected, deferred, uncertain, withheld, unattempted };
}

/** Derives the report of an edition from its audience and its ledger. Nothing in it is kept by hand. */
export async function report(
  editionId: string,
  ports: { ledger: Pick<Ledger, 'count' | 'entries'>; archive: Pick<Archive, 'get'> },
): Promise<Report> {
  const audience = await readAudience(editionId, ports.archive);
  const counts = countsOf(audience, await ports.ledger.count(editionId));
  const causes = new Map<string, { state: string; detail: string; count: number }>();
  for (const state of ['rejected', 'deferred', 'uncertain', 'withheld'] as const) {
    for await (const page of ports.ledger.entries(editionId, state)) {
      for (const entry of page) {
        const detail = entry.detail ?? 'no reason given';
        const cause = causes.get(`${state}\n${detail}`) ?? { state, detail, count: 0 };
        cause.count += 1;
        causes.set(`${state}\n${detail}`, cause);
      }
    }
  }
  return {
    editionId,
    counts,
    exclusionsByReason: audience?.exclusionsByReason ?? {},
    causes: [...causes.values()].sort((a, b) => b.count - a.count || a.detail.localeCompare(b.detail, 'en')),
  };
}
