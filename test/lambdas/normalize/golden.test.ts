import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ExpectedFailure,
  type ExpectedRow,
  type ExpectedRows,
  readCases,
} from '../../fixtures/cases.ts';
import { type JsonRow, MOVIES, type Outcome, type Pipeline, startPipeline } from '../pipeline.ts';

/** One part for the whole file, and one part per record. */
const PART_SIZES = [
  { name: 'in one part', partBytes: 64_000_000 },
  { name: 'split after every record', partBytes: 1 },
];
const MAX_RECORD_BYTES = 1_000_000;

let pipeline: Pipeline;
let folder: string;
let runs = 0;

beforeAll(async () => {
  pipeline = await startPipeline();
  folder = await mkdtemp(join(tmpdir(), 'golden-'));
});
afterAll(async () => {
  await pipeline.stop();
  await rm(folder, { recursive: true });
});

const isFailure = (expected: ExpectedRows | ExpectedFailure): expected is ExpectedFailure =>
  'error' in expected;

function run(input: string, partBytes: number): Promise<Outcome> {
  runs += 1;
  return pipeline.run(`golden-${String(runs).padStart(4, '0')}`, input, partBytes);
}

/** The rows with the columns of the expected rows only. Decimals are compared by value. */
function picked(rows: readonly JsonRow[], expected: readonly ExpectedRow[]): JsonRow[] {
  return rows.map((row, index) => {
    const columns = Object.entries(expected[index] ?? row);
    return Object.fromEntries(
      columns.map(([column, value]) => {
        const found = row[column];
        return [column, typeof value === 'number' && typeof found === 'string' ? Number(found) : found];
      }),
    );
  });
}

const byMovieAndId = (a: ExpectedRow, b: ExpectedRow): number =>
  Number(a.movie_id) - Number(b.movie_id) || Number(a.id) - Number(b.id);
const bySourceRow = (a: JsonRow, b: JsonRow): number => Number(a.source_row) - Number(b.source_row);
const byLine = (a: JsonRow, b: JsonRow): number => Number(a.line) - Number(b.line);

function check(outcome: Outcome, expected: ExpectedRows): void {
  const { read, blank_rows = 0, accepted, quarantined, duplicates, reasons } = expected;
  expect.soft(outcome.counts).toEqual({ read, blank_rows, accepted, quarantined, duplicates, reasons });
  expect.soft(outcome.extraColumns).toEqual(expected.extra_columns ?? []);

  const quarantine = outcome.quarantine.toSorted(byLine);
  expect.soft(picked(quarantine, expected.quarantine)).toEqual(expected.quarantine);
  const movies = outcome.tables.movies_metadata!.toSorted(bySourceRow);
  expect.soft(picked(movies, expected.movies)).toEqual(expected.movies);

  const rowOf = new Map(movies.map(({ id, source_row }) => [id, source_row]));
  for (const table of ['genres', 'production_companies'] as const) {
    const rows = outcome.tables[table]!.toSorted(byMovieAndId);
    const wanted = expected[table].toSorted(byMovieAndId);
    expect.soft(picked(rows, wanted), table).toEqual(wanted);
    for (const row of rows)
      expect.soft(row.source_row, `${table}: joined to its movie`).toBe(rowOf.get(row.movie_id));
  }
}

async function checkFailure(outcome: Promise<Outcome>, expected: ExpectedFailure): Promise<void> {
  const error = await outcome.then(
    () => expect.fail(`should fail with ${expected.error}`),
    (reason: Error) => reason,
  );
  expect(error.name).toBe(expected.error);
  for (const part of expected.message_contains) expect(error.message).toContain(part);
}

describe.each(PART_SIZES)('a drop that is read $name', ({ partBytes }) => {
  it.each(readCases())('$name: $expected.rule', async ({ input, expected }) => {
    const running = run(input, partBytes);
    if (isFailure(expected)) return checkFailure(running, expected);
    const outcome = await running;
    check(outcome, expected);
    const records = expected.read + (expected.blank_rows ?? 0);
    expect(outcome.parts).toBe(partBytes === 1 ? Math.max(1, records) : 1);
  });
});

describe('a record of about 1 MB', () => {
  const header =
    'adult,belongs_to_collection,budget,genres,homepage,id,imdb_id,original_language,original_title,overview,'.concat(
      'popularity,poster_path,production_companies,production_countries,release_date,revenue,runtime,spoken_languages,',
      'status,tagline,title,video,vote_average,vote_count\n',
    );
  const before = `${','.repeat(5)}2${','.repeat(4)}`;
  const after = ','.repeat(14);

  /** A drop of three records. The second has this many bytes without its line break. */
  async function dropWith(bytes: number, lineBreak: string): Promise<string> {
    const records = [1, 3].map((id) => before.replace('2', String(id)) + after);
    const overview = 'x'.repeat(bytes - Buffer.byteLength(before + after));
    await writeFile(
      join(folder, MOVIES),
      header + [records[0], before + overview + after, records[1], ''].join(lineBreak),
    );
    return folder;
  }

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ])('a record of exactly 1,000,000 bytes that ends with %s is accepted', async (_, lineBreak) => {
    const outcome = await run(await dropWith(MAX_RECORD_BYTES, lineBreak), 64_000_000);
    expect(outcome.counts).toMatchObject({ read: 3, accepted: 3, quarantined: 0 });
  });

  it.each([
    ['LF', '\n', MAX_RECORD_BYTES + 1],
    ['CRLF', '\r\n', MAX_RECORD_BYTES + 1],
    ['LF', '\n', 5 * MAX_RECORD_BYTES],
  ])('a record of more than 1,000,000 bytes that ends with %s fails the run', async (_, lineBreak, bytes) => {
    const expected = { error: 'MalformedCsvError', message_contains: [MOVIES, 'line 3'] };
    await checkFailure(run(await dropWith(bytes, lineBreak), 64_000_000), expected);
  });

  it('a record with a quote that is never closed fails the run', async () => {
    const rows = `${before}${after}\n`.repeat(60_000);
    await writeFile(join(folder, MOVIES), `${header}${before}"never closed${after}\n${rows}`);
    const expected = { error: 'MalformedCsvError', message_contains: [MOVIES, 'line 2'] };
    await checkFailure(run(folder, 64_000_000), expected);
  });
});
