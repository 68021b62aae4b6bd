import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROJECT } from '../../local/project.ts';
import { documentKey, PREFIXES, runRecordKey, type Slot, slotFolder } from '../../model/keys.ts';
import { runIdOf } from '../../model/runs/run.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import { type Service, startService } from './service.ts';

const DROPS = join(PROJECT, 'fixtures/drops');
const MONTHS = ['2026-08', '2026-09', '2026-10'];
/** The only document that states which run made it. */
const STATUS = 'v1/status.json';

let service: Service;
let clock: Date;

beforeAll(async () => {
  service = await startService({}, () => clock);
});
afterAll(() => service?.close());

/** Starts an execution at this time and gives its record. */
async function runAt(time: string, input: object): Promise<RunRecord> {
  clock = new Date(time);
  const { executionArn, startDate } = await service.run(input);
  const started_at = new Date(startDate).toISOString();
  expect(started_at).toBe(clock.toISOString());
  return service.bucket.readJson<RunRecord>(
    runRecordKey(runIdOf({ execution_arn: executionArn, started_at })),
  );
}

async function sampleMonthsAt(
  time: string,
): Promise<{ documents: Map<string, string>; records: RunRecord[] }> {
  await service.bucket.restore(new Map());
  service.stage.write({});
  const records: RunRecord[] = [];
  for (const month of MONTHS) records.push(await runAt(time, { month, source: join(DROPS, month) }));
  const folder = slotFolder(service.stage.read().slot as Slot);
  const listed = await service.bucket.list(folder);
  const documents = [...listed].map(([key, etag]) => [key.slice(folder.length), etag] as const);
  return { documents: new Map(documents.filter(([path]) => path !== STATUS)), records };
}

describe('The sample months', () => {
  it('give the same documents with executions that start in 2025 and in 2035, and warnings only for months ahead', async () => {
    const early = await sampleMonthsAt('2025-01-01T00:00:00Z');
    const late = await sampleMonthsAt('2035-12-31T23:59:59Z');

    for (const { records } of [early, late])
      expect(records.map(({ outcome, error }) => [outcome, error])).toEqual(
        MONTHS.map(() => ['succeeded', null]),
      );
    expect(early.documents.size).toBeGreaterThan(100);
    expect(late.documents).toEqual(early.documents);
    expect(early.records.map(({ warnings }) => warnings)).toEqual(
      MONTHS.map((month) => [`The month ${month} had not begun when this run started on 2025-01-01.`]),
    );
    expect(late.records.flatMap(({ warnings }) => warnings)).toEqual([]);
  });
});

describe('An ingest month ahead of the execution’s start', () => {
  const input = { month: '2026-10', source: join(DROPS, '2026-10') };

  beforeAll(() => service.bucket.restore(new Map()));

  it('is refused with MonthAheadError if it is more than 24 months later, and nothing is written but the record', async () => {
    const { outcome, error, committed } = await runAt('2024-09-30T23:59:59Z', input);

    expect({ outcome, committed, error }).toEqual({
      outcome: 'failed',
      committed: false,
      error: {
        name: 'MonthAheadError',
        message:
          'The ingest month 2026-10 is 25 months after the start of this run (2024-09-30T23:59:59.000Z), but at most 24 are allowed; correct the month, or start the run with "force" if it is meant.',
      },
    });
    const keys = [...(await service.bucket.list()).keys()];
    expect(keys.filter((key) => !key.startsWith(PREFIXES.runs) && !key.startsWith(PREFIXES.locks))).toEqual(
      [],
    );
  });

  it('is refused in a dry run as well', async () => {
    const { error } = await runAt('2024-09-30T23:59:59Z', { ...input, dry_run: true });
    expect(error?.name).toBe('MonthAheadError');
  });

  it('is accepted with a warning if it is exactly 24 months later', async () => {
    const { outcome, warnings } = await runAt('2024-10-01T00:00:00Z', { ...input, dry_run: true });
    expect([outcome, warnings]).toEqual([
      'succeeded',
      ['The month 2026-10 had not begun when this run started on 2024-10-01.'],
    ]);
  });

  it('is accepted without a warning once it has begun', async () => {
    const { outcome, warnings } = await runAt('2026-10-01T00:00:00Z', { ...input, dry_run: true });
    expect([outcome, warnings]).toEqual(['succeeded', []]);
  });

  it('is accepted with force, and can then be run again from its tables and removed', async () => {
    const forced = await runAt('2020-01-01T00:00:00Z', { ...input, force: true });
    const again = await runAt('2020-01-01T00:00:01Z', { month: input.month, from: 'aggregate' });
    const removed = await runAt('2020-01-01T00:00:02Z', { month: input.month, remove: true, force: true });

    expect([forced, again, removed].map(({ outcome, error }) => [outcome, error])).toEqual(
      Array.from({ length: 3 }, () => ['succeeded', null]),
    );
    expect(forced.warnings).toHaveLength(1);
    const status = await service.bucket.list(documentKey(service.stage.read().slot as Slot, STATUS));
    expect(status.size).toBe(1);
  });
});
