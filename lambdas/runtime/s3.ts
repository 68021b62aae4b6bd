import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { type Bucket, createBucket, isStatus } from '../../aws/bucket.ts';
import { env } from './env.ts';
import { client } from './s3-client.ts';

/** Reading and writing of S3 by the functions: bound to the client of the process and to the environment variable BUCKET. */

const name = (): string => env('BUCKET');

/** The data bucket of the service. */
export const dataBucket: Bucket = createBucket(client, name);

export const {
  openObject,
  readObject,
  findJson,
  findVersionedJson,
  readJson,
  objectVersion,
  objectSize,
  listObjects,
} = dataBucket;

/** Another bucket, which a source names. */
export const bucketNamed = (bucket: string): Bucket => createBucket(client, bucket);

/** Part size and parallelism of streamed uploads: at most 16 MB are held in memory, and an object can have 80 GB. */
const UPLOAD_PART_BYTES = 8 * 1024 * 1024;
const UPLOADS_AT_ONCE = 2;

/** Writes a JSON object, indented so that operators can read it. */
export async function writeJson(key: string, value: unknown): Promise<void> {
  await writeObject(key, `${JSON.stringify(value, null, 2)}\n`, 'application/json');
}

/**
 * Writes a JSON object only if its ETag is still `etag`; null means that there must be no such object.
 * Returns false if another write came first.
 */
export async function writeJsonIf(key: string, value: unknown, etag: string | null): Promise<boolean> {
  try {
    await client.send(
      new PutObjectCommand({
        Bucket: name(),
        Key: key,
        Body: `${JSON.stringify(value, null, 2)}\n`,
        ContentType: 'application/json',
        ...(etag === null ? { IfNoneMatch: '*' } : { IfMatch: etag }),
      }),
    );
    return true;
  } catch (error) {
    // 409: two conditional writes at the same moment; one of them succeeded.
    if (isStatus(error, 409, 412)) return false;
    throw error;
  }
}

/** Response headers and metadata of an object, besides its content type. */
export interface ObjectHeaders {
  readonly cacheControl?: string;
  readonly contentDisposition?: string;
  readonly metadata?: Record<string, string>;
}

const headerParameters = ({ cacheControl, contentDisposition, metadata }: ObjectHeaders) => ({
  CacheControl: cacheControl,
  ContentDisposition: contentDisposition,
  Metadata: metadata,
});

/** Writes an object in one PUT, so that its ETag is its MD5. */
export async function writeObject(
  key: string,
  body: string | Buffer,
  contentType: string,
  headers: ObjectHeaders = {},
): Promise<void> {
  await client.send(
    new PutObjectCommand({
      Bucket: name(),
      Key: key,
      Body: body,
      // Without a length the client treats an empty string as a stream and logs a warning.
      ContentLength: Buffer.byteLength(body),
      ContentType: contentType,
      ...headerParameters(headers),
    }),
  );
}

/** Writes a stream of unknown length; a stream that fails leaves no object. */
export async function writeStream(
  key: string,
  body: Readable,
  contentType: string,
  headers: ObjectHeaders = {},
): Promise<void> {
  await upload({ Key: key, Body: body, ContentType: contentType, ...headerParameters(headers) });
}

/** Writes a stream unless the object exists when the stream ends. Returns false if another write came first. */
export async function writeStreamOnce(key: string, body: Readable, contentType: string): Promise<boolean> {
  try {
    await upload({ Key: key, Body: body, ContentType: contentType, IfNoneMatch: '*' });
    return true;
  } catch (error) {
    // 409: two conditional writes at the same moment; one of them succeeded.
    if (isStatus(error, 409, 412)) return false;
    throw error;
  }
}

async function upload(params: Omit<PutObjectCommandInput, 'Bucket'>): Promise<void> {
  const parts = new Upload({
    client,
    params: { Bucket: name(), ...params },
    partSize: UPLOAD_PART_BYTES,
    queueSize: UPLOADS_AT_ONCE,
  });
  await parts.done();
}

/** Deletes an object, if there is one. */
export async function deleteObject(key: string): Promise<void> {
  await client.send(new DeleteObjectCommand({ Bucket: name(), Key: key }));
}

/** The most objects that one {@link deleteObjects} can delete. */
export const MAX_DELETES = 1_000;

/**
 * Deletes up to {@link MAX_DELETES} objects in one request; keys without an object are ignored.
 * @throws Error named by S3's code for the first object that was not deleted; others may have been deleted
 */
export async function deleteObjects(keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const { Errors = [] } = await client.send(
    new DeleteObjectsCommand({
      Bucket: name(),
      Delete: { Objects: keys.map((Key) => ({ Key })), Quiet: true },
    }),
  );
  const [first] = Errors;
  if (first === undefined) return;
  const error = new Error(
    `${Errors.length} of ${keys.length} objects could not be deleted, such as s3://${name()}/${first.Key}: ${first.Message ?? first.Code}`,
  );
  error.name = first.Code ?? 'DeleteError';
  throw error;
}
