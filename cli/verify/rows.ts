import { createHash } from 'node:crypto';
import pMap from 'p-map';
import type { Bucket } from '../../aws/bucket.ts';
import { ownerOf, quarantineKey } from '../../model/keys.ts';
import { openLines } from '../shared/lines.ts';
import type { CheckedCommit } from './commits.ts';
import { runAgain, type VerifyOptions } from './findings.ts';
import { STREAMS_AT_ONCE } from './raw-copies.ts';

/** The table whose rows have an id each. */
const MOVIES = 'movies_metadata';

/** The parts of a month's tables: their rows, whose run wrote these, and that every movie is there once. */
export async function verifyParts(
  bucket: Bucket,
  { month, tables }: CheckedCommit,
  options: VerifyOptions,
): Promise<void> {
  const advice = `${runAgain(month, 'normalize', options)} makes the tables anew from the raw copy.`;
  for (const [table, { parts }] of Object.entries(tables)) {
    const ids: number[] = [];
    await pMap(
      parts,
      async ({ key, rows, sha256 }) => {
        options.findings.checked('part');
        const found = options.quick
          ? await presence(bucket, key)
          : await readPart(bucket, key, table === MOVIES ? ids : null);
        const expected = options.quick
          ? 'a part'
          : `${rows} rows of the run ${ownerOf('tables', key)?.runId}`;
        const is =
          typeof found === 'string' ? found : `${found.rows} rows of the run ${found.runs.join(', ')}`;
        if (is !== expected) options.findings.differs({ check: 'part', key, expected, found: is, advice });
        else if (typeof found !== 'string' && sha256 !== undefined && found.sha256 !== sha256) {
          options.findings.differs({
            check: 'part',
            key,
            expected: `SHA-256 ${sha256}`,
            found: `SHA-256 ${found.sha256}, with as many rows`,
            advice,
          });
        }
      },
      { concurrency: STREAMS_AT_ONCE },
    );
    const twice = repeated(ids);
    if (twice === null) continue;
    const [folder] = parts[0]!.key.split('part-');
    options.findings.differs({
      check: 'part',
      key: folder!,
      expected: 'every id once in the month',
      found: `id ${twice} more than once`,
      advice,
    });
  }
}

const presence = async (bucket: Bucket, key: string): Promise<string> =>
  (await bucket.objectSize(key)) === null ? 'nothing' : 'a part';

/** The rows of a part and whose they are, or what is wrong with it. Adds their ids to `ids`. */
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

/** The first number that stands there more than once; null where none does. */
export function repeated(numbers: readonly number[]): number | null {
  const sorted = Float64Array.from(numbers).sort();
  for (let at = 1; at < sorted.length; at += 1) if (sorted[at] === sorted[at - 1]) return sorted[at]!;
  return null;
}

/** A month's quarantine: as many rows as its commit counts. */
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
      const rows = options.quick ? counts.quarantined : await countLines(bucket, key, setAside);
      if (typeof rows === 'string') broken ??= `${key}: ${rows}`;
      else found = options.quick ? rows : found + rows;
    }
    if (broken === null && found === counts.quarantined) continue;
    options.findings.differs({
      check: 'quarantine',
      key: folder!,
      expected: `${counts.quarantined} rows`,
      found: broken ?? `${found} rows`,
      advice: `No table is wrong. ${runAgain(month, 'normalize', options)} sets the rows aside anew.`,
    });
  }
}

/** Reads a row that was set aside. @throws SyntaxError where it is none */
function setAside(line: string): void {
  const { reasons, raw } = rowOf<{ reasons?: unknown; raw?: unknown }>(line);
  if (!Array.isArray(reasons) || !Array.isArray(raw)) throw new SyntaxError('no row that was set aside');
}

/** A line as a JSON object. @throws SyntaxError where it is none */
function rowOf<Row extends object>(line: string): Row {
  const row: unknown = JSON.parse(line);
  if (typeof row !== 'object' || row === null) throw new SyntaxError('no JSON object');
  return row as Row;
}

/** How many lines an object has; what is wrong with it where these can't be read. */
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
    if (error instanceof SyntaxError) return `no row in line ${count + 1}`;
    if (code?.startsWith('Z_')) return `no gzip that can be unpacked (${message})`;
    throw error;
  }
  return count;
}
