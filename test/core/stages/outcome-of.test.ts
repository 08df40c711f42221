import { describe, expect, test } from '@jest/globals';
import type { Answer } from '../../../core/model/outcome.ts';
import { outcomeOf } from '../../../core/stages/outcome-of.ts';

const addresses = { from: 'brief@news.example.org', to: 'ann@example.com' };
const response = (status: number, code: string | null, detail: string | null, id: string | null = null): Answer => ({
  kind: 'response',
  status,
  code,
  detail,
  providerMessageId: id,
});

describe('the table of answers', () => {
  test.each<[string, Answer, object]>([
    ['200 with a MessageId', response(200, null, null, 'm1'), { state: 'accepted', providerMessageId: 'm1' }],
    ['200 without a MessageId', response(200, null, null), { state: 'uncertain' }],
    ['200 with an empty MessageId', response(200, null, null, ''), { state: 'uncertain' }],
    [
      'a 4xx that names the recipient',
      response(400, 'MessageRejected', 'Address is not verified: ANN@example.com'),
      { state: 'rejected' },
    ],
    [
      'a 4xx that names a longer address',
      response(400, 'MessageRejected', 'Bad: joann@example.com'),
      { state: 'deferred', hold: 'refused-by-provider' },
    ],
    [
      'a 4xx that names a longer domain',
      response(400, 'MessageRejected', 'Bad: ann@example.com.br'),
      { state: 'deferred', hold: 'refused-by-provider' },
    ],
    [
      'a 4xx that ends with the address',
      response(400, 'InvalidParameterValue', 'Illegal address ann@example.com.'),
      { state: 'rejected' },
    ],
    [
      'throttling',
      response(400, 'Throttling', 'Maximum sending rate exceeded.'),
      { state: 'deferred', throttled: true, hold: null },
    ],
    [
      'other throttling',
      response(400, 'ThrottlingException', 'Rate exceeded'),
      { state: 'deferred', throttled: true, hold: null },
    ],
    ['429', response(429, null, null), { state: 'deferred', throttled: true, hold: null }],
    [
      'the daily quota',
      response(400, 'Throttling', 'Daily message quota exceeded.'),
      { state: 'deferred', throttled: false, hold: 'daily-quota' },
    ],
    [
      'the account paused',
      response(400, 'AccountSendingPausedException', 'Sending is disabled'),
      { state: 'deferred', hold: 'sending-paused' },
    ],
    [
      'the configuration set paused',
      response(400, 'ConfigurationSetSendingPausedException', 'x'),
      { state: 'deferred', hold: 'sending-paused' },
    ],
    [
      'From not verified',
      response(400, 'MessageRejected', 'Email address is not verified. brief@news.example.org'),
      { state: 'deferred', hold: 'identity-not-verified' },
    ],
    [
      'From and To not verified',
      response(400, 'MessageRejected', 'Email address is not verified: brief@news.example.org, ann@example.com'),
      { state: 'deferred', hold: 'identity-not-verified' },
    ],
    [
      'MAIL FROM not verified',
      response(400, 'MailFromDomainNotVerifiedException', 'x'),
      { state: 'deferred', hold: 'identity-not-verified' },
    ],
    [
      'credentials',
      response(403, 'InvalidClientTokenId', 'The security token is invalid.'),
      { state: 'deferred', hold: 'refused-by-provider' },
    ],
    [
      'no configuration set',
      response(400, 'ConfigurationSetDoesNotExist', 'x'),
      { state: 'deferred', hold: 'refused-by-provider' },
    ],
    ['a redirect', response(301, null, null), { state: 'uncertain' }],
    ['500', response(500, 'InternalFailure', 'x'), { state: 'uncertain' }],
    ['503 that speaks of throttling', response(503, 'Throttling', 'Rate exceeded'), { state: 'uncertain' }],
    ['a reset', { kind: 'broken', detail: 'ECONNRESET' }, { state: 'uncertain' }],
    [
      'no connection',
      { kind: 'no-connection', detail: 'ECONNREFUSED' },
      { state: 'deferred', throttled: false, hold: null },
    ],
  ])('%s', (_name, answer, outcome) => {
    expect(outcomeOf(answer, addresses)).toMatchObject(outcome);
  });

  test('keeps the provider’s words without the address', () => {
    const outcome = outcomeOf(response(400, 'MessageRejected', 'Not verified: <ann@example.com>'), addresses);
    expect(outcome).toMatchObject({ detail: 'MessageRejected: Not verified: <(recipient)>' });
  });
});
