import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readPlacedRecords } from './csv.ts';
import { type Cells, COLUMNS, type ColumnName, type Movie, validateRow } from './rows.ts';

/** The last accepted row of its id. */
export interface AcceptedRow {
  /** The record's number, from 1, the header not counted. */
  readonly row: number;
  readonly movie: Movie;
}

/** A quarantined row: its first line, its reasons, its fields. */
export interface RefusedRow {
  readonly line: number;
  readonly reasons: readonly string[];
  readonly raw: readonly string[];
}

/** The rows of one movies_metadata.csv. */
export interface Drop {
  readonly accepted: readonly AcceptedRow[];
  readonly refused: readonly RefusedRow[];
  readonly read: number;
  readonly quarantined: number;
  readonly duplicates: number;
  /** Records whose fields are all empty: neither read nor quarantined. */
  readonly blankRows: number;
  /** Quarantined rows by reason. */
  readonly reasons: ReadonlyMap<string, number>;
}

/** The text of the movies_metadata.csv in a drop's folder, plain or gzipped. */
export function movieFileOf(folder: string): string {
  const plain = join(folder, 'movies_metadata.csv');
  const bytes = existsSync(plain) ? readFileSync(plain) : gunzipSync(readFileSync(`${plain}.gz`));
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

const drops = new Map<string, Drop>();

/**
 * Validates every row of a movies_metadata.csv, with or without a byte order mark; each text once per process. Throws for a
 * file that must fail the run.
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
  let blankRows = 0;

  const places = COLUMNS.map((column) => [column, header.indexOf(column)] as const);
  records.forEach(({ line, fields }, index) => {
    const cells = Object.fromEntries(places.map(([column, place]) => [column, fields[place]]));
    if (fields.every((field) => field === '')) {
      blankRows += 1;
      return;
    }
    const extra = header.filter(
      (column, place) => !COLUMNS.includes(column as ColumnName) && fields[place]?.includes('\0'),
    );
    const result = fields.length === header.length ? validateRow(cells as Cells, extra) : ['column_count'];
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
    read: records.length - blankRows,
    blankRows,
    quarantined: refused.length,
    duplicates,
    reasons,
  };
}
