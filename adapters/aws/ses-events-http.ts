import { PressrunError } from '../../core/errors.ts';
import type { Clock, FeedbackInlet, InletAnswer } from '../../core/ports.ts';
import { problemsOf } from '../../core/text/problems.ts';
import { readSesEvent } from './ses-events.ts';
import { isCertificateUrl, isSignedBy, isSubscribeUrl, type SnsRequest, snsRequestSchema } from './ses-events-sns.ts';

/** SNS tries for an hour at the most; what is older is somebody's recording. */
const oldestMilliseconds = 2 * 3_600_000;
const aheadMilliseconds = 15 * 60_000;
const certificateMilliseconds = 24 * 3_600_000;
const absenceMilliseconds = 60_000;
const certificatesKept = 8;
/** SNS changes its certificate a few times a year: more than this a minute are for somebody who invents URLs. */
const fetchesAMinute = 6;

interface Certificate {
  /** Empty where there is none. */
  pem: string;
  until: number;
}

/** What fetching a page gave. */
export interface Page {
  status: number;
  text: string;
}

export interface SesInletOptions {
  /** The topic that SES's configuration set publishes to; a request of any other is refused. */
  topicArn: string;
  clock: Pick<Clock, 'now'>;
  /** Fetches from SNS's own host, without following anything. Rejects when there is no answer. */
  fetchPage: (url: string) => Promise<Page>;
}

/**
 * SES's events as Amazon SNS posts them: signed (version 1 or 2), of one topic. A confirmation of that topic's subscription is answered by
 * fetching the URL it names, on SNS's own host.
 *
 * @example createSesInlet({ topicArn, clock, fetchPage: fetchSnsPage })
 */
export function createSesInlet({ topicArn, clock, fetchPage }: SesInletOptions): FeedbackInlet {
  const certificates = new Map<string, Certificate>();
  let fetches: number[] = [];

  /** @returns null where nothing is to be had there now. */
  async function fetchSeldom(url: string): Promise<Page | null> {
    const minute = clock.now() - 60_000;
    fetches = fetches.filter((at) => at > minute);
    if (fetches.length >= fetchesAMinute) return null;
    fetches.push(clock.now());
    try {
      const page = await fetchPage(url);
      return page.status >= 500 ? null : page;
    } catch {
      return null;
    }
  }

  async function certificateOf(url: string): Promise<string | null> {
    const kept = certificates.get(url);
    if (kept !== undefined && kept.until > clock.now()) return keep(url, kept);
    const page = await fetchSeldom(url);
    if (page === null) return null;
    const isFound = page.status === 200;
    // What is not there is kept for a while too: it is not fetched again for every request that names it.
    const until = clock.now() + (isFound ? certificateMilliseconds : absenceMilliseconds);
    return keep(url, { pem: isFound ? page.text : '', until });
  }

  /** The one that was used longest ago goes first. */
  function keep(url: string, certificate: Certificate): string {
    certificates.delete(url);
    certificates.set(url, certificate);
    for (const oldest of certificates.keys()) if (certificates.size > certificatesKept) certificates.delete(oldest);
    return certificate.pem;
  }

  async function confirm({ SubscribeURL = '' }: SnsRequest): Promise<InletAnswer> {
    if (!isSubscribeUrl(SubscribeURL, topicArn)) return refused('SubscribeURL is not one of the topic’s own');
    const page = await fetchSeldom(SubscribeURL);
    if (page === null) return { kind: 'later', reason: 'SNS did not answer' };
    return page.status === 200
      ? { kind: 'noted', note: 'the topic was joined' }
      : refused('SNS refused the confirmation');
  }

  return {
    async read(body) {
      const request = requestOf(body);
      if (typeof request === 'string') return refused(request);
      if (request.TopicArn !== topicArn) return refused('TopicArn is not the topic that is configured');
      const age = clock.now() - Date.parse(request.Timestamp);
      if (age > oldestMilliseconds || age < -aheadMilliseconds) return refused('Timestamp is not of now');
      if (!isCertificateUrl(request.SigningCertURL, topicArn)) {
        return refused('SigningCertURL is not a certificate on SNS’s own host');
      }
      const certificate = await certificateOf(request.SigningCertURL);
      if (certificate === null) return { kind: 'later', reason: 'the certificate cannot be fetched' };
      if (!isSignedBy(certificate, request, clock.now())) return refused('Signature is not that of the certificate');
      if (request.Type === 'SubscriptionConfirmation') return confirm(request);
      if (request.Type === 'UnsubscribeConfirmation') return { kind: 'noted', note: 'the topic was left' };
      return told(request.Message);
    },
  };
}

function requestOf(body: string): SnsRequest | string {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return 'the body is not JSON';
  }
  const result = snsRequestSchema.safeParse(json);
  if (result.success) return result.data;
  const [problem] = problemsOf('', result.error, json);
  return `${problem?.field || 'the body'} must be ${problem?.allowed}`;
}

function told(message: string): InletAnswer {
  try {
    const event = readSesEvent(message);
    return event === null ? { kind: 'noted', note: 'SES joined the topic' } : { kind: 'told', events: [event] };
  } catch (error) {
    if (error instanceof PressrunError) return refused(error.message);
    throw error;
  }
}

function refused(reason: string): InletAnswer {
  return { kind: 'refused', reason };
}

/** Fetches a page of SNS: small, at once, from there and nowhere else. */
export async function fetchSnsPage(url: string): Promise<Page> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(5_000) });
  const text = await response.text();
  return { status: response.status, text: text.slice(0, 65_536) };
}
