import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type DownloadFormat, MEDIA_TYPES } from '../../model/api/downloads.ts';
import { downloadKey } from '../../model/keys.ts';
import type { ExportedFile } from '../../model/runs/reports.ts';
import { objectVersion, writeStream } from '../runtime/s3.ts';

const DAY_MS = 86_400_000;

/** The content at an address with its SHA-256 never changes. */
const CACHE_CONTROL = 'public, max-age=31536000, immutable';

/**
 * Stores a download under its SHA-256. An existing object is kept unless it is a day old; then it is written again, because clean-up
 * keeps young objects that a run is about to list (lambdas/clean-up/downloads.ts).
 */
export async function store(
  path: string,
  { name, format, runId, now }: { name: string; format: DownloadFormat; runId: string; now: Date },
): Promise<ExportedFile> {
  const { bytes, sha256 } = await digest(path);
  const key = downloadKey(sha256, name);
  const there = await objectVersion(key);
  const written = there?.bytes !== bytes || now.getTime() - there.modified.getTime() > DAY_MS;
  if (written) {
    await writeStream(key, createReadStream(path), MEDIA_TYPES[format], {
      cacheControl: CACHE_CONTROL,
      contentDisposition: `attachment; filename="${name}"`,
      metadata: { run_id: runId },
    });
  }
  return { format, name, key, bytes, sha256, written };
}

async function digest(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { bytes, sha256: hash.digest('hex') };
}
