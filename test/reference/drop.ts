import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readPlacedRecords } from './csv.ts';
import { type Cells, COLUMNS, type Movie, validateRow } from './rows.ts';

/** An accepted row that no later row of its file supersedes. */
export interface AcceptedRow {
  /** The record's number, from 1, the header not counted. */
  readonly row: number;
  readonly movie: Movie;
}

/** A quarantined row: the line that it begins on, its reasons, its fields. */
export interface RefusedRow {
  readonly line: number;
  readonly reasons: readonly string[];
  readonly raw: readonly string[];
}

/** What one movies_metadata.csv comes to. */
export interface Drop {
  readonly accepted: readonly AcceptedRow[];
  readonly refused: readonly RefusedRow[];
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

const drops = new Map<string, Drop>();

/**
 * Judges every row of a movies_metadata.csv, a byte order mark before it or not; the same text once in a process. Throws on
 * what must fail the run.
 */
export function readDrop(csv: string): Drop {
  const known = drops.get(csv) ?? computeDrop(csv);
  drops.set(csv, known);
  return known;
}

function computeDrop(csv: string): Drop {
  const [first, ...records] = readPlacedRecords(csv.replace(/^\uFEFF/, ''));
  if (first === undefined) throw new Error('no header');
  const header = first.fields;
  const missing = COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) throw new Error(`missing columns: ${missing.join(', ')}`);
  const twice = COLUMNS.filter((column) => header.indexOf(column) !== header.lastIndexOf(column));
  if (twice.length > 0) throw new Error(`columns named twice: ${twice.join(', ')}`);

  const reasons = new Map<string, number>();
  const lastOfId = new Map<bigint, AcceptedRow>();
  const refused: RefusedRow[] = [];
  let duplicates = 0;

  const places = COLUMNS.map((column) => [column, header.indexOf(column)] as const);
  records.forEach(({ line, fields }, index) => {
    const cells = Object.fromEntries(places.map(([column, place]) => [column, fields[place]]));
    const result = fields.length === header.length ? validateRow(cells as Cells) : ['column_count'];
    if (Array.isArray(result)) {
      refused.push({ line, reasons: result, raw: fields });
      for (const reason of result) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      return;
    }
    if (lastOfId.has(result.id)) duplicates += 1;
    lastOfId.set(result.id, { row: index + 1, movie: result });
  });

  return {
    accepted: [...lastOfId.values()],
    refused,
    read: records.length,
    quarantined: refused.length,
    duplicates,
    reasons,
  };
}
