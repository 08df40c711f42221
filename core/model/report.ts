/** The equations' terms, under the names that `status --json` and `report --json` give them. */
export interface Counts {
  candidates: number;
  recipients: number;
  exclusions: number;
  accepted: number;
  rejected: number;
  deferred: number;
  /** Open claims count here. */
  uncertain: number;
  withheld: number;
  unattempted: number;
}

/** Derived from ledger and feedback; never kept by hand. */
export interface Report {
  editionId: string;
  counts: Counts;
  exclusionsByReason: Record<string, number>;
  /** Details of rejections, deferrals and uncertainties, with how often each occurs, the commonest first. */
  causes: { state: string; detail: string; count: number }[];
}

/** What was learned of an edition's messages, each counted once a recipient however many events told of it. */
export interface LearnedCounts {
  /** Recipients of whose message the provider told anything. 0: it is not asked to, or has not yet; then no rate is known. */
  heardOf: number;
  delivered: number;
  /** Each bounced message stands under one kind: the gravest. One that was delivered too and did not bounce for good is an automatic answer. */
  bounced: { permanent: number; transient: number; undetermined: number };
  automaticAnswers: number;
  /** Without those that were taken back (`not-spam`). */
  complained: number;
  delayed: number;
  /** Of the delayed: of which nothing was learned since. */
  waiting: number;
  unsubscribed: number;
  /** Accepted, and not sent after all: the provider found a virus, or could not make the message. */
  refusedAfterwards: number;
  /** Events of types that are not known. */
  other: number;
}

/** A count by whom it was made, as far as anyone can tell. */
export interface ByWhom {
  people: number;
  machines: number;
}

/** What is counted where the newsletter has tracking on. */
export interface TrackedCounts {
  /** Recipients whose message was opened. */
  opens: ByWhom;
  /** Recipients who followed a link. */
  clicks: ByWhom;
  /** Each address of the edition, and how many recipients followed it: the most followed by people first. */
  links: (ByWhom & { url: string })[];
}

/** Whether a rate is within what a provider allows, near its limit, or over it. `unknown`: there is nothing to divide by. */
export type RateStanding = 'within' | 'near' | 'over' | 'unknown';

/** A rate beside what a mail provider allows. All rates are fractions of 1. */
export interface Rate {
  of: 'bounces' | 'complaints';
  provider: string;
  count: number;
  outOf: number;
  /** What `outOf` counts. */
  denominator: 'accepted' | 'deliveries';
  /** Null where `outOf` is 0. */
  rate: number | null;
  /** From here on it is near: the provider warns. */
  near: number;
  /** From here on it is over: the provider acts. */
  over: number;
  standing: RateStanding;
  /** The provider's page that says so. */
  source: string;
}

/** A share without any provider's limit: a fraction of 1, null where nothing was accepted. */
export interface Shares {
  /** Of accepted. */
  delivered: number | null;
  /** Of accepted. */
  unsubscribed: number | null;
  /** Of accepted, by people; null where links are not counted. */
  opened: number | null;
  /** Of accepted, by people; null where links are not counted. */
  clicked: number | null;
}

/** What came of an edition, from its counts and what was learned since. */
export interface EditionFigures {
  editionId: string;
  newsletter: string;
  /** The edition's instant. */
  at: string;
  counts: Counts;
  learned: LearnedCounts;
  rates: Rate[];
  shares: Shares;
  /** Null where the newsletter had no tracking on: nothing was counted. */
  tracking: TrackedCounts | null;
}

/** The whole report of an edition. */
export interface EditionReport extends EditionFigures, Report {
  withheldByReason: Record<string, number>;
}

/** A newsletter over time. */
export interface NewsletterReport {
  newsletter: string;
  /** The newest last. */
  editions: EditionFigures[];
  /** All of them together. */
  rates: Rate[];
}
