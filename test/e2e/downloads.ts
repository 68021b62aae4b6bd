import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBListValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import type { Json } from '../reference/documents.ts';
import type { TableRow } from '../reference/downloads.ts';
import { openBucket } from './bucket.ts';
import { differences, parseExactly } from './compare.ts';
import { send } from './http.ts';

/** The document `/v1/downloads`. */
interface Listed {
  readonly tables: readonly {
    readonly name: string;
    readonly rows: bigint;
    readonly columns: readonly { readonly name: string; readonly type: string }[];
    readonly files: readonly {
      readonly format: 'csv' | 'parquet';
      readonly name: string;
      readonly path: string;
      readonly media_type: string;
      readonly bytes: bigint;
      readonly sha256: string;
    }[];
  }[];
}

/** Maximum number of reported faults. */
const SHOWN_FAULTS = 12;

/**
 * Compares every file that `/v1/downloads` lists with the reference's tables, byte counts and hashes with the objects in
 * the bucket. Returns the first faults.
 */
export async function downloadFaults(
  url: string,
  dataDir: string,
  tables: ReadonlyMap<string, readonly TableRow[]>,
): Promise<string[]> {
  const listed = parseExactly((await send(url, '/v1/downloads')).text) as unknown as Listed;
  const folder = await mkdtemp(join(tmpdir(), 'downloads-'));
  const bucket = openBucket(dataDir);
  const engine = await DuckDBInstance.create(':memory:');
  const faults: string[] = [];
  const expect = (what: string, expected: Json, found: Json): void => {
    faults.push(...differences(expected, found).map((difference) => `${what} ${difference}`));
  };
  try {
    expect(
      'tables',
      [...tables.keys()],
      listed.tables.map(({ name }) => name),
    );
    for (const { name, rows, columns, files } of listed.tables) {
      const expected = tables.get(name)!;
      expect(`${name} rows`, BigInt(expected.length), rows);
      expect(
        `${name} columns`,
        Object.keys(expected[0]!),
        columns.map((column) => column.name),
      );
      expect(
        `${name} files`,
        [`${name}.csv`, `${name}.parquet`],
        files.map((file) => file.name),
      );
      for (const { format, name: file, path, media_type, bytes, sha256 } of files) {
        const object = await bucket.read(path.slice(1));
        expect(`${file} bytes`, bytes, BigInt(object.body.length));
        expect(`${file} sha256`, sha256, createHash('sha256').update(object.body).digest('hex'));
        expect(`${file} path`, `/downloads/${sha256}/${file}`, path);
        expect(
          `${file} headers`,
          [media_type, `attachment; filename="${file}"`, 'public, max-age=31536000, immutable'],
          [object.contentType, object.contentDisposition, object.cacheControl],
        );
        if (format === 'csv') {
          const found = parse(object.body, { bom: true, columns: true }) as Record<string, string>[];
          expect(
            file,
            expected.map((row) => csvRow(row, columns)),
            found,
          );
        } else {
          const local = join(folder, file);
          await writeFile(local, object.body);
          const connection = await engine.connect();
          const read = await connection.runAndReadAll(`select * from read_parquet('${local}')`);
          expect(file, expected, read.getRowObjects().map(plainRow));
          connection.closeSync();
        }
      }
    }
  } finally {
    engine.closeSync();
    bucket.close();
    await rm(folder, { recursive: true });
  }
  return faults.slice(0, SHOWN_FAULTS);
}

/** A row as in the CSV file: text, empty for null, with an apostrophe before formulas. */
function csvRow(row: TableRow, columns: readonly { name: string; type: string }[]): Record<string, string> {
  const cells = columns.map(({ name, type }) => [name, cell(row[name]!, type)]);
  return Object.fromEntries(cells) as Record<string, string>;
}

function cell(value: Json, type: string): string {
  if (value === null) return '';
  switch (type) {
    case 'double':
      return (value as number).toFixed(6);
    case 'string':
      return withoutFormula(value as string);
    case 'array<string>':
      return withoutFormula((value as readonly string[]).join('|'));
    default:
      return String(value);
  }
}

const withoutFormula = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

const plainRow = (row: Record<string, DuckDBValue>): Json =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]));

function plain(value: DuckDBValue): Json {
  if (value instanceof DuckDBDecimalValue) return value.scale === 0 ? value.value : value.toString();
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBListValue) return value.items.map(plain);
  return value as Json;
}
