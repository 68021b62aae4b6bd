import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { commitKey, LOCK_KEY, runRecordKey } from '../../model/keys.ts';
import type { Lock } from '../../model/runs/lock.ts';
import type { MonthCommit } from '../../model/runs/reports.ts';
import { runIdOf } from '../../model/runs/run.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import { csvOf } from '../reference/sample.ts';
import { type Service, startService } from './service.ts';

/** Scheduled runs with a late drop, by the state machine's own Retry rules without their intervals. */

// Each test makes several runs, which are slow on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

const DAYS = 2;
/** Twice a day. */
const LOOKS = 4;
const SCHEDULED = { scheduled_time: '2026-10-01T06:00:00Z' };
const ROWS = [{ id: '1', title: 'One', release_date: '1995-03-04' }];

let folder: string;
let service: Service;
let drops: string;
let plans = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'late-'));
  service = await startService({ waitForDrop: DAYS, dropRetrySeconds: 43_200 });
  process.env.WAIT_FOR_DROP_DAYS = String(DAYS);
});
beforeEach(async () => {
  drops = await mkdtemp(join(folder, 'drops-'));
  delete process.env.DROP_MARKER;
  beforePlan(() => {});
});
afterAll(async () => {
  await service?.close();
  await rm(folder, { recursive: true });
});

/** An action before the attempt of plan with the number `look`, from 1. */
function beforePlan(happen: (look: number) => unknown): void {
  plans = 0;
  service.intercept(async (step, call) => {
    if (step === 'plan') await happen(++plans);
    return call();
  });
}

const source = () => join(drops, '{yyyy}-{mm}');
async function deliver(name = 'movies_metadata.csv', month = '2026-10'): Promise<void> {
  await mkdir(join(drops, month), { recursive: true });
  await writeFile(join(drops, month, name), csvOf(ROWS));
}
const recordOf = async ({ executionArn, startDate }: { executionArn: string; startDate: number }) =>
  service.bucket.readJson<RunRecord>(
    runRecordKey(runIdOf({ execution_arn: executionArn, started_at: new Date(startDate).toISOString() })),
  );

describe('A scheduled run with a late drop', () => {
  it('waits for the drop without blocking other runs', async () => {
    const other: string[] = [];
    beforePlan(async (look) => {
      if (look !== 3) return;
      await deliver('movies_metadata.csv', '2026-09');
      expect((await service.bucket.list(LOCK_KEY)).size).toBe(0);
      service.intercept(null);
      other.push((await service.run({ month: '2026-09', source: source() })).status);
      await deliver();
    });
    const { status } = await service.run({ ...SCHEDULED, source: source() });
    expect([status, ...other]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(plans).toBe(3);
    const { files } = await service.bucket.readJson<MonthCommit>(commitKey('2026-10'));
    expect(files.map(({ file }) => file)).toEqual(['movies_metadata.csv']);
  });

  it('fails after waitForDrop days, names what it waited for, and holds no lock', async () => {
    beforePlan(() => {});
    const execution = await service.run({ ...SCHEDULED, source: source() });
    expect([execution.status, execution.error]).toEqual(['FAILED', 'DropNotThereError']);
    expect(plans).toBe(LOOKS + 1);
    const { outcome, error } = await recordOf(execution);
    expect(outcome).toBe('failed');
    expect(error).toEqual({
      name: 'DropNotThereError',
      message: expect.stringMatching(
        /^The drop of 2026-10 is missing\. .*for at most 2 days .*2026-10 cannot be read: there is no such file or folder\.$/,
      ),
    });
    expect((await service.bucket.readJson<Lock>(LOCK_KEY)).holder).toBeNull();
  });

  it('waits until the marker file exists, which is not part of the drop', async () => {
    process.env.DROP_MARKER = '_SUCCESS';
    await deliver();
    beforePlan((look) => look === 3 && deliver('_SUCCESS'));
    const { status } = await service.run({ ...SCHEDULED, source: source() });
    expect([status, plans]).toEqual(['SUCCEEDED', 3]);
    const { files } = await service.bucket.readJson<MonthCommit>(commitKey('2026-10'));
    expect(files.map(({ file }) => file)).toEqual(['movies_metadata.csv']);
  });

  it('waits while the folder is empty', async () => {
    await mkdir(join(drops, '2026-10'));
    beforePlan((look) => look === 2 && deliver());
    const { status } = await service.run({ ...SCHEDULED, source: source() });
    expect([status, plans]).toEqual(['SUCCEEDED', 2]);
  });

  it('waits for objects and archives', async () => {
    for (const late of ['s3://movie-drops/{yyyy}-{mm}/', 's3://movie-drops/{yyyy}-{mm}.zip']) {
      beforePlan(() => {});
      const { error } = await service.run({ ...SCHEDULED, source: late });
      expect([error, plans]).toEqual(['DropNotThereError', LOOKS + 1]);
    }
  });

  it('waits for a server that is down', async () => {
    process.env.ANY_SOURCE_HOST = 'allowed';
    beforePlan(() => {});
    // No server listens on the first port.
    const { error } = await service.run({ ...SCHEDULED, source: 'https://127.0.0.1:1/{yyyy}.zip' });
    expect([error, plans]).toEqual(['DropNotThereError', LOOKS + 1]);
    delete process.env.ANY_SOURCE_HOST;
  });

  it('does not wait where waiting can’t help', async () => {
    await deliver('links.csv');
    const wrong = ['s3://elsewhere/{yyyy}-{mm}/', source(), 'gopher://host/drop'];
    for (const [index, error] of ['SourceError', 'MissingFileError', 'SourceError'].entries()) {
      beforePlan(() => {});
      const execution = await service.run({ ...SCHEDULED, source: wrong[index] });
      expect([execution.error, plans]).toEqual([error, 1]);
    }
  });
});

describe('A run that is started by hand', () => {
  it.each([
    ['where the drop is missing', () => {}, 'SourceError', 'there is no such file or folder'],
    ['where the drop is empty', () => mkdir(join(drops, '2026-10')), 'MissingFileError', 'it is empty'],
    [
      'where it lacks its marker',
      () => {
        process.env.DROP_MARKER = '_SUCCESS';
        return deliver();
      },
      'SourceError',
      'it lacks _SUCCESS (the setting dropMarker)',
    ],
  ])('fails at once %s', async (_, prepare, name, message) => {
    await prepare();
    beforePlan(() => {});
    const execution = await service.run({ month: '2026-10', source: source() });
    expect([execution.status, plans]).toEqual(['FAILED', 1]);
    expect((await recordOf(execution)).error).toEqual({ name, message: expect.stringContaining(message) });
  });
});
