import { verify, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { instantSchema } from '../../core/model/scalars.ts';

/** The body of a request of Amazon SNS. */
export const snsRequestSchema = z.looseObject({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  /** As it was signed. */
  Timestamp: z.string().refine((value) => instantSchema.safeParse(value).success, 'an instant of ISO 8601'),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.base64('base64'),
  SigningCertURL: z.string(),
  Subject: z.string().optional(),
  Token: z.string().optional(),
  SubscribeURL: z.string().optional(),
});

export type SnsRequest = z.infer<typeof snsRequestSchema>;

/** What SNS signs, in its order: a line with the name and a line with the value of each. */
const signedFields = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const;

/** SHA-1 is version 1 of SNS's signature, which a topic has unless it is told otherwise. */
const digests = { 1: 'RSA-SHA1', 2: 'RSA-SHA256' } as const;

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html */
export function signedText(request: SnsRequest): string {
  return signedFields[request.Type]
    .flatMap((name) => (request[name] === undefined ? [] : [`${name}\n${request[name]}\n`]))
    .join('');
}

/**
 * Whether a request carries the signature of the certificate's holder.
 *
 * @param certificate - in PEM, from SNS's own host.
 * @param now - milliseconds since the epoch: the certificate must be valid then.
 */
export function isSignedBy(certificate: string, request: SnsRequest, now: number): boolean {
  try {
    const { publicKey, validFrom, validTo } = new X509Certificate(certificate);
    if (!(now >= Date.parse(validFrom) && now <= Date.parse(validTo))) return false;
    if (publicKey.asymmetricKeyType !== 'rsa') return false;
    const signature = Buffer.from(request.Signature, 'base64');
    return verify(digests[request.SignatureVersion], Buffer.from(signedText(request), 'utf8'), publicKey, signature);
  } catch {
    return false;
  }
}

/** Where SNS answers in the region and partition of a topic. */
export function snsHostOf(topicArn: string): string {
  const [, partition, , region] = topicArn.split(':');
  return `sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`;
}

/** Whether a URL is that of a signing certificate of SNS in the topic's region: whoever names another host signs for himself. */
export function isCertificateUrl(text: string, topicArn: string): boolean {
  const url = plainUrl(text, topicArn);
  return url !== null && url.search === '' && /^\/SimpleNotificationService-[0-9A-Za-z]{1,64}\.pem$/.test(url.pathname);
}

/** Whether a URL confirms a subscription to this topic, and does nothing else. */
export function isSubscribeUrl(text: string, topicArn: string): boolean {
  const url = plainUrl(text, topicArn);
  if (url === null || url.pathname !== '/') return false;
  const names = [...url.searchParams.keys()].sort();
  return (
    names.join() === 'Action,Token,TopicArn' &&
    url.searchParams.get('Action') === 'ConfirmSubscription' &&
    url.searchParams.get('TopicArn') === topicArn
  );
}

/** A URL of SNS in the topic's region, over TLS, on its own port, as nobody. */
function plainUrl(text: string, topicArn: string): URL | null {
  const url = URL.parse(text);
  if (url === null || url.protocol !== 'https:' || url.hostname !== snsHostOf(topicArn)) return null;
  return url.port === '' && url.username === '' && url.password === '' && url.hash === '' ? url : null;
}
