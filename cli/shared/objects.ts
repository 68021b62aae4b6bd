import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import {
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Target } from './target.ts';

/** What commands read of a target's bucket. */
export type Lake = Pick<Target, 'clients' | 'names'>;

/** An object as a listing tells. */
export interface ListedObject {
  readonly key: string;
  /** Without its quotation marks: the MD5 of what was put in one request. */
  readonly etag: string;
  readonly bytes: number;
  readonly modified: Date;
  /** `STANDARD` also where the server tells none. */
  readonly storage_class: string;
}

/** All objects under a prefix, by key; those after `after`, where it is given. */
export async function* listObjects(
  { clients, names }: Lake,
  prefix: string,
  after?: string,
): AsyncGenerator<ListedObject> {
  const pages = paginateListObjectsV2(
    { client: clients.s3 },
    { Bucket: names.bucket, Prefix: prefix, ...(after !== undefined && { StartAfter: after }) },
  );
  for await (const { Contents = [] } of pages) {
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

const isMissing = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;

/** An object's body; null where there is none. */
export async function openObject({ clients, names }: Lake, key: string): Promise<Readable | null> {
  try {
    const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket: names.bucket, Key: key }));
    return Body as Readable;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** An object's bytes; null where there is none. */
export async function objectBytes({ clients, names }: Lake, key: string): Promise<number | null> {
  try {
    const { ContentLength } = await clients.s3.send(
      new HeadObjectCommand({ Bucket: names.bucket, Key: key }),
    );
    return ContentLength ?? 0;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/**
 * The lines of a gzipped text object, one at a time; null where there is none. They fail where it breaks off or isn't whole.
 * `seen` gets its bytes, packed as they are, as they come.
 */
export async function openLines(
  lake: Lake,
  key: string,
  seen?: (bytes: Buffer) => void,
): Promise<AsyncGenerator<string> | null> {
  const body = await openObject(lake, key);
  if (body === null) return null;
  if (seen) body.on('data', seen);
  // Failures come by the last stream, whose reader hears of them.
  return linesOf(pipeline(body, createGunzip(), () => {}).setEncoding('utf8'));
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let begun = '';
  for await (const chunk of text) {
    const lines = (begun + chunk).split('\n');
    begun = lines.pop()!;
    yield* lines;
  }
  if (begun !== '') yield begun;
}
