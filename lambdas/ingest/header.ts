import { parse } from 'csv-parse/sync';
import type { SourceFile } from '../../model/data/source-files.ts';
import { shownColumn, shownNames } from '../../model/data/visible-text.ts';
import { EmptyFileError, MalformedCsvError, MissingColumnError } from '../../model/errors.ts';

/** A file's columns, in its own order. */
export interface Header {
  readonly header: readonly string[];
  /** Columns that no table reads. */
  readonly extra_columns: readonly string[];
}

/**
 * Reads a header and checks that every column that the tables read is present exactly once, in any order.
 * @throws EmptyFileError, MissingColumnError, MalformedCsvError
 */
export function readHeader({ name, cells }: SourceFile, bytes: Buffer | null): Header {
  if (bytes === null)
    throw new EmptyFileError(`${name}, line 1: the file is empty; deliver it with a header.`);
  // The same line breaks as in normalize: by default, csv-parse also accepts a lone CR.
  const header = parse(bytes, { record_delimiter: ['\r\n', '\n'] })[0] as string[];
  const required = Object.keys(cells!);
  const missing = required.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    const columns = missing.length === 1 ? 'the column' : 'the columns';
    throw new MissingColumnError(
      `${name}, line 1: the header lacks ${columns} ${missing.join(', ')}; it has ${shownNames(header, shownColumn)}; add or rename columns.`,
    );
  }
  const twice = required.find((column) => header.indexOf(column) !== header.lastIndexOf(column));
  if (twice !== undefined)
    throw new MalformedCsvError(
      `${name}, line 1: the header has the column ${twice} twice; remove or rename one of them.`,
    );
  return { header, extra_columns: header.filter((column) => !required.includes(column)) };
}
