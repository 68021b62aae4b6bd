import type { Readable } from 'node:stream';
import { type Info, parse } from 'csv-parse';
import { MalformedCsvError } from '../../model/errors.ts';
import type { RawPart } from '../../model/run.ts';

/** One record of a part. */
export interface CsvRecord {
  /** The record's number in its file, from 1, the header not counted. */
  readonly source_row: number;
  /** The physical line that it begins on; the header's is 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Reads the records of a part. Ingest has judged the file already, so csv-parse finding fault with it means that the
 * two disagree, and the run must not go on.
 * @throws MalformedCsvError
 */
export async function* readRecords(file: string, part: RawPart, bytes: Readable): AsyncGenerator<CsvRecord> {
  const parser = parse({
    bom: false,
    info: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
  });
  bytes.once('error', (error) => parser.destroy(error));
  bytes.pipe(parser);
  let source_row = part.first_row;
  let breaksBefore = 0;
  try {
    for await (const entry of parser) {
      const { record: fields, info } = entry as { record: string[]; info: Info };
      // Each record ends a line; those inside quotes and the empty ones come on top.
      const line = part.first_line + (source_row - part.first_row) + breaksBefore + info.empty_lines;
      yield { source_row, line, fields };
      source_row += 1;
      for (const field of fields) breaksBefore += lineBreaks(field);
    }
  } catch (error) {
    if (!(error as Error & { code?: string }).code?.startsWith('CSV_')) throw error;
    throw new MalformedCsvError(`${file}, record ${source_row}: ${(error as Error).message}`, {
      cause: error,
    });
  } finally {
    bytes.destroy();
  }
}

function lineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
