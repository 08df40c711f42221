/** What an export says of a person's standing. The last three are bars on the address. */
export type RowStatus = 'active' | 'pending' | 'unsubscribed' | 'bounce' | 'complaint' | 'manual';

/** One row of an import, as it was read: nothing is judged yet but its form. */
export interface SubscriberRow {
  line: number;
  /** As written. */
  email: string;
  /** The column the address stands in: its name, and its number from 1. */
  emailColumn: { name: string; number: number };
  status: RowStatus;
  /** The other columns, under their own names; empty ones are left out. */
  attributes: Record<string, string>;
  locale: string | null;
  timeZone: string | null;
  /** When they joined, in ISO 8601 UTC. */
  joinedAt: string | null;
}
