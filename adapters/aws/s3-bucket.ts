import {
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  S3ServiceException,
} from '@aws-sdk/client-s3';

/** A bucket. */
export interface Bucket {
  client: S3Client;
  name: string;
}

export interface StoredObject {
  bytes: Uint8Array;
  /** Changes with every write. */
  etag: string;
}

/** A client for the project's buckets. */
export function createS3Client(config: S3ClientConfig = {}): S3Client {
  return new S3Client({ maxAttempts: 6, ...config });
}

/** @returns null where there is no object of that key. */
export async function getObject({ client, name }: Bucket, key: string): Promise<StoredObject | null> {
  try {
    const answer = await client.send(new GetObjectCommand({ Bucket: name, Key: key }));
    const bytes = await answer.Body?.transformToByteArray();
    return { bytes: bytes ?? new Uint8Array(), etag: answer.ETag ?? '' };
  } catch (error) {
    if (error instanceof NoSuchKey) return null;
    throw error;
  }
}

export interface PutOptions {
  contentType?: string;
  /** Only over the object with this etag; null: only where there is none. Default: always. */
  over?: string | null;
}

/**
 * Writes an object.
 *
 * @returns false where the condition did not hold. Of several writers at once S3 answers the losers 412, or 409 when the race is still
 * undecided (and 404 where the object to be replaced is gone); all of these are a condition that did not hold, to be judged by reading again.
 */
export async function putObject(
  { client, name }: Bucket,
  key: string,
  bytes: Uint8Array | string,
  { contentType, over }: PutOptions = {},
): Promise<boolean> {
  try {
    await client.send(
      new PutObjectCommand({
        Bucket: name,
        Key: key,
        Body: bytes,
        ...(contentType !== undefined && { ContentType: contentType }),
        ...(over === null && { IfNoneMatch: '*' }),
        ...(typeof over === 'string' && { IfMatch: over }),
      }),
    );
    return true;
  } catch (error) {
    if (over !== undefined && error instanceof S3ServiceException && isConflict(error)) return false;
    throw error;
  }
}

/** The keys that begin with `prefix`, in the order of their bytes, in pages. */
export async function* listKeys({ client, name }: Bucket, prefix: string): AsyncGenerator<string[]> {
  let token: string | undefined;
  do {
    const answer: ListObjectsV2CommandOutput = await client.send(
      new ListObjectsV2Command({
        Bucket: name,
        Prefix: prefix,
        ...(token !== undefined && { ContinuationToken: token }),
      }),
    );
    yield (answer.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
    token = answer.NextContinuationToken;
  } while (token !== undefined);
}

function isConflict({ $metadata: { httpStatusCode } }: S3ServiceException): boolean {
  return httpStatusCode === 412 || httpStatusCode === 409 || httpStatusCode === 404;
}
