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
