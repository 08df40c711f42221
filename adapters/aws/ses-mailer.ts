import {
  GetSendQuotaCommand,
  SESClient,
  type SESClientConfig,
  SESServiceException,
  SendRawEmailCommand,
  type SendRawEmailCommandInput,
} from '@aws-sdk/client-ses';
import { editionTag } from '../../core/model/edition.ts';
import type { OutgoingMessage } from '../../core/model/message.ts';
import type { Answer } from '../../core/model/outcome.ts';
import type { Mailer, SendQuota } from '../../core/ports.ts';
import { type Exchange, newExchange, SesRequestHandler } from './ses-mailer-http.ts';

const userAgent = 'pressrun aws-sdk-js/3 api/ses';

export interface SesMailerOptions {
  /** Such as `eu-west-1`. */
  region: string;
  /** Default: the account's default set, if it has one. */
  configurationSet?: string;
  /** Sends under way at once, each on a connection of its own that is kept. Default: 64, as many as a worker has open. */
  concurrency?: number;
  /** Default: 5. */
  connectTimeoutSeconds?: number;
  /** Until the answer is whole. Default: 30. */
  requestTimeoutSeconds?: number;
  /** Default: SES in the region. */
  endpoint?: string;
  /** Default: the SDK's chain (environment, profile, role). */
  credentials?: SESClientConfig['credentials'];
  /** Authorities to trust for `endpoint`, in PEM. Default: node's. */
  certificateAuthority?: string;
}

/**
 * Amazon SES, v1 API: one SendRawEmail a message, and never a second try, for SES has no idempotency token and a retry of a send
 * whose answer was lost is the same mail twice.
 *
 * A call is described as `no-connection` only when it never had an established connection; as `response` only when an
 * answer was read to its end; as `broken` in every other case.
 *
 * @example
 * const mailer = new SesMailer({ region: 'eu-west-1', configurationSet: 'pressrun-prod' });
 */
export class SesMailer implements Mailer {
  readonly #client: SESClient;
  readonly #handler: SesRequestHandler;
  readonly #configurationSet: string | undefined;
  readonly #pending = new WeakMap<object, { message: OutgoingMessage; exchange: Exchange; memory: BodyMemory }>();
  readonly #memory: BodyMemory[] = [];

  constructor(options: SesMailerOptions) {
    this.#configurationSet = options.configurationSet;
    this.#handler = new SesRequestHandler({
      concurrency: options.concurrency ?? 64,
      connectTimeoutMilliseconds: (options.connectTimeoutSeconds ?? 5) * 1_000,
      requestTimeoutMilliseconds: (options.requestTimeoutSeconds ?? 30) * 1_000,
      idleTimeoutMilliseconds: 4_000,
      ...(options.certificateAuthority === undefined ? {} : { certificateAuthority: options.certificateAuthority }),
    });
    this.#client = new SESClient({
      region: options.region,
      maxAttempts: 1,
      cacheMiddleware: true,
      requestHandler: this.#handler,
      ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
      ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    });
    this.#adapt();
  }

  async send(message: OutgoingMessage): Promise<Answer> {
    const exchange = newExchange();
    const memory = this.#memory.pop() ?? new BodyMemory();
    try {
      const command = new SendRawEmailCommand(emptyInput());
      this.#pending.set(command.input, { message, exchange, memory });
      await this.#client.send(command);
      const { status, providerMessageId } = exchange;
      return { kind: 'response', status: status ?? 0, providerMessageId, code: null, detail: null };
    } catch (error) {
      return describe(error, exchange);
    } finally {
      // Memory that a connection may still read from is not used again.
      if (exchange.written || !exchange.mayHaveWritten) this.#memory.push(memory);
    }
  }

  async quota(): Promise<SendQuota> {
    const { MaxSendRate, Max24HourSend, SentLast24Hours } = await this.#client.send(new GetSendQuotaCommand({}));
    const daily = Max24HourSend ?? -1;
    return {
      maxPerSecond: MaxSendRate === undefined || MaxSendRate < 0 ? null : MaxSendRate,
      remaining: daily < 0 ? null : Math.max(0, daily - (SentLast24Hours ?? 0)),
    };
  }

  /** Closes the connections that are kept. */
  close(): void {
    this.#client.destroy();
  }

  /** What differs from the SDK as it comes, through its own middleware stack. */
  #adapt(): void {
    const { middlewareStack } = this.#client;
    // Nothing here looks at these, and they cost a tenth of a send.
    for (const name of ['loggerMiddleware', 'recursionDetectionMiddleware', 'getUserAgentMiddleware']) {
      middlewareStack.remove(name);
    }
    // In place of retrying: a call is made once, whatever the configuration in the environment says.
    middlewareStack.add((next) => next, {
      step: 'finalizeRequest',
      priority: 'high',
      name: 'retryMiddleware',
      override: true,
    });
    // After the SDK’s serializer and before it signs: the message goes into the body as it was composed, encoded already.
    middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { body: unknown; headers: Record<string, string> };
        request.headers['user-agent'] = userAgent;
        const call = this.#pending.get(args.input);
        if (call !== undefined) {
          request.body = this.#bodyOf(call.message, call.memory);
          this.#handler.watch(request.body as Uint8Array, call.exchange);
        }
        return next(args);
      },
      { step: 'serialize', priority: 'low', name: 'pressrunBody' },
    );
  }

  /** The body that the SDK’s serializer would make, for each parameter by name; a test compares. */
  #bodyOf(outgoing: OutgoingMessage, memory: BodyMemory): Uint8Array {
    const { from, to, subscriberId, attemptId, newsletter, message } = outgoing;
    const edition = editionTag(outgoing.editionId);
    const tags = `${tag(1, 'edition', edition)}${tag(2, 'recipient', subscriberId)}${tag(3, 'attempt', attemptId)}`;
    // Feedback-ID, by which Gmail's Postmaster Tools tell newsletters and editions apart.
    const feedback = `${tag(4, 'ses%3Afeedback-id-a', edition)}${tag(5, 'ses%3Afeedback-id-b', newsletter)}`;
    const set = this.#configurationSet === undefined ? '' : parameter('ConfigurationSetName', this.#configurationSet);
    const addresses = `${parameter('Source', from)}${parameter('Destinations.member.1', to)}`;
    const prefix = `Action=SendRawEmail&Version=2010-12-01${addresses}${tags}${feedback}${set}&RawMessage.Data=`;
    if (message.formValue !== undefined) return message.formValue(prefix, memory.allocate);
    const data = encodeURIComponent(Buffer.from(message.bytes(memory.allocate)).toString('base64'));
    return Buffer.from(prefix + data, 'latin1');
  }
}

/** Memory for a body, used again for the next. */
class BodyMemory {
  #bytes = Buffer.alloc(0);

  readonly allocate = (length: number): Uint8Array => {
    if (this.#bytes.length < length) this.#bytes = Buffer.allocUnsafeSlow(Math.ceil(length * 1.1));
    return this.#bytes;
  };
}

/** For the types and the SDK’s own checks: what it would serialize is put in place later. */
function emptyInput(): SendRawEmailCommandInput {
  return { RawMessage: { Data: new Uint8Array() } };
}

function parameter(name: string, value: string): string {
  return `&${name}=${encodeURIComponent(value)}`;
}

function tag(number: number, name: string, value: string): string {
  return `&Tags.member.${number}.Name=${name}${parameter(`Tags.member.${number}.Value`, value)}`;
}

function describe(error: unknown, exchange: Exchange): Answer {
  // The SDK adds lines of advice to its developers.
  const detail = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).split('\n')[0] ?? '';
  if (exchange.status === null) return { kind: exchange.mayHaveWritten ? 'broken' : 'no-connection', detail };
  const known = error instanceof SESServiceException && error.name !== 'Unknown';
  return {
    kind: 'response',
    status: exchange.status,
    providerMessageId: null,
    code: known ? error.name : null,
    detail: known ? error.message : detail,
  };
}
