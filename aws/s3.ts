import { pipeline, type Readable, Transform } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { TransientError } from '../model/errors.ts';
import { env } from './env.ts';
import { client } from './s3-client.ts';
import { counts } from './usage.ts';

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
  readonly modified: Date;
}

/** What a conditional read gives. */
export interface Versioned<Value> {
  readonly value: Value;
  readonly etag: string;
}

const isStatus = (error: unknown, ...statuses: number[]): boolean =>
  error instanceof S3ServiceException && statuses.includes(error.$metadata.httpStatusCode ?? 0);

/**
 * Opens an object of any bucket, or `range` of it (end exclusive), on demand of the version with that ETag. The stream fails where the connection breaks: what
 * came until then is never the whole.
 */
export async function openObject(
  key: string,
  range: { start: number; end: number; etag?: string } | { etag?: string } = {},
  from: string = bucket(),
): Promise<Readable> {
  return whole(
    await client.send(
      new GetObjectCommand({
        Bucket: from,
        Key: key,
        ...('end' in range && { Range: `bytes=${range.start}-${range.end - 1}` }),
        ...(range.etag !== undefined && { IfMatch: range.etag }),
      }),
    ),
    key,
  );
}

/** The body of an answer, which fails if it ends with fewer bytes than were announced. */
function whole({ Body, ContentLength }: GetObjectCommandOutput, key: string): Readable {
  let bytes = 0;
  const used = counts();
  const count = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      used.bytes_read += chunk.length;
      done(null, chunk);
    },
    flush(done) {
      const cut = ContentLength !== undefined && bytes !== ContentLength;
      done(
        cut
          ? new TransientError(`Of the ${ContentLength} bytes of ${key} only ${bytes} have arrived.`)
          : null,
      );
    },
  });
  // At once: an error that comes before anybody reads must not get lost. pipeline hands it on to the last stream.
  return pipeline(Body as Readable, count, () => {});
}

/** Reads an object whole. Not by stream/consumers, whose way through a Blob takes longer. */
export async function readObject(key: string): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync<Buffer>(await openObject(key)));
}

/** Reads a JSON object with its ETag; null where there is none. */
export async function findJson<Value>(key: string): Promise<Versioned<Value> | null> {
  try {
    const answer = await client.send(new GetObjectCommand({ Bucket: bucket(), Key: key }));
    return { value: JSON.parse(await text(whole(answer, key))) as Value, etag: answer.ETag! };
  } catch (error) {
    if (isStatus(error, 404)) return null;
    if (error instanceof SyntaxError) {
      throw new SyntaxError(
        `s3://${bucket()}/${key} is no JSON (${error.message}); npm run verify tells what to do.`,
      );
    }
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

/** What an object is served with, beside its type, and what is noted about it. */
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
      Bucket: bucket(),
      Key: key,
      Body: body,
      // The client takes an empty text for a stream, and warns of it.
      ContentLength: Buffer.byteLength(body),
      ContentType: contentType,
      ...headerParameters(headers),
    }),
  );
}

/** Writes a stream of unknown length; a stream that fails leaves no object behind. */
export async function writeStream(
  key: string,
  body: Readable,
  contentType: string,
  headers: ObjectHeaders = {},
): Promise<void> {
  await upload({ Key: key, Body: body, ContentType: contentType, ...headerParameters(headers) });
}

/** Writes a stream likewise, unless there is such an object when it ends. Gives false where somebody was faster. */
export async function writeStreamOnce(key: string, body: Readable, contentType: string): Promise<boolean> {
  try {
    await upload({ Key: key, Body: body, ContentType: contentType, IfNoneMatch: '*' });
    return true;
  } catch (error) {
    // 409: two at the same moment; one of them won.
    if (isStatus(error, 409, 412)) return false;
    throw error;
  }
}

async function upload(params: Omit<PutObjectCommandInput, 'Bucket'>): Promise<void> {
  const parts = new Upload({
    client,
    params: { Bucket: bucket(), ...params },
    partSize: UPLOAD_PART_BYTES,
    queueSize: UPLOADS_AT_ONCE,
  });
  await parts.done();
}

/** Deletes an object; one that isn't there is fine. */
export async function deleteObject(key: string): Promise<void> {
  await client.send(new DeleteObjectCommand({ Bucket: bucket(), Key: key }));
}

/** How many objects one {@link deleteObjects} takes. */
export const MAX_DELETES = 1_000;

/**
 * Deletes up to {@link MAX_DELETES} objects in one request; those that aren't there are fine.
 * @throws Error by the name of S3's code for the first that was not deleted; others may be gone by then
 */
export async function deleteObjects(keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const { Errors = [] } = await client.send(
    new DeleteObjectsCommand({
      Bucket: bucket(),
      Delete: { Objects: keys.map((Key) => ({ Key })), Quiet: true },
    }),
  );
  const [first] = Errors;
  if (first === undefined) return;
  const error = new Error(
    `${Errors.length} of ${keys.length} objects could not be deleted, such as s3://${bucket()}/${first.Key}: ${first.Message ?? first.Code}`,
  );
  error.name = first.Code ?? 'DeleteError';
  throw error;
}

/** The size of an object in bytes; null where there is none. */
export async function objectSize(key: string): Promise<number | null> {
  return (await objectVersion(key))?.bytes ?? null;
}

/** Which version of an object of any bucket is there, its size in bytes, and since when; null where there is none. */
export async function objectVersion(
  key: string,
  from: string = bucket(),
): Promise<{ bytes: number; etag: string; modified: Date } | null> {
  try {
    const { ContentLength, ETag, LastModified } = await client.send(
      new HeadObjectCommand({ Bucket: from, Key: key }),
    );
    return { bytes: ContentLength ?? 0, etag: ETag!, modified: LastModified! };
  } catch (error) {
    if (isStatus(error, 404)) return null;
    throw error;
  }
}

/** All objects under a prefix of any bucket, by key in UTF-8 order, a page at a time. */
export function listObjects(prefix: string, from: string = bucket()): AsyncGenerator<ListedObject> {
  return list({ Bucket: from, Prefix: prefix });
}

/** The objects of a folder of any bucket, likewise: S3 passes over those in folders below, however many they are. */
export function listFolder(folder: string, from: string = bucket()): AsyncGenerator<ListedObject> {
  return list({ Bucket: from, Prefix: folder, Delimiter: '/' });
}

async function* list(what: ListObjectsV2CommandInput): AsyncGenerator<ListedObject> {
  let token: string | undefined;
  do {
    const page = await client.send(new ListObjectsV2Command({ ...what, ContinuationToken: token }));
    for (const { Key, ETag, Size, LastModified } of page.Contents ?? []) {
      yield {
        key: Key!,
        etag: (ETag ?? '').replaceAll('"', ''),
        bytes: Size ?? 0,
        modified: LastModified!,
      };
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}
