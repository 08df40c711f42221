import { addTallies, emptyTally, type FeedbackTally } from '../model/feedback.ts';
import type { Hold } from '../model/outcome.ts';
import type { Run } from '../model/run.ts';
import type { FeedbackStore } from '../ports.ts';

/** Fewer messages than this say nothing of the rest. */
const messagesNeeded = 500;
/** In per mille, so that what is compared are whole numbers. */
const bouncesAllowed = 50;
const complaintsAllowed = 1;

/**
 * Whether what was learned of a run's messages says that it must not go on: of at least 500 whose fate is known more than 5 % bounced, or
 * more than 0.1 % were complained of. At 10 % and 0.5 % SES pauses the account.
 *
 * @param from - what was known when a person last let the run go on in spite of it; only what came since is judged.
 * @example judgeRates({ known: 600, decided: 600, bounced: 31, complained: 0 }) // { cause: 'bounce-rate', … }
 */
export function judgeRates(tally: FeedbackTally, from: FeedbackTally = emptyTally): Hold | null {
  const { known, decided, bounced, complained } = addTallies(tally, from, -1);
  // Where nobody says what was delivered, every message of which anything is heard is a bad one.
  if (known <= 0 || decided < messagesNeeded) return null;
  if (complained * 1_000 > complaintsAllowed * decided)
    return hold('complaint-rate', complained, decided, 'complaints');
  if (bounced * 1_000 > bouncesAllowed * decided) return hold('bounce-rate', bounced, decided, 'bounces');
  return null;
}

function hold(cause: 'bounce-rate' | 'complaint-rate', count: number, of: number, what: string): Hold {
  const limit = (cause === 'bounce-rate' ? bouncesAllowed : complaintsAllowed) / 10;
  const detail = `${count} ${what} on the ${of} messages whose fate is known: ${((count / of) * 100).toFixed(2)} %, more than the ${limit} % at which a run holds.`;
  return { cause, detail, until: null };
}

/** Where the rates of a run that is taken up are judged from: a person who resumes it after such a hold has seen them. */
export async function ratesFrom(
  run: Run | null,
  feedback: Pick<FeedbackStore, 'tally'>,
): Promise<Pick<Run, 'ratesFrom'>> {
  if (run?.hold?.cause === 'bounce-rate' || run?.hold?.cause === 'complaint-rate') {
    return { ratesFrom: await feedback.tally(run.editionId) };
  }
  return run?.ratesFrom === undefined ? {} : { ratesFrom: run.ratesFrom };
}
