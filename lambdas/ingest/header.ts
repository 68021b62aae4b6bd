import { parse } from 'csv-parse/sync';
import type { SourceFile } from '../../model/data/source-files.ts';
import { shownColumn, shownNames } from '../../model/data/visible-text.ts';
import { EmptyFileError, MalformedCsvError, MissingColumnError } from '../../model/errors.ts';

/** A file's columns, in its own order. */
export interface Header {
  readonly header: readonly string[];
  /** Columns that no table needs. */
  readonly extra_columns: readonly string[];
}

/**
 * Reads and checks a header: every column that the tables need must be there, once, in any order.
 * @throws EmptyFileError, MissingColumnError, MalformedCsvError
 */
export function readHeader({ name, cells }: SourceFile, bytes: Buffer | null): Header {
  if (bytes === null) throw new EmptyFileError(`${name} has no header: it is empty.`);
  // The line breaks are named as normalize names them: left to itself, csv-parse would take a lone CR for one.
  const header = parse(bytes, { record_delimiter: ['\r\n', '\n'] })[0] as string[];
  const needed = Object.keys(cells!);
  const missing = needed.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    const columns = missing.length === 1 ? 'the column' : 'the columns';
    throw new MissingColumnError(
      `${name}, line 1: the header lacks ${columns} ${missing.join(', ')}; it has ${shownNames(header, shownColumn)}.`,
    );
  }
  const twice = needed.find((column) => header.indexOf(column) !== header.lastIndexOf(column));
  if (twice !== undefined)
    throw new MalformedCsvError(`${name}, line 1: the header names the column ${twice} twice.`);
  return { header, extra_columns: header.filter((column) => !needed.includes(column)) };
}
