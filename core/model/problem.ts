/** A place where a value was not as it must be. */
export interface Problem {
  /** The file, feed entry or row, as the user knows it. */
  file: string;
  /** The field's path, such as `headlines.basic` or `newsletters[0].cron`; empty for the file as a whole. */
  field: string;
  /** The value got, shortened. */
  got: string;
  /** What was allowed. */
  allowed: string;
  line?: number;
  column?: number;
}
