import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import pMap from 'p-map';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PipelineError } from '../../../model/errors.ts';
import { type Drop, readDrop } from '../../reference/drop.ts';
import { BILLION, readNumber } from '../../reference/numbers.ts';
import { COLUMNS, type Named } from '../../reference/rows.ts';
import { type JsonRow, MOVIES, type Outcome, type Pipeline, startPipeline } from '../pipeline.ts';
import { damagedFile, hostileRecord } from './hostile-cells.ts';

/** The defaults are fixed, so that every run is repeatable. Environment variables replace them. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_001);
const ROWS = Number(process.env.FUZZ_ROWS ?? 100_000);
const DAMAGED_FILES = Number(process.env.FUZZ_FILES ?? 200);
/** Limits the memory: both the actual and the expected rows of a drop are kept. */
const ROWS_A_DROP = 25_000;
const RUNS_AT_ONCE = 4;
const MINUTES = 60_000;

let pipeline: Pipeline;
let folder: string;

beforeAll(async () => {
  pipeline = await startPipeline();
  folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
});
afterAll(async () => {
  await pipeline.stop();
  await rm(folder, { recursive: true });
});

async function run(name: string, content: string | Buffer, partBytes: number): Promise<Outcome> {
  const drop = await mkdtemp(join(folder, 'drop-'));
  await writeFile(join(drop, MOVIES), content);
  return pipeline.run(name, drop, partBytes, { force: true });
}

type Comparable = readonly (readonly unknown[])[];

/** The complete output of the functions for a drop, in a comparable form. */
function found({ counts, quarantine, tables }: Outcome) {
  const bySourceRow = (a: JsonRow, b: JsonRow): number => Number(a.source_row) - Number(b.source_row);
  const whole = (value: unknown): bigint | null => (value === null ? null : BigInt(value as number));
  // The largest number rounds to 10^15, which is above the maximum of a cell.
  const billionths = (value: unknown) =>
    value === null ? null : (readNumber(String(value)) ?? BigInt(String(value)) * BILLION);
  const children = (table: string): Comparable =>
    tables[table]!.toSorted(bySourceRow).map((row) => [row.source_row, row.movie_id, row.id, row.name]);
  return {
    counts,
    quarantine: quarantine
      .toSorted((a, b) => Number(a.line) - Number(b.line))
      .map(({ line, reasons, raw }) => ({ line, reasons, raw })),
    movies: tables
      .movies_metadata!.toSorted(bySourceRow)
      .map((row) => [
        ...[row.source_row, row.id, row.title, row.release_date, whole(row.budget), whole(row.revenue)],
        ...[billionths(row.popularity), billionths(row.vote_average), whole(row.vote_count)],
      ]),
    genres: children('genres'),
    companies: children('production_companies'),
  };
}

/** The same output, computed by the reference implementation. */
function expected({
  accepted,
  refused,
  read,
  blankRows,
  quarantined,
  duplicates,
  reasons,
}: Drop): ReturnType<typeof found> {
  const rows = accepted.toSorted((a, b) => a.row - b.row);
  /** A repeated id keeps its first position and its last name. */
  const children = (of: 'genres' | 'companies'): Comparable =>
    rows.flatMap(({ row, movie }) => {
      const names = new Map(movie[of].map(({ id, name }: Named) => [id, name]));
      return [...names].map(([id, name]) => [row, Number(movie.id), Number(id), name]);
    });
  return {
    counts: {
      read,
      blank_rows: blankRows,
      accepted: accepted.length,
      quarantined,
      duplicates,
      reasons: Object.fromEntries([...reasons].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
    quarantine: refused.map(({ line, reasons: codes, raw }) => ({
      line,
      reasons: [...codes],
      raw: [...raw],
    })),
    movies: rows.map(({ row, movie }) => [
      ...[row, Number(movie.id), movie.title, movie.releaseDate, movie.budget, movie.revenue],
      ...[movie.popularity, movie.voteAverage, movie.voteCount],
    ]),
    genres: children('genres'),
    companies: children('companies'),
  };
}

const shown = (item: unknown): string =>
  JSON.stringify(item, (_key, value) => (typeof value === 'bigint' ? `${value}n` : value)).slice(0, 2_000);

/** The first difference of each compared list. Complete differences of thousands of rows are unreadable. */
function differences(of: ReturnType<typeof found>, from: ReturnType<typeof expected>): string[] {
  const items = (compared: typeof of) => ({ ...compared, counts: [compared.counts] });
  return Object.entries(items(from)).flatMap(([name, wanted]) => {
    const got: readonly unknown[] = items(of)[name as keyof typeof of];
    const count = Math.max(got.length, wanted.length);
    const at = Array.from({ length: count }, (_, index) => index).find(
      (index) => !isDeepStrictEqual(got[index], wanted[index]),
    );
    return at === undefined
      ? []
      : [`${name}[${at}]: ${shown(wanted[at] ?? null)} expected, ${shown(got[at] ?? null)} found`];
  });
}

describe('hostile rows', () => {
  const drops = Array.from({ length: Math.ceil(ROWS / ROWS_A_DROP) }, (_, index) => ({
    index,
    rows: Math.min(ROWS_A_DROP, ROWS - index * ROWS_A_DROP),
  }));

  it.each(drops)(
    'have the same outcome as in the reference implementation: drop $index',
    { timeout: 5 * MINUTES },
    async ({ index, rows }) => {
      const records = fc.sample(hostileRecord, { numRuns: rows, seed: SEED + index });
      const csv = `${index % 2 === 1 ? '\uFEFF' : ''}${COLUMNS.join(',')}\r\n${records.join('')}`;
      const outcome = await run(`fuzz-${index}`, csv, index % 2 === 1 ? 1_000_000 : 64_000_000);

      const { read, accepted, quarantined, duplicates } = outcome.counts;
      expect(read).toBe(accepted + quarantined + duplicates);
      expect(differences(found(outcome), expected(readDrop(csv)))).toEqual([]);
      // The comparison is meaningful only if every outcome occurs.
      for (const count of [accepted, quarantined, duplicates]) expect(count).toBeGreaterThan(rows / 100);
    },
  );
});

describe('damaged files', () => {
  /** The outcome of the reference implementation for a file; null if the run must fail. */
  function referenceOf(bytes: Buffer): Drop | null {
    try {
      return readDrop(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    } catch {
      return null;
    }
  }

  it('damaged files fail the run with a message of one sentence or have the outcome of the reference implementation', {
    timeout: 5 * MINUTES,
  }, async () => {
    const files = fc.sample(damagedFile, { numRuns: DAMAGED_FILES, seed: SEED });
    let failed = 0;
    await pMap(
      files,
      async (bytes, index) => {
        const reference = referenceOf(bytes);
        const outcome = await run(`damaged-${index}`, bytes, index % 2 === 1 ? 1 : 64_000_000).catch(
          (error: Error) => error,
        );
        const what = `file ${index} of seed ${SEED}`;
        if (outcome instanceof Error) {
          failed += 1;
          expect(outcome, what).toBeInstanceOf(PipelineError);
          expect(outcome.message, what).toMatch(/^movies_metadata\.csv[^\n]*\.$/);
          expect(reference, `${what}: ${outcome.message}`).toBeNull();
          return;
        }
        expect(reference, `${what} should fail its run`).not.toBeNull();
        expect(differences(found(outcome), expected(reference!)), what).toEqual([]);
      },
      { concurrency: RUNS_AT_ONCE },
    );
    expect(failed).toBeGreaterThan(DAMAGED_FILES / 20);
    expect(failed).toBeLessThan(DAMAGED_FILES);
  });
});
