import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { recordFeedback } from '../core/stages/record-feedback.ts';
import type { Site } from './site.ts';

/** SNS sends 256 KB at the most, and escapes in JSON what it sends. */
const longestEvent = 1_048_576;

/**
 * Where Amazon SNS posts what SES tells of messages. Whatever is not signed by SNS and of the topic that is configured is answered with a
 * 4xx and leaves nothing behind. Without a topic there is no such place.
 */
export function feedbackInlet(app: Hono, { ports }: Site): void {
  const { inlet } = ports;
  if (inlet === undefined) return;
  const { ledger, ses } = inlet;
  const limit = bodyLimit({ maxSize: longestEvent, onError: (c) => c.text('too long\n', 413) });
  app.post('/feedback/ses', limit, async (c) => {
    const answer = await ses.read(await c.req.text());
    switch (answer.kind) {
      case 'told':
        await recordFeedback(answer.events, { feedback: ports.feedback, subscribers: ports.subscribers, ledger });
        return c.text('recorded\n');
      case 'noted':
        ports.log({ event: 'feedback', detail: answer.note });
        return c.text('noted\n');
      case 'later':
        ports.log({ event: 'feedback put off', detail: answer.reason });
        return c.text(`${answer.reason}\n`, 429, { 'Retry-After': '60' });
      default:
        ports.log({ event: 'feedback refused', detail: answer.reason });
        return c.text(`${answer.reason}\n`, 403);
    }
  });
}
