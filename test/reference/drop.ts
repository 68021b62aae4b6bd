import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readRecords } from './csv.ts';
import { type Cells, COLUMNS, judge, type Movie } from './rows.ts';

/** An accepted row that no later row of its file supersedes. */
export interface AcceptedRow {
  /** The record's number, from 1, the header not counted. */
  readonly row: number;
  readonly movie: Movie;
}

/** What one movies_metadata.csv comes to. */
export interface Drop {
  readonly accepted: readonly AcceptedRow[];
  readonly read: number;
  readonly quarantined: number;
  readonly duplicates: number;
  /** How many rows were quarantined for each reason. */
  readonly reasons: ReadonlyMap<string, number>;
}

/** The text of a drop folder's movies_metadata.csv, gzipped or not. */
export function movieFileOf(folder: string): string {
  const plain = join(folder, 'movies_metadata.csv');
  const bytes = existsSync(plain) ? readFileSync(plain) : gunzipSync(readFileSync(`${plain}.gz`));
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** Judges every row of a movies_metadata.csv, a byte order mark before it or not. Throws on what must fail the run. */
export function readDrop(csv: string): Drop {
  const [header, ...records] = readRecords(csv.replace(/^\uFEFF/, ''));
  if (header === undefined) throw new Error('no header');
  const missing = COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) throw new Error(`missing columns: ${missing.join(', ')}`);

  const reasons = new Map<string, number>();
  const lastOfId = new Map<bigint, AcceptedRow>();
  let quarantined = 0;
  let duplicates = 0;

  records.forEach((record, index) => {
    const cells = Object.fromEntries(COLUMNS.map((column) => [column, record[header.indexOf(column)]]));
    const judged = record.length === header.length ? judge(cells as Cells) : ['column_count'];
    if (Array.isArray(judged)) {
      quarantined += 1;
      for (const reason of judged) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      return;
    }
    if (lastOfId.has(judged.id)) duplicates += 1;
    lastOfId.set(judged.id, { row: index + 1, movie: judged });
  });

  return { accepted: [...lastOfId.values()], read: records.length, quarantined, duplicates, reasons };
}
