import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { LOCK_KEY, PREFIXES } from '../../model/keys.ts';

/** The prefixes that a failed run must not change: commits, manifests, both slots and their markers. */
const KEPT = [PREFIXES.months, PREFIXES.manifests, PREFIXES.documents, PREFIXES.slots];

/** An object with its headers. */
export interface ServedObject {
  readonly body: Buffer;
  readonly contentType: string;
  readonly contentDisposition: string | null;
  readonly cacheControl: string | null;
}

/** The bucket of a running stack. */
export interface Bucket {
  /** Reads an object. @throws NoSuchKey */
  read(key: string): Promise<ServedObject>;
  /** ETags by key. */
  list(prefix: string): Promise<Record<string, string>>;
  close(): void;
}

/** Opens the bucket of the stack that runs on a data folder. */
export function openBucket(dataDir: string): Bucket {
  const { endpoints, region, credentials, bucket } = JSON.parse(
    readFileSync(join(dataDir, 'stack.json'), 'utf8'),
  );
  const s3 = new S3Client({ endpoint: endpoints.s3, region, credentials, forcePathStyle: true });
  return {
    async read(key) {
      const { Body, ContentType, ContentDisposition, CacheControl } = await s3.send(
        new GetObjectCommand({ Bucket: bucket, Key: key }),
      );
      return {
        body: Buffer.from(await Body!.transformToByteArray()),
        contentType: ContentType!,
        contentDisposition: ContentDisposition ?? null,
        cacheControl: CacheControl ?? null,
      };
    },
    async list(prefix) {
      const found: Record<string, string> = {};
      let token: string | undefined;
      do {
        const page = await s3.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }),
        );
        for (const { Key, ETag } of page.Contents ?? []) found[Key!] = ETag!;
        token = page.NextContinuationToken;
      } while (token !== undefined);
      return found;
    },
    close: () => s3.destroy(),
  };
}

/** The ETags of all objects that a failed run must not change, and the holder of the lock. */
export async function keptByFailedRuns(dataDir: string): Promise<Record<string, string>> {
  const bucket = openBucket(dataDir);
  try {
    const kept = await Promise.all(KEPT.map((prefix) => bucket.list(prefix)));
    return Object.assign({ lock: await lockHolder(bucket) }, ...kept) as Record<string, string>;
  } finally {
    bucket.close();
  }
}

async function lockHolder(bucket: Bucket): Promise<string> {
  try {
    const { holder } = JSON.parse((await bucket.read(LOCK_KEY)).body.toString()) as { holder: unknown };
    return holder === null ? 'free' : JSON.stringify(holder);
  } catch (error) {
    if (error instanceof NoSuchKey) return 'free';
    throw error;
  }
}
