import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { LOCK_KEY, PREFIXES, runRecordKey } from '../../model/keys.ts';
import type { Lock } from '../../model/runs/lock.ts';
import { runIdOf } from '../../model/runs/run.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import { csvOf } from '../reference/sample.ts';
import { EARLIER_MONTHS, MONTH } from './drops.ts';
import { type Releases, type Snapshot, startReleases } from './releases.ts';
import type { Service } from './service.ts';
import { differencesBetween, readState } from './state.ts';

// Each test makes several runs, which are slow on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

let folder: string;
let releases: Releases;
let service: Service;
let base: Snapshot;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  releases = await startReleases();
  ({ service, second: base } = releases);
});
afterAll(async () => {
  await releases?.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => releases.goTo(base));
afterEach(() => service.intercept(null));

const run = (month: string, source = join(releases.folder, month)) => service.run({ month, source });
const lock = () => service.bucket.readJson<Lock>(LOCK_KEY);

function runOf({ executionArn, startDate }: { executionArn: string; startDate: number }): string {
  return runIdOf({ execution_arn: executionArn, started_at: new Date(startDate).toISOString() });
}

/** Starts a run that is blocked in its ingest step while it holds the lock. */
async function startBlockedRun() {
  const entered = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  service.intercept(async (step, call) => {
    if (step === 'ingest') {
      entered.resolve();
      await released.promise;
    }
    return call();
  });
  const ended = run(MONTH);
  await entered.promise;
  return { ended, release: released.resolve, fail: released.reject, run_id: (await lock()).holder!.run_id };
}

it.each(['2026-10', 5, [1], null])(
  'A run with an input that is not an object (%j) fails with one sentence and is recorded',
  async (input) => {
    const refused = await service.run(input);

    expect([refused.status, refused.error]).toEqual(['FAILED', 'RunInputError']);
    const record = await service.bucket.readJson<RunRecord>(runRecordKey(runOf(refused)));
    expect([record.outcome, record.error!.name]).toEqual(['failed', 'RunInputError']);
    expect(record.error!.message).toContain(JSON.stringify(input));
    expect((await lock()).holder).toBeNull();
  },
);

describe('While one run holds the lock, another', () => {
  it('waits, then fails and names the first, and neither affects the other', async () => {
    const blocked = await startBlockedRun();
    const late = await run(EARLIER_MONTHS[0]);

    expect([late.status, late.error]).toEqual(['FAILED', 'RunInProgressError']);
    const { error } = await service.bucket.readJson<RunRecord>(runRecordKey(runOf(late)));
    expect(error!.message).toContain(`The run ${blocked.run_id} of ${MONTH} has been in progress since`);
    expect((await lock()).holder!.run_id).toBe(blocked.run_id);
    blocked.release();
    expect((await blocked.ended).status).toBe('SUCCEEDED');
    expect((await lock()).holder).toBeNull();
  });
});

describe('A run that was stopped and whose event was lost', () => {
  it('loses its lock to the next run, which ends as if the stopped run had never started', async () => {
    expect((await run(MONTH)).status).toBe('SUCCEEDED');
    const expected = await readState(service);
    await releases.goTo(base);

    const blocked = await startBlockedRun();
    const stopping = service.stopExecutions();
    // The rule's target never receives the event.
    service.intercept(async (step, call) => (step === 'record' ? null : call()));
    blocked.fail(new Error('Its process has ended.'));
    await stopping;
    expect(await lock()).toMatchObject({ holder: { run_id: blocked.run_id }, stopped_at: null });
    service.intercept(null);

    expect((await run(MONTH)).status).toBe('SUCCEEDED');
    const left = differencesBetween(expected, await readState(service));
    expect(left).toEqual([]);
  });
});

describe('A run that is stopped by a gate', () => {
  it.each<[string, string, () => Promise<string>]>([
    ['TooManyQuarantinedError', MONTH, () => faultyDrop()],
    ['ReleaseShrinksError', EARLIER_MONTHS[0], () => dropOf(csvOf([{ id: '1' }]))],
  ])('with %s changes only its own reports, and no later month', async (error, month, drop) => {
    const rejected = await run(month, await drop());
    expect([rejected.status, rejected.error]).toEqual(['FAILED', error]);

    const after = await service.bucket.list();
    const own = runOf(rejected);
    const ownAreas = [PREFIXES.runs, PREFIXES.quarantine, PREFIXES.raw, PREFIXES.tables];
    const others = [...after].filter(
      ([key]) => key !== LOCK_KEY && !(key.includes(own) && ownAreas.some((area) => key.startsWith(area))),
    );
    const before = [...base.saved].filter(([key]) => key !== LOCK_KEY);
    expect(others).toEqual(before.map(([key, { etag }]) => [key, etag]));
    expect(service.stage.read()).toEqual(base.stage);

    expect((await run(MONTH)).status).toBe('SUCCEEDED');
    const withIt = await readState(service);
    await releases.goTo(base);
    expect((await run(MONTH)).status).toBe('SUCCEEDED');
    expect(differencesBetween(await readState(service), withIt)).toEqual([]);
  });

  async function dropOf(csv: string): Promise<string> {
    const source = await mkdtemp(join(folder, 'drop-'));
    await mkdir(source, { recursive: true });
    await writeFile(join(source, 'movies_metadata.csv'), csv);
    return source;
  }

  const faultyDrop = (): Promise<string> =>
    dropOf(
      csvOf(
        Array.from({ length: 100 }, (_, index) => ({
          id: String(5_000 + index),
          budget: index < 6 ? 'x' : '1',
        })),
      ),
    );
});
