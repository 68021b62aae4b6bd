import { createHash } from 'node:crypto';
import pMap from 'p-map';
import type { Bucket } from '../../aws/bucket.ts';
import type { CheckedCommit } from './commits.ts';
import type { Check, VerifyOptions } from './findings.ts';

/** The number of large bodies to read in parallel. */
export const STREAMS_AT_ONCE = 4;

/** The recorded size and hash of an object. */
export interface ExpectedObject {
  readonly check: Check;
  readonly key: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly advice: string;
}

/** Checks the size and SHA-256 of a month's raw copies. */
export async function verifyRawCopies(
  bucket: Bucket,
  { month, source, files }: CheckedCommit,
  options: VerifyOptions,
): Promise<void> {
  const from = source === null ? '' : ` (it was ${source})`;
  const advice = `Restore an older version from the bucket, or run the month from its source again${from}: npm run month -- --month ${month} --source URI${options.target}`;
  await pMap(
    files,
    ({ key, bytes, sha256 }) =>
      verifyObject(bucket, { check: 'raw copy', key, bytes, sha256, advice }, options),
    { concurrency: STREAMS_AT_ONCE },
  );
}

/** Compares an object with its record. */
export async function verifyObject(
  bucket: Bucket,
  { check, key, bytes, sha256, advice }: ExpectedObject,
  { findings, quick }: VerifyOptions,
): Promise<void> {
  findings.checked(check);
  const found = quick ? await bucket.objectSize(key) : await hashOf(bucket, key);
  if (found === null) {
    findings.differs({ check, key, expected: `${bytes} bytes`, found: 'nothing', advice });
  } else if (typeof found === 'number') {
    if (found !== bytes)
      findings.differs({ check, key, expected: `${bytes} bytes`, found: `${found} bytes`, advice });
  } else if (found.bytes !== bytes || found.sha256 !== sha256) {
    const textOf = (object: { bytes: number; sha256: string }): string =>
      `${object.bytes} bytes, sha256 ${object.sha256}`;
    findings.differs({ check, key, expected: textOf({ bytes, sha256 }), found: textOf(found), advice });
  }
}

async function hashOf(bucket: Bucket, key: string): Promise<{ bytes: number; sha256: string } | null> {
  const body = await bucket.findObject(key);
  if (body === null) return null;
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}
