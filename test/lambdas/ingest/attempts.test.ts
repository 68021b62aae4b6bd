import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type * as Ingest from '../../../lambdas/ingest/handler.ts';
import type * as S3 from '../../../lambdas/runtime/s3.ts';
import { ingestReportKey, planKey, rawKey } from '../../../model/keys.ts';
import type { IngestReport } from '../../../model/runs/reports.ts';
import { startLake } from '../bucket.ts';
import { type Interposed, interpose } from '../runtime/interposed.ts';

const FILE = 'ratings.csv';
const EVENT = { run_id: 'run', month: '2026-10', file: FILE };
const RAW = rawKey(FILE, EVENT.month, EVENT.run_id);

let lake: Awaited<ReturnType<typeof startLake>>;
let interposed: Interposed;
let ingest: typeof Ingest;
let s3: typeof S3;
let folder: string;

beforeAll(async () => {
  lake = await startLake();
  interposed = await interpose(process.env.AWS_ENDPOINT_URL_S3!);
  process.env.AWS_ENDPOINT_URL_S3 = interposed.endpoint;
  process.env.PART_BYTES = '1000000';
  ingest = await import('../../../lambdas/ingest/handler.ts');
  s3 = await import('../../../lambdas/runtime/s3.ts');
  folder = await mkdtemp(join(tmpdir(), 'drop-'));
  const files = [{ file: FILE, source_name: FILE, source_bytes: null, gzipped: false, known: true }];
  await s3.writeJson(planKey(EVENT.run_id), { source: folder, files });
});
afterAll(async () => {
  await interposed?.close();
  await lake?.stop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await s3.deleteObject(RAW);
  await s3.deleteObject(ingestReportKey(EVENT.run_id, FILE));
});
afterEach(() => interposed.intercept(null));

const atSource = (text: string): Promise<void> => writeFile(join(folder, FILE), text);

async function copyAndReport() {
  const { sha256, bytes } = await s3.readJson<IngestReport>(ingestReportKey(EVENT.run_id, FILE));
  const copy = await s3.readObject(RAW);
  return {
    copy: copy.toString(),
    bytes,
    described: sha256 === createHash('sha256').update(copy).digest('hex'),
  };
}

/** Delays the first PUT of the raw copy. */
function holdFirstCopy() {
  const arrived = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  let seen = 0;
  interposed.intercept(async ({ line }) => {
    if (!line.startsWith('PUT ') || !line.includes(`/${FILE}`) || line.includes('/runs/')) return undefined;
    seen += 1;
    if (seen === 1) {
      arrived.resolve();
      await released.promise;
    }
    return undefined;
  });
  return { arrived: arrived.promise, release: released.resolve };
}

describe('Two concurrent attempts to copy a file that changes between them', () => {
  it('two concurrent attempts keep the copy of the faster one, and both report it', async () => {
    await atSource('userId\n1\n');
    const { arrived, release } = holdFirstCopy();
    const late = ingest.handler(EVENT);
    await arrived;
    await atSource('userId\n1\n2\n3\n');
    await ingest.handler(EVENT);
    const before = await copyAndReport();
    release();
    await late;

    expect(before).toEqual({ copy: 'userId\n1\n2\n3\n', bytes: 13, described: true });
    expect(await copyAndReport()).toEqual(before);
  });

  it('a second attempt keeps the copy of a first attempt that never returned a report', async () => {
    await atSource('userId\n1\n');
    await ingest.handler(EVENT);
    await s3.deleteObject(ingestReportKey(EVENT.run_id, FILE));
    await atSource('userId\n1\n2\n3\n');
    await ingest.handler(EVENT);

    expect(await copyAndReport()).toEqual({ copy: 'userId\n1\n', bytes: 9, described: true });
  });
});
