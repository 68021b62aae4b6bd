import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { commitKey, PREFIXES, planKey, runRecordKey } from '../../model/keys.ts';
import type { Plan } from '../../model/runs/plan.ts';
import type { MonthCommit } from '../../model/runs/reports.ts';
import type { PartItem } from '../../model/runs/run.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import { MONTH } from './drops.ts';
import { type Releases, startReleases } from './releases.ts';
import type { Service } from './service.ts';
import { readState } from './state.ts';

// Complete runs: seconds on an idle machine, a minute on a busy one.
vi.setConfig({ testTimeout: 240_000 });

let releases: Releases;
let folder: string;
let service: Service;

beforeAll(async () => {
  releases = await startReleases();
  ({ folder, service } = releases);
});
afterAll(() => releases?.close());
beforeEach(() => releases.goTo(releases.second));
afterEach(() => releases.clearFaults());

async function run(month: string, input: object = { source: join(folder, month) }): Promise<Plan> {
  const { status, error, cause, output } = await service.run({ month, ...input });
  expect([status, error, cause]).toEqual(['SUCCEEDED', null, null]);
  const { run_id } = JSON.parse(output!) as { run_id: string };
  return service.bucket.readJson<Plan>(planKey(run_id));
}

/** The first attempt of a part may still be running in Lambda when the second attempt and all later steps have ended. */
async function normalizeAgain(runId: string): Promise<void> {
  const reports = await service.bucket.list(`${PREFIXES.runs}${runId}/normalize/`);
  const parts = [...reports.keys()].filter((key) => /\d+\.json$/.test(key)).length;
  for (let part = 0; part < parts; part += 1) {
    const item: PartItem = { file: 'movies_metadata.csv', part };
    await service.attempt('normalize', { run_id: runId, month: MONTH, ...item });
  }
}

async function committedParts(): Promise<Map<string, string | undefined>> {
  const { tables } = await service.bucket.readJson<MonthCommit>(commitKey(MONTH));
  const listed = await service.bucket.list(PREFIXES.tables);
  const keys = Object.values(tables).flatMap(({ parts }) => parts.map(({ key }) => key));
  return new Map(keys.map((key) => [key, listed.get(key)]));
}

describe('A late attempt of normalize', () => {
  it('changes no committed object and no statistic after the commit', async () => {
    const { run_id } = await run(MONTH);
    const before = await committedParts();
    const state = await readState(service);

    await normalizeAgain(run_id);

    expect(await committedParts()).toEqual(before);
    const again = await run(MONTH, { from: 'aggregate' });
    const record = await service.bucket.readJson<RunRecord>(runRecordKey(again.run_id));
    expect(record.release).toMatchObject({ changed: false });
    const after = await readState(service);
    for (const [name, found] of state) expect.soft(after.get(name), name).toBe(found);
  });

  it('restores no superseded row between audit and commit', async () => {
    await run(MONTH);
    const undisturbed = await readState(service);
    await releases.goTo(releases.second);
    service.intercept(async (step, call) => {
      const result = await call();
      const [runId] = step === 'audit' ? await newRuns() : [];
      if (runId !== undefined) await normalizeAgain(runId);
      return result;
    });

    await run(MONTH);

    expect(await readState(service)).toEqual(undisturbed);
  });
});

describe('A repeated audit', () => {
  it('writes the same parts, byte for byte', async () => {
    let first: Map<string, string> | undefined;
    let second: Map<string, string> | undefined;
    service.intercept(async (step, call) => {
      if (step !== 'audit') return call();
      await call();
      first = await service.bucket.list(PREFIXES.tables);
      const result = await call();
      second = await service.bucket.list(PREFIXES.tables);
      return result;
    });

    await run(MONTH);

    expect(first?.size).toBeGreaterThan(releases.second.saved.size / 20);
    expect(second).toEqual(first);
  });
});

describe('A late step', () => {
  it('changes neither the month nor the slots nor the stage once another run holds the lock', async () => {
    const { execution_arn, started_at, run_id, month } = await run(MONTH);
    const later = await run(MONTH);
    const order = { execution_arn, started_at, run_id, month };
    const slots = { live: 'blue', target: 'green' };
    const before = await service.bucket.list();

    for (const [step, event] of [
      ['commit', order],
      ['publish', { step: 'fill', ...order, ...slots }],
      ['publish', { step: 'fill', ...order, live: slots.target, target: slots.live }],
      ['activate', { ...order, ...slots }],
    ] as const) {
      await expect(service.attempt(step, event)).rejects.toMatchObject({ name: 'LockLostError' });
    }

    expect((await service.bucket.readJson<MonthCommit>(commitKey(MONTH))).run_id).toBe(later.run_id);
    expect(await service.bucket.list()).toEqual(before);
  });
});

/** Runs that started after the test began. */
async function newRuns(): Promise<string[]> {
  const keys = [...(await service.bucket.list(PREFIXES.runs)).keys()].filter(
    (key) => !releases.second.saved.has(key),
  );
  return [...new Set(keys.map((key) => key.split('/')[1]!))];
}
