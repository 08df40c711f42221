import { createSign } from 'node:crypto';
import { selfSignedCertificate } from './ses-certificate.ts';

// biome-ignore lint/suspicious/noExplicitAny: a request is JSON
type Json = any;

/** As AWS's guide lists them for each type. */
const signed: Record<string, readonly string[]> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};

/** A topic of Amazon SNS that posts to an endpoint, with a key and certificate made afresh. */
export class SnsTopic {
  readonly arn = 'arn:aws:sns:eu-west-1:123456789012:ses-events';
  readonly certificateUrl =
    'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0000000000000000000000000000000a.pem';
  readonly certificate: string;
  readonly #key: string;
  #count = 0;

  constructor() {
    const { key, cert } = selfSignedCertificate('rsa');
    this.#key = key;
    this.certificate = cert;
  }

  /** A request's body. `change` is signed with it. */
  notification(message: Json, at: number, change: Json = {}): Json {
    const Message = typeof message === 'string' ? message : JSON.stringify(message);
    return this.sign({ Type: 'Notification', ...this.#head(at), Message, ...change });
  }

  confirmation(at: number, change: Json = {}): Json {
    const Token = '2336412f37fb687f5d51e6e2425c464de';
    return this.sign({
      Type: 'SubscriptionConfirmation',
      ...this.#head(at),
      Token,
      Message: `You have chosen to subscribe to the topic ${this.arn}.`,
      SubscribeURL: `https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${this.arn}&Token=${Token}`,
      ...change,
    });
  }

  sign(request: Json): Json {
    const text = (signed[request.Type] ?? [])
      .filter((name) => request[name] !== undefined)
      .map((name) => `${name}\n${request[name]}\n`)
      .join('');
    const algorithm = request.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
    return { ...request, Signature: createSign(algorithm).update(text, 'utf8').sign(this.#key, 'base64') };
  }

  #head(at: number): Json {
    this.#count += 1;
    return {
      MessageId: `00000000-0000-4000-8000-${String(this.#count).padStart(12, '0')}`,
      TopicArn: this.arn,
      Timestamp: new Date(at).toISOString(),
      SignatureVersion: '2',
      SigningCertURL: this.certificateUrl,
    };
  }
}
