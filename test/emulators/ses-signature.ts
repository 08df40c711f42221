import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What is wrong with a request's AWS Signature Version 4, as the query protocol answers it; null when it is right. */
export function signatureProblem(
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  body: Buffer,
  credentials: { accessKeyId: string; secretAccessKey: string },
): { code: string; message: string } | null {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/((\d{8})\/([^/]+)\/([^/]+)\/aws4_request), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    );
  if (match === null) return { code: 'MissingAuthenticationToken', message: 'Request is missing Authentication Token' };
  const [, keyId = '', scope = '', day = '', region = '', name = '', signed = '', signature = ''] = match;
  if (keyId !== credentials.accessKeyId) {
    return { code: 'InvalidClientTokenId', message: 'The security token included in the request is invalid.' };
  }
  const [path = '/', query = ''] = (request.url ?? '/').split('?');
  const canonical = [
    request.method ?? '',
    path,
    query,
    ...signed.split(';').map((header) => `${header}:${String(request.headers[header] ?? '').trim()}`),
    '',
    signed,
    createHash('sha256').update(body).digest('hex'),
  ].join('\n');
  const hash = createHash('sha256').update(canonical).digest('hex');
  const toSign = ['AWS4-HMAC-SHA256', String(request.headers['x-amz-date'] ?? ''), scope, hash].join('\n');
  const key = [day, region, name, 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${credentials.secretAccessKey}`,
  );
  const expected = createHmac('sha256', key).update(toSign).digest('hex');
  const isRight = expected === signature && signed.split(';').includes('host') && name === 'ses';
  if (isRight) return null;
  return {
    code: 'SignatureDoesNotMatch',
    message: 'The request signature we calculated does not match the signature you provided.',
  };
}
