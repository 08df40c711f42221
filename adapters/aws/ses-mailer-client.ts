import { SESClient, type SESClientConfig } from '@aws-sdk/client-ses';
import { editionTag } from '../../core/model/edition.ts';
import type { Allocate, OutgoingMessage } from '../../core/model/message.ts';

/**
 * The SDK's client made lean for one command, through its own middleware stack. What it keeps is what it alone can do: it finds the
 * endpoint and the credentials, and signs. What is left out here took half of the processor time of a send:
 *
 * - the body comes whole from `bodyOf`, by the command's input, encoded already, in place of being serialized;
 * - the answer is not parsed: the request handler keeps it;
 * - nothing is tried again, whatever the environment's configuration says;
 * - no log, no trace header, and a user agent that is not made afresh each time.
 *
 * @param bodyOf - the body of the call with this input.
 */
export function leanSesClient(config: SESClientConfig, bodyOf: (input: object) => Uint8Array): SESClient {
  // Cached: else the whole stack is built anew for every call.
  const client = new SESClient({ ...config, maxAttempts: 1, cacheMiddleware: true });
  const { middlewareStack } = client;
  for (const name of ['loggerMiddleware', 'recursionDetectionMiddleware', 'getUserAgentMiddleware']) {
    middlewareStack.remove(name);
  }
  middlewareStack.add(
    (next, context) => (args) => {
      const url = context.endpointV2?.url;
      if (url === undefined) throw new Error('the SDK found no endpoint');
      const request = {
        method: 'POST',
        protocol: url.protocol,
        hostname: url.hostname,
        port: url.port === '' ? undefined : Number(url.port),
        path: url.pathname,
        query: {},
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'user-agent': 'pressrun aws-sdk-js/3 api/ses',
        },
        body: bodyOf(args.input),
      };
      return next({ ...args, request });
    },
    { step: 'serialize', name: 'serializerMiddleware', override: true },
  );
  middlewareStack.add(
    (next) => async (args) => {
      const { response } = await next(args);
      return { response, output: { $metadata: {} } };
    },
    { step: 'deserialize', name: 'deserializerMiddleware', override: true },
  );
  middlewareStack.add((next) => next, {
    ...{ step: 'finalizeRequest', priority: 'high', name: 'retryMiddleware', override: true },
  });
  return client;
}

/** SendRawEmail in the query protocol: what the SDK would serialize, parameter for parameter; a test compares. */
export function sendRawEmailBody(
  outgoing: OutgoingMessage,
  configurationSet: string | undefined,
  allocate: Allocate,
): Uint8Array {
  const { from, to, subscriberId, attemptId, newsletter, message } = outgoing;
  const edition = editionTag(outgoing.editionId);
  const parameters = [
    'Action=SendRawEmail&Version=2010-12-01',
    parameter('Source', from),
    parameter('Destinations.member.1', to),
    tag(1, 'edition', edition),
    tag(2, 'recipient', subscriberId),
    tag(3, 'attempt', attemptId),
    // Feedback-ID, by which Gmail’s Postmaster Tools tell editions and newsletters apart.
    tag(4, 'ses%3Afeedback-id-a', edition),
    tag(5, 'ses%3Afeedback-id-b', newsletter),
    ...(configurationSet === undefined ? [] : [parameter('ConfigurationSetName', configurationSet)]),
    'RawMessage.Data=',
  ].join('&');
  if (message.formValue !== undefined) return message.formValue(parameters, allocate);
  const data = encodeURIComponent(Buffer.from(message.bytes(allocate)).toString('base64'));
  return Buffer.from(parameters + data, 'latin1');
}

function parameter(name: string, value: string): string {
  return `${name}=${encodeURIComponent(value)}`;
}

function tag(number: number, name: string, value: string): string {
  return `Tags.member.${number}.Name=${name}&${parameter(`Tags.member.${number}.Value`, value)}`;
}
