import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { FunctionError } from '../../local/lambda/errors.ts';
import type { ExecutionRecord } from '../../local/states/journal.ts';
import { commitKey, LOCK_KEY, manifestKey } from '../../model/keys.ts';
import type { Lock } from '../../model/runs/lock.ts';
import { runIdOf } from '../../model/runs/run.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import type { Tombstone } from '../../model/runs/tombstone.ts';
import { EARLIER_MONTHS, MONTH } from './drops.ts';
import { type Releases, startReleases } from './releases.ts';
import { differencesBetween } from './state.ts';

/** Runs that remove a month, and dry runs. */

const [FIRST, SECOND] = EARLIER_MONTHS;
const REMOVE_SECOND = { month: SECOND, remove: true, force: true };

// Complete runs: seconds on an idle machine, a minute on a busy one.
vi.setConfig({ testTimeout: 240_000 });

let releases: Releases;
beforeAll(async () => {
  releases = await startReleases();
});
afterAll(() => releases?.close());
afterEach(() => releases.clearFaults());

const run = (input: object): Promise<ExecutionRecord> => releases.service.run(input);
const read = <Value>(key: string): Promise<Value> => releases.service.bucket.readJson<Value>(key);
const idOf = ({ executionArn, startDate }: ExecutionRecord): string =>
  runIdOf({ execution_arn: executionArn, started_at: new Date(startDate).toISOString() });

async function succeeds(input: object): Promise<RunRecord> {
  const execution = await run(input);
  expect([execution.status, execution.cause]).toEqual(['SUCCEEDED', null]);
  return releases.recordOf(execution);
}

async function fails(input: object): Promise<RunRecord> {
  const execution = await run(input);
  expect(execution.status).toBe('FAILED');
  return releases.recordOf(execution);
}

async function expectDocumentsOf(moment: 'first' | 'second'): Promise<void> {
  expect(differencesBetween(releases[moment].documents, await releases.documents())).toEqual([]);
}

/** Makes a step fail after it has done its work. */
function failBehind(step: string): void {
  releases.service.intercept(async (name, call) => {
    const result = await call();
    if (name !== step) return result;
    throw new FunctionError({ errorType: 'FateError', errorMessage: 'This is its fate.' });
  });
}

describe('A removed month', () => {
  it('leaves the documents as if it had never been run, a tombstone, and empty manifests', async () => {
    await releases.goTo(releases.second);

    const record = await succeeds({ ...REMOVE_SECOND, reason: 'the wrong drop' });

    await expectDocumentsOf('first');
    expect(record).toMatchObject({
      month: SECOND,
      removed: true,
      committed: true,
      dry_run: false,
      from: null,
      source: null,
      files: [],
      tables: {},
      force: true,
      reason: 'the wrong drop',
      gates: [{ gate: 'release_shrinks' }],
      release: { changed: true },
    });
    expect(await read<Tombstone>(commitKey(SECOND))).toEqual({
      month: SECOND,
      removed: true,
      run_id: record.run_id,
      committed_at: expect.any(String),
      source: null,
      code_version: 'test',
      files: [],
      tables: {},
    });
    for (const table of ['movies_metadata', 'genres', 'production_companies'])
      expect((await releases.service.bucket.read(manifestKey(table, SECOND))).toString()).toBe('');
    expect((await read<Lock>(LOCK_KEY)).holder).toBeNull();
  });

  it('can’t be removed again or run from its committed data until it has been run from a source', async () => {
    await releases.goTo(releases.second);
    const { run_id } = await succeeds(REMOVE_SECOND);
    const { committed_at } = await read<Tombstone>(commitKey(SECOND));

    for (const input of [
      REMOVE_SECOND,
      { month: SECOND, from: 'normalize' },
      { month: SECOND, from: 'aggregate' },
    ]) {
      const { error } = await fails(input);
      expect(error?.name).toBe('MonthNotCommittedError');
      expect(error?.message).toContain(`${SECOND} was removed by the run ${run_id} at ${committed_at}`);
    }
    await releases.run(SECOND);
    await expectDocumentsOf('second');
  });

  it('may be the only month: the release is then empty even if the removal crashed, and the next month can be run', async () => {
    await releases.goTo(releases.first);

    const gate = await fails({ month: FIRST, remove: true });
    expect(gate).toMatchObject({
      removed: false,
      error: { name: 'ReleaseShrinksError' },
      gates: [{ gate: 'release_shrinks', value: 1, passed: false }],
    });
    await expectDocumentsOf('first');

    const removal = { month: FIRST, remove: true, force: true };
    failBehind('commit');
    await fails(removal);
    releases.clearFaults();
    await expectDocumentsOf('first');
    // Only a new drop could repair this state otherwise: no committed month is left.
    await succeeds(removal);
    const status = await (await fetch(`${releases.service.url}/v1/status`)).json();
    expect(status).toMatchObject({ month: null, months: [], movie_count: 0 });
    const stats = await (await fetch(`${releases.service.url}/v1/stats`)).json();
    expect(stats).toMatchObject({ movie_count: 0, total_revenue: 0, average_vote: null, company_count: 0 });

    await releases.run(FIRST);
    await expectDocumentsOf('first');
  });

  it('must have been committed', async () => {
    const { error } = await fails({ month: '2026-01', remove: true });
    expect(error).toMatchObject({
      name: 'MonthNotCommittedError',
      message: '2026-01 has never been committed, so there is nothing to remove.',
    });
  });
});

describe('A removal that crashes after its commit', () => {
  it.each([
    ['its own repeat', REMOVE_SECOND],
    ['a run of another month from its raw copy', { month: FIRST, from: 'normalize' }],
  ])('is completed by %s', async (_, next) => {
    await releases.goTo(releases.second);
    failBehind('commit');
    const dead = await fails(REMOVE_SECOND);
    expect(dead).toMatchObject({ removed: true, outcome: 'failed' });
    releases.clearFaults();
    await expectDocumentsOf('second');

    await succeeds(next);

    await expectDocumentsOf('first');
  });

  it('can be repeated where a rollback has restored the month in the API', async () => {
    await releases.goTo(releases.second);
    await succeeds(REMOVE_SECOND);
    await releases.service.rollBack();
    await expectDocumentsOf('second');

    await succeeds(REMOVE_SECOND);

    await expectDocumentsOf('first');
  });
});

describe('A dry run', () => {
  const source = () => `${releases.folder}/${MONTH}`;
  /** All objects but its own; the lock is compared by whether it is free. */
  const others = async (runId: string) => {
    const kept = [...(await releases.service.bucket.list())].filter(
      ([key]) => !key.includes(runId) && key !== LOCK_KEY,
    );
    return { kept, holder: (await read<Lock>(LOCK_KEY)).holder, stage: releases.service.stage.read() };
  };

  it.each([
    ['of a new month', () => ({ month: MONTH, source: source() }), null],
    ['of another drop of a committed month', () => ({ month: SECOND, source: source(), force: true }), null],
    [
      'of the committed raw copy',
      () => ({ month: SECOND, from: 'normalize' }),
      { added: 0, changed: 0, gone: 0 },
    ],
    ['of a removal', () => ({ month: SECOND, remove: true, force: true }), null],
  ])('%s reports its result and changes nothing', async (_, input, changes) => {
    await releases.goTo(releases.second);
    const before = await others('no run');

    const execution = await run({ ...input(), dry_run: true });

    expect([execution.status, execution.cause]).toEqual(['SUCCEEDED', null]);
    expect(await others(idOf(execution))).toEqual(before);
    const record = await releases.recordOf(execution);
    expect(record).toMatchObject({
      outcome: 'succeeded',
      dry_run: true,
      committed: false,
      removed: false,
      release: null,
      downloads: null,
    });
    expect(record.gates.map(({ gate }) => gate)).toContain('release_shrinks');
    if (changes) expect(record.changes_movies).toEqual(changes);
  });

  it('counts the rows of every file like the real run', async () => {
    await releases.goTo(releases.second);
    const dry = await succeeds({ month: MONTH, source: source(), dry_run: true });
    const real = await succeeds({ month: MONTH, source: source() });

    const countsAndGates = ({ files, tables, gates, changes_movies }: RunRecord) => ({
      counts: files.map(({ file, sha256, counts }) => ({ file, sha256, counts })),
      tables,
      gates,
      changes_movies,
    });
    expect(countsAndGates(dry)).toEqual(countsAndGates(real));
    // Usage is recorded by step, as times are. The functions have a gigabyte here.
    expect(Object.keys(dry.usage)).toEqual(['plan', 'ingest', 'normalize', 'audit']);
    expect(Object.keys(real.usage)).toEqual(Object.keys(real.timings));
    expect(real.usage.ingest).toMatchObject({ invocations: 2, seconds: real.timings.ingest });
    for (const { seconds, gb_seconds, s3_reads, s3_writes } of Object.values(real.usage)) {
      expect(gb_seconds).toBeCloseTo(seconds, 2);
      expect(s3_reads + s3_writes).toBeGreaterThan(0);
    }
  });

  it('succeeds and reports the gate that would stop the real run', async () => {
    await releases.goTo(releases.second);
    const { error, gates, dry_run } = await succeeds({ month: SECOND, remove: true, dry_run: true });

    expect(error).toBeNull();
    expect(dry_run).toBe(true);
    expect(gates).toMatchObject([{ gate: 'release_shrinks', passed: false }]);
    await expectDocumentsOf('second');
  });
});
