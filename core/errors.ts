import type { Problem } from './model/problem.ts';

export type { Problem } from './model/problem.ts';

/**
 * The catalogue of errors: each has a permanent code, and says what happened and what to do. Codes are never renamed or
 * used again for something else. `docs/reference/errors.md` lists them all; a test compares.
 */
export const errorCatalogue = {
  CONFIG_NOT_FOUND: 'Run in the folder that holds pressrun.config.ts, or name the file with --config.',
  CONFIG_INVALID: 'Mend the fields named; docs/reference/config.md lists every key.',
  NEWSLETTER_UNKNOWN: 'Use the slug of a newsletter in the config.',
  EDITION_UNKNOWN: 'List runs with `pressrun status`; an edition id is <newsletter>/<YYYY-MM-DD>.',
  EDITION_EMPTY: 'Import newer articles, widen the sections’ rules, or lower minimumArticles.',
  EDITION_TOO_LATE:
    'Send it by hand with `pressrun send NEWSLETTER --at INSTANT`; only the schedule refuses to be late.',
  ARTICLE_INVALID: 'Mend the field named in the file and import it again; the other articles are in.',
  IMPORT_UNREADABLE: 'Check the path and the format; --format names it where it cannot be told.',
  TEMPLATE_NOT_FOUND: 'Use a template of `pressrun templates list`, or the path of an .mjml file beside the config.',
  TEMPLATE_INVALID: 'Mend the template at the line named; templates/README.md lists every field.',
  CRON_INVALID: 'Use five fields: minute hour day-of-month month day-of-week, such as "0 7 * * 1-5".',
  INSTANT_INVALID: 'Write an instant as ISO 8601 with an offset, such as 2026-11-23T07:00:00-05:00.',
  SUBSCRIBERS_INVALID: 'Mend the file named; nothing of it was stored.',
  SUBSCRIBER_UNKNOWN: 'Look the address up with `pressrun subscribers list`.',
  FEEDBACK_INVALID:
    'Nothing of it was recorded. Compare the event with docs/reference/feedback.md; other events are in.',
  CHECK_FAILED: 'Mend what the check names, or send with --force.',
  PROVIDER_UNAVAILABLE: 'Check the region, the credentials and the network, then run the same command again.',
  LEDGER_UNAVAILABLE: 'Nothing is lost: run the same command again when the database answers.',
  STORE_UNAVAILABLE: 'Check that the folder can be written and the disk has room, then run the same command again.',
  STORE_CORRUPT: 'Move the file named out of the way and import or build again.',
  ARCHIVE_CONFLICT: 'What the archive holds is never changed; the new value was not stored.',
  RUN_BUSY: 'Wait for the run to end, or stop it with `pressrun stop EDITION`.',
  RUN_STATE: 'Look at `pressrun status EDITION` for what can be done now.',
  PICTURES_UNAVAILABLE:
    'Install it beside Pressrun with `npm install sharp`, then run the same command again; or import without --pictures.',
  FILE_EXISTS: 'Choose another name; what is there is never replaced.',
  ADDRESS_INVALID: 'Write one address as name@domain.',
  USAGE: 'See `pressrun COMMAND --help`.',
  UNEXPECTED: 'This is a fault in Pressrun: run it again with PRESSRUN_DEBUG=1 to see where, and report it.',
} as const;

export type ErrorCode = keyof typeof errorCatalogue;

/** An error that stops the work: a code of the catalogue, what happened, and what to do about it. */
export class PressrunError extends Error {
  override readonly name = 'PressrunError';
  readonly code: ErrorCode;
  readonly problems: readonly Problem[];

  /**
   * @param message - what happened, in one sentence, with the names involved.
   * @param options - `cause` is kept; `problems` name each place.
   */
  constructor(code: ErrorCode, message: string, options: { cause?: unknown; problems?: readonly Problem[] } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.problems = options.problems ?? [];
  }

  /** What to do now. */
  get advice(): string {
    return errorCatalogue[this.code];
  }
}
