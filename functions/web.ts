import { handle, type LambdaEvent } from 'hono/aws-lambda';
import { createWebApp } from '../web/app.ts';
import { type LambdaContext, log, handler as wrap } from './handler.ts';
import * as wiring from './wiring.ts';

/** The readers' pages. */
export const handler = wrap('web', async (event: LambdaEvent, context: LambdaContext) => {
  const { archive, clock, feedback, frozen, ids, ledger, lettersMailer, limits, publication, runs, subscribers } =
    wiring;
  const ports = {
    subscribers: subscribers(),
    archive: archive(),
    runs: runs(),
    ledger: ledger(),
    feedback: feedback(),
    limits: limits(),
    templates: wiring.templates(),
    tokens: await wiring.tokens(),
    mailer: () => lettersMailer(),
    // The archive and the ledger hold ids alone, which lead to nobody once the record is gone.
    erasers: [],
    clock,
    ids,
    log: (entry: { event: string; detail: string }) => log('warn', 'web', entry),
  };
  const app = createWebApp({ ...frozen().config, publication: publication() }, ports);
  return handle(app)(event, context as never);
});
