import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type * as CleanUp from '../../../lambdas/clean-up/clean-up.ts';
import type * as Lock from '../../../lambdas/runtime/lock.ts';
import type * as S3 from '../../../lambdas/runtime/s3.ts';
import {
  aggregateKey,
  auditReportKey,
  commitKey,
  documentKey,
  downloadKey,
  LOCK_KEY,
  manifestKey,
  partIdsKey,
  planKey,
  quarantineKey,
  rawKey,
  runRecordKey,
  type Slot,
  slotMarkerKey,
  tablePartKey,
} from '../../../model/keys.ts';
import type { CleanUpReport } from '../../../model/runs/reports.ts';
import { BUCKET, startLake } from '../bucket.ts';
import { type Interposed, interpose } from '../runtime/interposed.ts';

/** A bucket with the objects of runs, written directly, for tests of clean-up. */

export const FILE = 'movies_metadata.csv';
export const MONTH = '2026-08';
export const RETAIN_DAYS = 30;
const DAY_MS = 86_400_000;

/** Three old runs, in this order. */
export const [FIRST, SECOND, THIRD] = ['1', '2', '3'].map((day) => `2026080${day}T060000Z-0000000${day}`) as [
  string,
  string,
  string,
];

/** The keys that a run of the month writes under its id. */
export const keysOf = (run: string) => ({
  raw: [rawKey(FILE, MONTH, run), rawKey('links.csv', MONTH, run)],
  parts: [tablePartKey('genres', MONTH, run, 0), tablePartKey('movies_metadata', MONTH, run, 0)],
  quarantine: [quarantineKey(FILE, MONTH, run, 0)],
  aggregates: [aggregateKey(run, 'years')],
  reports: [planKey(run), partIdsKey(run, FILE, 0), auditReportKey(run)],
  record: [runRecordKey(run)],
});
export const allOf = (run: string): string[] => Object.values(keysOf(run)).flat();

/** The key of a download whose hash consists of this digit. */
export const fileOf = (digit: string): string => downloadKey(digit.repeat(64), 'year.csv');

/** The clock of a clean-up this many days from now: the objects that a test has written are that old. */
export const inDays = (days: number) => (): Date => new Date(Date.now() + days * DAY_MS);

/** The id of a run that begins during the clean-up, by the clean-up's clock. */
export const young = (index: number): string =>
  `${inDays(100)().toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z-${String(index).padStart(8, '0')}`;

/** The bucket, usable inside tests. Before each test it contains one committed run and a free lock. */
export interface CleanUpBucket {
  readonly s3: typeof S3;
  readonly lock: typeof Lock;
  readonly proxy: Interposed;
  allKeys(): Promise<string[]>;
  clear(): Promise<void>;
  put(key: string): Promise<void>;
  putRun(run: string): Promise<void>;
  putLock(holder: string | null): Promise<void>;
  /** Writes all objects of a run, its commit and the manifests; the raw files may be another run's. */
  commit(run: string, raw?: readonly string[]): Promise<void>;
  writeCommit(run: string, raw?: readonly string[]): Promise<void>;
  writeManifests(parts: readonly string[]): Promise<void>;
  /** Removes the month as a run does. */
  remove(run: string): Promise<void>;
  /** Writes a slot of that run, with a document that lists these downloads. */
  fillSlot(slot: Slot, run: string, files?: readonly string[]): Promise<void>;
  marker(slot: Slot, run: string): Promise<void>;
  cleanUp: typeof CleanUp.cleanUp;
  /** Runs a clean-up as if these days had passed. */
  clean(days?: number): Promise<CleanUpReport>;
  /** Runs a clean-up and calls `meet` at its n-th request. Returns whether it made that many requests. */
  atRequest(
    number: number,
    meet: (line: string) => Promise<{ when: 'before' | 'after'; status: number; body: string } | undefined>,
  ): Promise<{ met: boolean; error: Error | null }>;
}

/** Starts the bucket for a test file and stops it after its tests. */
export function startCleanUpBucket(): CleanUpBucket {
  const lake = {} as { -readonly [Name in keyof CleanUpBucket]: CleanUpBucket[Name] };
  let server: Awaited<ReturnType<typeof startLake>>;

  beforeAll(async () => {
    server = await startLake();
    lake.proxy = await interpose(process.env.AWS_ENDPOINT_URL_S3!);
    process.env.AWS_ENDPOINT_URL_S3 = lake.proxy.endpoint;
    ({ cleanUp: lake.cleanUp } = await import('../../../lambdas/clean-up/clean-up.ts'));
    lake.lock = await import('../../../lambdas/runtime/lock.ts');
    lake.s3 = await import('../../../lambdas/runtime/s3.ts');
  });
  afterAll(async () => {
    await lake.proxy.close();
    await server.stop();
  });
  beforeEach(async () => {
    await lake.clear();
    await lake.putLock(null);
    await lake.commit(FIRST);
  });
  afterEach(() => lake.proxy.intercept(null));

  return Object.assign(lake, {
    allKeys: async () => (await Array.fromAsync(lake.s3.listObjects(''))).map(({ key }) => key),
    async clear() {
      const keys = await lake.allKeys();
      for (let at = 0; at < keys.length; at += lake.s3.MAX_DELETES)
        await lake.s3.deleteObjects(keys.slice(at, at + lake.s3.MAX_DELETES));
    },
    put: (key) => lake.s3.writeObject(key, key, 'text/plain'),
    async putRun(run) {
      await Promise.all(allOf(run).map(lake.put));
    },
    putLock: (holder) =>
      lake.s3.writeJson(LOCK_KEY, {
        holder: holder && { execution_arn: `arn:${holder}`, run_id: holder, month: MONTH },
        since: '2026-08-01T06:00:00Z',
        stopped_at: null,
      }),
    async commit(run, raw = keysOf(run).raw) {
      await lake.putRun(run);
      await lake.writeCommit(run, raw);
      await lake.writeManifests(keysOf(run).parts);
    },
    writeCommit: (run, raw = keysOf(run).raw) =>
      lake.s3.writeJson(commitKey(MONTH), {
        month: MONTH,
        run_id: run,
        files: raw.map((key) => ({ key })),
        tables: {
          genres: { parts: [{ key: keysOf(run).parts[0] }] },
          movies_metadata: { parts: [{ key: keysOf(run).parts[1] }] },
        },
      }),
    async writeManifests(parts) {
      for (const part of parts) {
        const table = part.split('/')[1]!;
        await lake.s3.writeObject(manifestKey(table, MONTH), `s3://${BUCKET}/${part}\n`, 'text/plain');
      }
    },
    async remove(run) {
      await lake.putRun(run);
      await lake.s3.writeJson(commitKey(MONTH), {
        month: MONTH,
        removed: true,
        run_id: run,
        files: [],
        tables: {},
      });
      for (const table of ['genres', 'movies_metadata'])
        await lake.s3.writeObject(manifestKey(table, MONTH), '', 'text/plain');
    },
    async fillSlot(slot, run, files = []) {
      await lake.s3.writeJson(documentKey(slot, 'v1/downloads.json'), {
        tables: files.map((key) => ({ files: [{ path: `/${key}` }] })),
      });
      await lake.marker(slot, run);
    },
    marker: (slot, run_id) => lake.s3.writeJson(slotMarkerKey(slot), { slot, run_id }),
    clean: (days = 100) => lake.cleanUp(RETAIN_DAYS, inDays(days)),
    async atRequest(number, meet) {
      let count = 0;
      lake.proxy.intercept(async ({ line }) => (++count === number ? meet(line) : undefined));
      const error = await lake.clean().then(
        () => null,
        (reason: Error) => reason,
      );
      lake.proxy.intercept(null);
      return { met: count >= number, error };
    },
  } satisfies Partial<CleanUpBucket>);
}
