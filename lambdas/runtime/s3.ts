import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { env } from './env.ts';

/** The client of the whole process. Checksums only where S3 demands them: every copy is judged by its own hash. */
const client = new S3Client({
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
  maxAttempts: 5,
  // Asking before every larger upload costs a round trip, and six seconds where a server doesn't answer the question.
  expectContinueHeader: false,
  // A connection that stalls must fail while there is time to try again. Readers that wait for slow writers are
  // allowed minutes; publish has 64 requests and five readers under way at once.
  requestHandler: {
    connectionTimeout: 5_000,
    socketTimeout: 300_000,
    httpAgent: { maxSockets: 128 },
    httpsAgent: { maxSockets: 128 },
  },
});

/** The service's one bucket. */
const bucket = (): string => env('BUCKET');

/** Part size and parallelism of streamed uploads: at most 16 MB are held in memory, and 80 GB fit into an object. */
const UPLOAD_PART_BYTES = 8 * 1024 * 1024;
const UPLOADS_AT_ONCE = 2;

/** An object as a listing tells. */
export interface ListedObject {
  readonly key: string;
  readonly etag: string;
  readonly bytes: number;
}

/** What a conditional read gives. */
export interface Versioned<Value> {
  readonly value: Value;
  readonly etag: string;
}

const isStatus = (error: unknown, ...statuses: number[]): boolean =>
  error instanceof S3ServiceException && statuses.includes(error.$metadata.httpStatusCode ?? 0);

/** Opens an object of any bucket, or `range` of it (end exclusive). */
export async function openObject(
  key: string,
  range?: { start: number; end: number },
  from: string = bucket(),
): Promise<Readable> {
  const { Body } = await client.send(
    new GetObjectCommand({
      Bucket: from,
      Key: key,
      ...(range && { Range: `bytes=${range.start}-${range.end - 1}` }),
    }),
  );
  return Body as Readable;
}

/** Reads a JSON object with its ETag; null where there is none. */
export async function findJson<Value>(key: string): Promise<Versioned<Value> | null> {
  try {
    const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket: bucket(), Key: key }));
    return { value: JSON.parse(await Body!.transformToString()) as Value, etag: ETag! };
  } catch (error) {
    if (isStatus(error, 404)) return null;
    throw error;
  }
}

/** Reads a JSON object that must be there. @throws Error naming the key */
export async function readJson<Value>(key: string): Promise<Value> {
  const found = await findJson<Value>(key);
  if (found === null) throw new Error(`s3://${bucket()}/${key} is missing.`);
  return found.value;
}

/** Writes a JSON object, indented for the people who look at it. */
export async function writeJson(key: string, value: unknown): Promise<void> {
  await writeObject(key, `${JSON.stringify(value, null, 2)}\n`, 'application/json');
}

/**
 * Writes a JSON object only if it still is as it was read: `etag` null means that it isn't there yet.
 * Gives false where somebody was faster.
 */
export async function writeJsonIf(key: string, value: unknown, etag: string | null): Promise<boolean> {
  try {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket(),
        Key: key,
        Body: `${JSON.stringify(value, null, 2)}\n`,
        ContentType: 'application/json',
        ...(etag === null ? { IfNoneMatch: '*' } : { IfMatch: etag }),
      }),
    );
    return true;
  } catch (error) {
    // 409: two conditional writes at the same moment; one of them won.
    if (isStatus(error, 409, 412)) return false;
    throw error;
  }
}

/** Writes an object in one PUT, so that its ETag is its MD5. */
export async function writeObject(
  key: string,
  body: string | Buffer,
  contentType: string,
  headers: { cacheControl?: string; metadata?: Record<string, string> } = {},
): Promise<void> {
  await client.send(
    new PutObjectCommand({
      Bucket: bucket(),
      Key: key,
      Body: body,
      ContentType: contentType,
      CacheControl: headers.cacheControl,
      Metadata: headers.metadata,
    }),
  );
}

/** Writes a stream of unknown length; a stream that fails leaves no object behind. */
export async function writeStream(key: string, body: Readable, contentType: string): Promise<void> {
  const upload = new Upload({
    client,
    params: { Bucket: bucket(), Key: key, Body: body, ContentType: contentType },
    partSize: UPLOAD_PART_BYTES,
    queueSize: UPLOADS_AT_ONCE,
  });
  await upload.done();
}

/** Deletes an object; one that isn't there is fine. */
export async function deleteObject(key: string): Promise<void> {
  await client.send(new DeleteObjectCommand({ Bucket: bucket(), Key: key }));
}

/** The size of an object of any bucket in bytes; null where there is none. */
export async function objectSize(key: string, from: string = bucket()): Promise<number | null> {
  try {
    return (await client.send(new HeadObjectCommand({ Bucket: from, Key: key }))).ContentLength ?? 0;
  } catch (error) {
    if (isStatus(error, 404)) return null;
    throw error;
  }
}

/** All objects under a prefix of any bucket, by key in UTF-8 order, a page at a time. */
export async function* listObjects(prefix: string, from: string = bucket()): AsyncGenerator<ListedObject> {
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: from, Prefix: prefix, ContinuationToken: token }),
    );
    for (const { Key, ETag, Size } of page.Contents ?? []) {
      yield { key: Key!, etag: (ETag ?? '').replaceAll('"', ''), bytes: Size ?? 0 };
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}
