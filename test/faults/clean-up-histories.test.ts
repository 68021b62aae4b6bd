import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordsOf } from '../../fixtures/generator/drop.ts';
import type * as CleanUp from '../../lambdas/clean-up/clean-up.ts';
import { FunctionError } from '../../local/lambda/errors.ts';
import { documentKey, PREFIXES, runRecordKey, SLOTS } from '../../model/keys.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import type { Saved } from './bucket.ts';
import { DIRT } from './drops.ts';
import { type Service, startService } from './service.ts';
import { readState } from './state.ts';

/** Compares histories of runs with clean-ups in between with the same histories without clean-ups. */

/** A few cover the common paths; the environment variable HISTORIES sets another number. */
const HISTORIES = Number(process.env.HISTORIES ?? 2);
const RETAIN_DAYS = 30;
const DAY_MS = 86_400_000;
/** After this time the modification times of objects, which the test has just written, retain nothing: only run ids count. */
const FIRST_DAY = 40;
const RUN_ID = /\d{8}T\d{6}Z-[0-9a-f]{8}/;
const MONTHS = ['2026-08', '2026-09'] as const;
/** Two consecutive drops, and one that lacks so many movies that a gate stops it. */
const DROPS = { first: 14, second: 15, tiny: 1 } as const;
const STEPS = [
  'plan',
  'ingest',
  'normalize',
  'audit',
  'commit',
  'aggregate',
  'export',
  'publish',
  'activate',
  'record',
];

let folder: string;
let service: Service;
let cleanUp: typeof CleanUp.cleanUp;
let day: number;
const clock = (): Date => new Date(Date.now() + day * DAY_MS);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'histories-'));
  for (const [name, movies] of Object.entries(DROPS)) {
    for (const month of MONTHS) {
      const drop = join(folder, name, month);
      await mkdir(drop, { recursive: true });
      const world = { seed: movies, movies, month, dirt: DIRT };
      await writeFile(join(drop, 'movies_metadata.csv'), [...recordsOf(world, 'movies_metadata')].join(''));
    }
  }
  service = await startService({}, clock);
  ({ cleanUp } = await import('../../lambdas/clean-up/clean-up.ts'));
});
afterAll(async () => {
  await service?.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => begin());
afterEach(() => service.intercept(null));

async function begin(): Promise<void> {
  day = FIRST_DAY;
  await service.bucket.restore(new Map());
  service.stage.write({});
}

interface Run {
  readonly kind: 'run';
  readonly month: (typeof MONTHS)[number];
  readonly drop: keyof typeof DROPS;
  readonly from: 'ingest' | 'normalize' | 'aggregate' | 'removal';
  readonly dry: boolean;
  readonly publish: boolean;
  /** What happens to it in one of its steps. */
  readonly fate: {
    readonly step: string;
    readonly how: 'fails' | 'is stopped';
    readonly done: boolean;
  } | null;
}

/** Runs a month and returns how the execution ended. */
async function run({ month, drop, from, dry, publish, fate }: Run): Promise<string> {
  let stopped: Promise<void> | undefined;
  service.intercept(async (step, call) => {
    if (step !== fate?.step) return call();
    if (fate.done) await call();
    if (fate.how === 'is stopped') stopped ??= service.stopExecutions();
    throw new FunctionError({ errorType: 'FateError', errorMessage: 'This is its fate.' });
  });
  const begins = {
    ingest: { from, source: join(folder, drop, month) },
    normalize: { from },
    aggregate: { from },
    // No gate may stop it, or there would be nothing to compare.
    removal: { remove: true, force: true },
  }[from];
  const { status } = await service.run({ month, ...begins, ...(dry ? { dry_run: true } : { publish }) });
  // Until EventBridge's rule for stopped executions has been processed.
  await stopped;
  service.intercept(null);
  return status;
}

/** Cleans up and compares the remaining objects with the expected ones. */
async function clean(): Promise<void> {
  const before = [...(await service.bucket.list()).keys()];
  await cleanUp(RETAIN_DAYS, clock);
  const after = [...(await service.bucket.list()).keys()];

  const read = async (prefix: string): Promise<string> => {
    const keys = before.filter((key) => key.startsWith(prefix));
    return (await Promise.all(keys.map((key) => service.bucket.read(key)))).join('\n');
  };
  const commits = await read(PREFIXES.months);
  const named = commits + (await read(PREFIXES.manifests));
  const runs = `${commits.match(/^ {2}"run_id": .*$/gm)}${await read(PREFIXES.slots)}${await read(PREFIXES.locks)}`;
  const lists = await Promise.all(SLOTS.map((slot) => read(documentKey(slot, 'v1/downloads.json'))));
  const expected = before.filter((key) => {
    // All of them are old, and no run is in progress.
    if (key.startsWith(PREFIXES.downloads)) return lists.join().includes(`"/${key}"`);
    const [runId] = RUN_ID.exec(key) ?? [];
    if (runId === undefined || key === runRecordKey(runId)) return true;
    const iso = runId.replace(/^(....)(..)(..)T(..)(..)(..)Z.*$/, '$1-$2-$3T$4:$5:$6Z');
    if (Date.parse(iso) >= clock().getTime() - RETAIN_DAYS * DAY_MS) return true;
    const byKey = [PREFIXES.raw, PREFIXES.tables].some((prefix) => key.startsWith(prefix));
    return byKey ? named.includes(`${key}"`) || named.includes(`${key}\n`) : runs.includes(runId);
  });
  expect(after).toEqual(expected);
}

/** The state that the contract guarantees, without run ids. */
async function state(): Promise<Record<string, string>> {
  const ids = new RegExp(`${RUN_ID.source}|<the run of [\\d-]+>|<release>`, 'g');
  const text = (value: string): string =>
    value.replaceAll(ids, '<a run>').replaceAll(/:execution:[\w:-]+/g, ':execution');
  const entries = [...(await readState(service))]
    // A run that crashed between its commit and the deletion of superseded parts leaves these; clean-up deletes them.
    .filter(([, value]) => value !== 'is named by no commit')
    .map(([name, value]) => [text(name), text(value)] as const);
  return Object.fromEntries(entries);
}

const first: Run = {
  kind: 'run',
  month: '2026-08',
  drop: 'first',
  from: 'ingest',
  dry: false,
  publish: true,
  fate: null,
};

describe('After a hundred days,', { timeout: 300_000 }, () => {
  let saved: Saved;
  let stage: Readonly<Record<string, string>>;
  /** Both months, one of them twice, and a run that a gate stopped. */
  beforeAll(async () => {
    await begin();
    expect(await run(first)).toBe('SUCCEEDED');
    expect(await run({ ...first, month: '2026-09', drop: 'first' })).toBe('SUCCEEDED');
    expect(await run({ ...first, month: '2026-09', drop: 'second' })).toBe('SUCCEEDED');
    expect(await run({ ...first, drop: 'tiny' })).toBe('FAILED');
    saved = await service.bucket.save();
    stage = service.stage.read();
  });
  beforeEach(async () => {
    await service.bucket.restore(saved);
    service.stage.write(stage);
    day += 100;
  });
  const lastRecord = async (): Promise<RunRecord> => {
    const keys = [...(await service.bucket.list(PREFIXES.runs)).keys()].filter((key) =>
      key.endsWith('/run.json'),
    );
    const records = await Promise.all(keys.map((key) => service.bucket.readJson<RunRecord>(key)));
    return records.toSorted((a, b) => (a.finished_at < b.finished_at ? -1 : 1)).at(-1)!;
  };

  it('every guaranteed object still exists', async () => {
    const before = await state();
    await clean();
    expect(await state()).toEqual(before);
  });

  it.each([
    ['the same drop', { ...first, month: '2026-09', drop: 'second' }],
    ['the raw copy', { ...first, from: 'normalize' }],
    ['the tables', { ...first, from: 'aggregate' }],
  ] as const)('a month run again from %s changes no document', async (_, again) => {
    await clean();
    const before = await state();
    expect(await run(again)).toBe('SUCCEEDED');
    expect((await lastRecord()).release).toMatchObject({ changed: false, documents_written: 0 });
    expect(await state()).toEqual(before);
  });

  it('the raw copy of a month exists for a third run from it when the second run is old as well', async () => {
    await run({ ...first, from: 'normalize' });
    day += 100;
    await clean();
    const before = await state();
    expect(await run({ ...first, from: 'normalize' })).toBe('SUCCEEDED');
    expect(await state()).toEqual(before);
  });

  it('audit still counts the movies of the other months', async () => {
    await clean();
    expect(await run({ ...first, drop: 'tiny' })).toBe('FAILED');
    expect(await lastRecord()).toMatchObject({ error: { name: 'ReleaseShrinksError' } });
  });
});

const runs = fc.record({
  kind: fc.constant('run' as const),
  month: fc.constantFrom(...MONTHS),
  drop: fc.constantFrom('first', 'first', 'second', 'second', 'tiny' as const),
  from: fc.constantFrom('ingest', 'ingest', 'ingest', 'normalize', 'aggregate', 'removal' as const),
  dry: fc.constantFrom(false, false, false, true),
  publish: fc.constantFrom(true, true, false),
  fate: fc.option(
    fc.record({
      step: fc.constantFrom(...STEPS),
      how: fc.constantFrom('fails', 'is stopped' as const),
      done: fc.boolean(),
    }),
    { freq: 2 },
  ),
});
const cleanUps = fc.record({ kind: fc.constant('clean' as const) });
const histories = fc.array(
  fc.record({ days: fc.integer({ min: 0, max: 45 }), event: fc.oneof(runs, runs, cleanUps) }),
  { minLength: 5, maxLength: 9 },
);

it('Random histories of runs end in the same state with and without clean-ups in between', {
  timeout: 600_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const outcomes = [];
      for (const cleaned of [true, false]) {
        await begin();
        const outcome = [[await run(first), await state()]];
        for (const { days, event } of history) {
          day += days;
          if (event.kind === 'clean') {
            if (cleaned) await clean();
            continue;
          }
          outcome.push([await run(event), await state()]);
        }
        outcomes.push(outcome);
      }
      expect(outcomes[0]).toEqual(outcomes[1]);
    }),
    { numRuns: HISTORIES, endOnFailure: true },
  );
});
