import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { LOCK_KEY, PREFIXES } from '../../model/keys.ts';

/** What no failed run may touch: commits, manifests, both slots and their markers. */
const KEPT = [PREFIXES.months, PREFIXES.manifests, PREFIXES.documents, PREFIXES.slots];

/** The ETags of all that a failed run must leave as it was, and who holds the lock, in the bucket of a running stack. */
export async function keptByFailedRuns(dataDir: string): Promise<Record<string, string>> {
  const { endpoints, region, credentials, bucket } = JSON.parse(
    readFileSync(join(dataDir, 'stack.json'), 'utf8'),
  );
  const s3 = new S3Client({ endpoint: endpoints.s3, region, credentials, forcePathStyle: true });
  const kept: Record<string, string> = { lock: await lockHolder(s3, bucket) };
  for (const prefix of KEPT) {
    let token: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }),
      );
      for (const { Key, ETag } of page.Contents ?? []) kept[Key!] = ETag!;
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }
  s3.destroy();
  return kept;
}

async function lockHolder(s3: S3Client, bucket: string): Promise<string> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: LOCK_KEY }));
    const { holder } = JSON.parse(await Body!.transformToString()) as { holder: unknown };
    return holder === null ? 'free' : JSON.stringify(holder);
  } catch (error) {
    if (error instanceof NoSuchKey) return 'free';
    throw error;
  }
}
