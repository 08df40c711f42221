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
import { type Exchange, SesRequestHandler } from './ses-mailer-http.ts';

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
  readonly #pending = new WeakMap<object, { message: OutgoingMessage; exchange: Exchange }>();

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
    // After the SDK's serializer and before it signs: the message goes into the body as it was composed, encoded already.
    this.#client.middlewareStack.add(
      (next) => async (args) => {
        const call = this.#pending.get(args.input);
        if (call !== undefined) {
          const request = args.request as { body: unknown };
          const body = bodyOf(String(request.body), call.message);
          this.#handler.watch(body, call.exchange);
          request.body = body;
        }
        return next(args);
      },
      { step: 'serialize', priority: 'low', name: 'pressrunRawMessage' },
    );
  }

  async send(message: OutgoingMessage): Promise<Answer> {
    const exchange: Exchange = { mayHaveWritten: false, status: null };
    try {
      const command = new SendRawEmailCommand(this.#inputOf(message));
      this.#pending.set(command.input, { message, exchange });
      const { MessageId: providerMessageId } = await this.#client.send(command);
      return {
        kind: 'response',
        status: exchange.status ?? 200,
        providerMessageId: providerMessageId || null,
        code: null,
        detail: null,
      };
    } catch (error) {
      return describe(error, exchange);
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

  #inputOf(message: OutgoingMessage): SendRawEmailCommandInput {
    const edition = editionTag(message.editionId);
    return {
      Source: message.from,
      Destinations: [message.to],
      // The bytes come later: what the SDK would do to them here is half of what a send costs.
      RawMessage: { Data: new Uint8Array() },
      Tags: [
        { Name: 'edition', Value: edition },
        { Name: 'recipient', Value: message.subscriberId },
        { Name: 'attempt', Value: message.attemptId },
        { Name: 'ses:feedback-id-a', Value: edition },
        { Name: 'ses:feedback-id-b', Value: message.newsletter },
      ],
      ...(this.#configurationSet === undefined ? {} : { ConfigurationSetName: this.#configurationSet }),
    };
  }
}

/** @param serialized - by the SDK, with no data in the raw message. */
function bodyOf(serialized: string, { message }: OutgoingMessage): Uint8Array {
  const prefix = `${serialized.replace('&RawMessage.Data=', '')}&RawMessage.Data=`;
  if (message.formValue !== undefined) return message.formValue(prefix);
  return Buffer.from(prefix + encodeURIComponent(Buffer.from(message.bytes()).toString('base64')), 'latin1');
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
