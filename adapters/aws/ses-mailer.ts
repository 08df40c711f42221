import { setTimeout as wait } from 'node:timers/promises';
import {
  GetSendQuotaCommand,
  SESClient,
  type SESClientConfig,
  SESServiceException,
  SendRawEmailCommand,
} from '@aws-sdk/client-ses';
import { PressrunError } from '../../core/errors.ts';
import type { OutgoingMessage } from '../../core/model/message.ts';
import type { Answer } from '../../core/model/outcome.ts';
import { foldLine } from '../../core/model/scalars.ts';
import type { Mailer, SendQuota } from '../../core/ports.ts';
import { leanSesClient, sendRawEmailBody } from './ses-mailer-client.ts';
import { type Exchange, newExchange, SesRequestHandler } from './ses-mailer-http.ts';
import type { HttpAnswer } from './ses-mailer-response.ts';

const quotaMilliseconds = 5_000;
const quotaTries = 3;
const idElement = /<MessageId>([^<]*)<\/MessageId>/;
const codeElement = /<Code>([^<]*)<\/Code>/;
const messageElement = /<Message>([^<]*)<\/Message>/;

export interface SesMailerOptions {
  /** Such as `eu-west-1`. */
  region: string;
  /** Default: the account's default set, if it has one. */
  configurationSet?: string;
  /** Sends under way at once, each on a connection of its own that is kept. Default: 64, as many as a worker has open. */
  concurrency?: number;
  /** To wait for a free connection, and again for it to be established. Default: 5. */
  connectTimeoutSeconds?: number;
  /** From having a connection until the answer is whole. Default: 30. */
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
  readonly #handler: SesRequestHandler;
  readonly #config: SESClientConfig;
  readonly #client: SESClient;
  readonly #bodies = new WeakMap<object, Uint8Array>();
  readonly #configurationSet: string | undefined;
  readonly #memory: BodyMemory[] = [];
  #quota: { at: number; answer: Promise<SendQuota> } | null = null;

  constructor(options: SesMailerOptions) {
    this.#configurationSet = options.configurationSet;
    this.#handler = new SesRequestHandler({
      concurrency: options.concurrency ?? 64,
      connectTimeoutMilliseconds: (options.connectTimeoutSeconds ?? 5) * 1_000,
      requestTimeoutMilliseconds: (options.requestTimeoutSeconds ?? 30) * 1_000,
      idleTimeoutMilliseconds: 4_000,
      ...(options.certificateAuthority === undefined ? {} : { certificateAuthority: options.certificateAuthority }),
    });
    this.#config = {
      region: options.region,
      requestHandler: this.#handler,
      maxAttempts: 1,
      ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
      ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    };
    this.#client = leanSesClient(this.#config, (input) => this.#bodies.get(input) ?? new Uint8Array());
  }

  async send(message: OutgoingMessage): Promise<Answer> {
    const exchange = newExchange();
    const memory = this.#memory.pop() ?? new BodyMemory();
    try {
      const body = sendRawEmailBody(message, this.#configurationSet, memory.allocate);
      // For the command's type alone: what it is to say is in the body.
      const command = new SendRawEmailCommand({ RawMessage: { Data: undefined } });
      this.#bodies.set(command.input, body);
      this.#handler.watch(body, exchange);
      await this.#client.send(command);
      return exchange.answer === null ? broken('no answer', exchange) : described(exchange.answer);
    } catch (error) {
      // What went wrong above an answer that is whole does not change what it says.
      if (exchange.answer !== null) return described(exchange.answer);
      return broken(error instanceof Error ? `${error.name}: ${error.message}` : String(error), exchange);
    } finally {
      // Memory that a connection may still read from is not used again.
      if (exchange.written || !exchange.mayHaveWritten) this.#memory.push(memory);
    }
  }

  /**
   * One GetSendQuota, remembered for some seconds: SES takes one such call a second, and a plan and the run after it ask within that.
   *
   * @throws {PressrunError} `PROVIDER_UNAVAILABLE` when SES does not answer, or refuses.
   */
  async quota(): Promise<SendQuota> {
    const now = performance.now();
    if (this.#quota === null || now - this.#quota.at > quotaMilliseconds) {
      this.#quota = { at: now, answer: this.#readQuota() };
      this.#quota.answer.catch(() => {
        this.#quota = null;
      });
    }
    return this.#quota.answer;
  }

  async #readQuota(): Promise<SendQuota> {
    const client = new SESClient(this.#config);
    for (let tries = 1; ; tries++) {
      try {
        const { MaxSendRate, Max24HourSend, SentLast24Hours } = await client.send(new GetSendQuotaCommand({}));
        const daily = Max24HourSend ?? -1;
        return {
          maxPerSecond: MaxSendRate === undefined || MaxSendRate < 0 ? null : MaxSendRate,
          remaining: daily < 0 ? null : Math.max(0, daily - (SentLast24Hours ?? 0)),
        };
      } catch (cause) {
        const isThrottled = cause instanceof SESServiceException && /throttl/i.test(cause.name);
        if (!isThrottled || tries === quotaTries) {
          const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
          throw new PressrunError('PROVIDER_UNAVAILABLE', `SES did not say what may be sent: ${reason}`, { cause });
        }
        await wait(1_000 * tries);
      }
    }
  }

  /** Closes the connections that are kept. */
  close(): void {
    this.#client.destroy();
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

function broken(detail: string, exchange: Exchange): Answer {
  return { kind: exchange.mayHaveWritten ? 'broken' : 'no-connection', detail: detail.split('\n')[0] ?? '' };
}

/** The query protocol's answers, read for the few words that matter. */
function described({ status, body }: HttpAnswer): Answer {
  const text = body.toString('utf8');
  if (status >= 200 && status < 300) {
    return { kind: 'response', status, providerMessageId: told(text, idElement), code: null, detail: null };
  }
  const detail = told(text, messageElement) ?? foldLine(text).slice(0, 200);
  const code = told(text, codeElement);
  return { kind: 'response', status, providerMessageId: null, code, detail: detail === '' ? null : detail };
}

function told(text: string, element: RegExp): string | null {
  const words = element.exec(text)?.[1]?.trim();
  return words === undefined || words === '' ? null : unescaped(words);
}

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
