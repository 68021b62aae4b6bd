import { createHash } from 'node:crypto';
import pMap from 'p-map';
import type { Bucket } from '../../aws/bucket.ts';
import { ownerOf, quarantineKey } from '../../model/keys.ts';
import { openLines } from '../shared/lines.ts';
import type { CheckedCommit } from './commits.ts';
import { runAgain, type VerifyOptions } from './findings.ts';
import { STREAMS_AT_ONCE } from './raw-copies.ts';

/** The table with one row per id. */
const MOVIES = 'movies_metadata';

/** Checks the parts of a month's tables: their rows, the run that wrote them, and that every movie occurs once. */
export async function verifyParts(
  bucket: Bucket,
  { month, tables }: CheckedCommit,
  options: VerifyOptions,
): Promise<void> {
  const advice = `${runAgain(month, 'normalize', options)} rebuilds the tables from the raw copy.`;
  for (const [table, { parts }] of Object.entries(tables)) {
    const ids: number[] = [];
    await pMap(
      parts,
      async ({ key, rows, sha256 }) => {
        options.findings.checked('part');
        const found = options.quick
          ? await presence(bucket, key)
          : await readPart(bucket, key, table === MOVIES ? ids : null);
        const expected = options.quick ? 'a part' : `${rows} rows of run ${ownerOf('tables', key)?.runId}`;
        const is = typeof found === 'string' ? found : `${found.rows} rows of run ${found.runs.join(', ')}`;
        if (is !== expected) options.findings.differs({ check: 'part', key, expected, found: is, advice });
        else if (typeof found !== 'string' && sha256 !== undefined && found.sha256 !== sha256) {
          options.findings.differs({
            check: 'part',
            key,
            expected: `SHA-256 ${sha256}`,
            found: `SHA-256 ${found.sha256}, with the same number of rows`,
            advice,
          });
        }
      },
      { concurrency: STREAMS_AT_ONCE },
    );
    const duplicate = repeated(ids);
    if (duplicate === null) continue;
    const [folder] = parts[0]!.key.split('part-');
    options.findings.differs({
      check: 'part',
      key: folder!,
      expected: 'every id once in the month',
      found: `id ${duplicate} more than once`,
      advice,
    });
  }
}

const presence = async (bucket: Bucket, key: string): Promise<string> =>
  (await bucket.objectSize(key)) === null ? 'nothing' : 'a part';

/** Reads a part and adds the ids of its rows to `ids`. Returns its rows and their runs, or a description of the fault. */
async function readPart(
  bucket: Bucket,
  key: string,
  ids: number[] | null,
): Promise<{ rows: number; runs: string[]; sha256: string } | string> {
  const runs = new Set<string>();
  const hash = createHash('sha256');
  const read = (line: string): void => {
    const { run_id, id } = rowOf<{ run_id?: string; id: number }>(line);
    runs.add(run_id ?? 'unknown');
    ids?.push(id);
  };
  const rows = await countLines(bucket, key, read, (bytes) => hash.update(bytes));
  return typeof rows === 'string' ? rows : { rows, runs: [...runs], sha256: hash.digest('hex') };
}

/** The first number that occurs more than once; null if none does. */
export function repeated(numbers: readonly number[]): number | null {
  const sorted = Float64Array.from(numbers).sort();
  for (let at = 1; at < sorted.length; at += 1) if (sorted[at] === sorted[at - 1]) return sorted[at]!;
  return null;
}

/** Checks that a month's quarantine has as many rows as its commit states. */
export async function verifyQuarantine(
  bucket: Bucket,
  { month, run_id, files }: CheckedCommit,
  options: VerifyOptions,
): Promise<void> {
  for (const { file, counts } of files) {
    if (counts === null) continue;
    options.findings.checked('quarantine');
    const [folder] = quarantineKey(file, month, run_id, 0).split('part-');
    let found = 0;
    let broken: string | null = null;
    for await (const { key } of bucket.listObjects(folder!)) {
      const rows = options.quick ? counts.quarantined : await countLines(bucket, key, parseQuarantined);
      if (typeof rows === 'string') broken ??= `${key}: ${rows}`;
      else found = options.quick ? rows : found + rows;
    }
    if (broken === null && found === counts.quarantined) continue;
    options.findings.differs({
      check: 'quarantine',
      key: folder!,
      expected: `${counts.quarantined} rows`,
      found: broken ?? `${found} rows`,
      advice: `No table is wrong. ${runAgain(month, 'normalize', options)} writes the quarantine again.`,
    });
  }
}

/** Parses a quarantined row. @throws SyntaxError if it is not one */
function parseQuarantined(line: string): void {
  const { reasons, raw } = rowOf<{ reasons?: unknown; raw?: unknown }>(line);
  if (!Array.isArray(reasons) || !Array.isArray(raw)) throw new SyntaxError('not a quarantined row');
}

/** A line as a JSON object. @throws SyntaxError if it is not one */
function rowOf<Row extends object>(line: string): Row {
  const row: unknown = JSON.parse(line);
  if (typeof row !== 'object' || row === null) throw new SyntaxError('not a JSON object');
  return row as Row;
}

/** Returns the number of lines of an object, or a description of the fault. */
async function countLines(
  bucket: Bucket,
  key: string,
  read: (line: string) => void,
  seen?: (bytes: Buffer) => void,
): Promise<number | string> {
  const lines = await openLines(bucket, key, seen);
  if (lines === null) return 'nothing';
  let count = 0;
  try {
    for await (const line of lines) {
      if (line === '') continue;
      read(line);
      count += 1;
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof SyntaxError) return `line ${count + 1} is not a row`;
    if (code?.startsWith('Z_')) return `an invalid gzip file (${message})`;
    throw error;
  }
  return count;
}
