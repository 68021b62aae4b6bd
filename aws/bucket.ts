import { pipeline, type Readable, Transform } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { TransientError } from '../model/errors.ts';
import { usageCounters } from './usage.ts';

/** An object as a listing describes it. */
export interface ListedObject {
  readonly key: string;
  /** Without quotation marks: the MD5 of an object that was written in one request. */
  readonly etag: string;
  readonly bytes: number;
  readonly modified: Date;
  /** `STANDARD` if the server reports no storage class. */
  readonly storage_class: string;
}

/** The version of an object as HEAD reports it. `etag` includes its quotation marks, which conditional requests need. */
export interface ObjectVersion {
  readonly bytes: number;
  readonly etag: string;
  readonly modified: Date;
}

/** A value with the ETag of the object that it was read from. */
export interface Versioned<Value> {
  readonly value: Value;
  readonly etag: string;
}

/** Which part of an object to read (`end` is exclusive), and which version of it. */
export type ReadRange = { readonly etag?: string } | { start: number; end: number; etag?: string };

/** Reads one S3 bucket: the only reader of S3 for functions and commands. */
export interface Bucket {
  readonly name: string;
  /** Opens an object. The stream fails if the connection breaks before the last byte. @throws NoSuchKey */
  openObject(key: string, range?: ReadRange): Promise<Readable>;
  /** Opens an object; null if there is none. */
  findObject(key: string): Promise<Readable | null>;
  /** Reads a whole object. @throws NoSuchKey */
  readObject(key: string): Promise<Buffer>;
  /** Reads an object as text; null if there is none. */
  findText(key: string): Promise<string | null>;
  /** Reads a JSON object; null if there is none. @throws SyntaxError naming an object that is not JSON */
  findJson<Value>(key: string): Promise<Value | null>;
  /** Reads a JSON object with its ETag; null if there is none. @throws SyntaxError naming an object that is not JSON */
  findVersionedJson<Value>(key: string): Promise<Versioned<Value> | null>;
  /** Reads a JSON object. @throws Error naming an object that is missing */
  readJson<Value>(key: string): Promise<Value>;
  /** The current version of an object; null if there is none. */
  objectVersion(key: string): Promise<ObjectVersion | null>;
  /** The size of an object in bytes; null if there is none. */
  objectSize(key: string): Promise<number | null>;
  /** Lists all objects whose keys begin with the prefix, in UTF-8 order of the keys, a page at a time. */
  listObjects(prefix: string): AsyncGenerator<ListedObject>;
  /** Lists the objects directly in a folder, without those in folders below it. */
  listFolder(folder: string): AsyncGenerator<ListedObject>;
  /** Lists the folders directly in a folder: their names, without slashes. */
  listFolders(folder: string): AsyncGenerator<string>;
}

/** Whether S3 answered with one of these status codes. */
export const isStatus = (error: unknown, ...statuses: number[]): boolean =>
  error instanceof S3ServiceException && statuses.includes(error.$metadata.httpStatusCode ?? 0);

/** Returns null if S3 responds that the object doesn't exist. */
async function orNull<Value>(answer: Promise<Value>): Promise<Value | null> {
  try {
    return await answer;
  } catch (error) {
    if (isStatus(error, 404)) return null;
    throw error;
  }
}

/** Binds the reader to a client and a bucket. `name` can be a function, for callers that know the name only when they read. */
export function createBucket(client: S3Client, name: string | (() => string)): Bucket {
  const bucketName = (): string => (typeof name === 'string' ? name : name());

  async function get(key: string, range: ReadRange = {}): Promise<{ body: Readable; etag: string }> {
    const answer = await client.send(
      new GetObjectCommand({
        Bucket: bucketName(),
        Key: key,
        ...('end' in range && { Range: `bytes=${range.start}-${range.end - 1}` }),
        ...(range.etag !== undefined && { IfMatch: range.etag }),
      }),
    );
    return { body: complete(answer, key), etag: answer.ETag! };
  }

  const bucket: Bucket = {
    get name() {
      return bucketName();
    },
    openObject: async (key, range) => (await get(key, range)).body,
    findObject: async (key) => (await orNull(get(key)))?.body ?? null,
    // stream/consumers is not used, because it copies the bytes through a Blob and is slower.
    readObject: async (key) => Buffer.concat(await Array.fromAsync<Buffer>((await get(key)).body)),
    async findText(key) {
      const body = await bucket.findObject(key);
      return body && text(body);
    },
    findJson: async <Value>(key: string) => (await bucket.findVersionedJson<Value>(key))?.value ?? null,
    async findVersionedJson<Value>(key: string) {
      const found = await orNull(get(key));
      if (found === null) return null;
      const json = await text(found.body);
      try {
        return { value: JSON.parse(json) as Value, etag: found.etag };
      } catch (error) {
        throw new SyntaxError(
          `s3://${bucketName()}/${key} is not JSON (${(error as Error).message}); npm run verify reports what to do.`,
        );
      }
    },
    async readJson<Value>(key: string) {
      const found = await bucket.findVersionedJson<Value>(key);
      if (found === null) throw new Error(`s3://${bucketName()}/${key} is missing.`);
      return found.value;
    },
    async objectVersion(key) {
      const found = await orNull(client.send(new HeadObjectCommand({ Bucket: bucketName(), Key: key })));
      return found && { bytes: found.ContentLength ?? 0, etag: found.ETag!, modified: found.LastModified! };
    },
    objectSize: async (key) => (await bucket.objectVersion(key))?.bytes ?? null,
    listObjects: (prefix) => objects({ Prefix: prefix }),
    listFolder: (folder) => objects({ Prefix: folder, Delimiter: '/' }),
    async *listFolders(folder) {
      for await (const { CommonPrefixes = [] } of pages({ Prefix: folder, Delimiter: '/' }))
        for (const { Prefix } of CommonPrefixes) yield Prefix!.slice(folder.length, -1);
    },
  };

  const pages = (listed: { Prefix: string; Delimiter?: string }) =>
    paginateListObjectsV2({ client }, { Bucket: bucketName(), ...listed });

  async function* objects(listed: { Prefix: string; Delimiter?: string }): AsyncGenerator<ListedObject> {
    for await (const { Contents = [] } of pages(listed)) {
      for (const { Key, ETag, Size, LastModified, StorageClass } of Contents) {
        yield {
          key: Key!,
          etag: (ETag ?? '').replaceAll('"', ''),
          bytes: Size ?? 0,
          modified: LastModified!,
          storage_class: StorageClass ?? 'STANDARD',
        };
      }
    }
  }

  return bucket;
}

/** The body of a response, which fails if it ends with fewer bytes than were announced. */
function complete({ Body, ContentLength }: GetObjectCommandOutput, key: string): Readable {
  let bytes = 0;
  const used = usageCounters();
  const count = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      used.bytes_read += chunk.length;
      done(null, chunk);
    },
    flush(done) {
      const isShort = ContentLength !== undefined && bytes !== ContentLength;
      done(
        isShort ? new TransientError(`Only ${bytes} of the ${ContentLength} bytes of ${key} arrived.`) : null,
      );
    },
  });
  // Piped immediately, so that an error before the first read is not lost. pipeline passes the error on to the last stream.
  return pipeline(Body as Readable, count, () => {});
}
