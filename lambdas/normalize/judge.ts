import type { MovieRecord, SourceFile } from '../../model/source-files.ts';

/** A row is accepted whole or quarantined whole. */
export type Verdict =
  | { readonly accepted: true; readonly record: MovieRecord }
  | { readonly accepted: false; readonly reasons: readonly string[] };

/** The reason of a row with another number of fields than the header, and then the only one. */
export const COLUMN_COUNT = 'column_count';

/** Judges rows by the checks of their file's columns; one reason per faulty column, sorted. */
export function createJudge(
  { record }: SourceFile,
  header: readonly string[],
): (fields: readonly string[]) => Verdict {
  return (fields) => {
    if (fields.length !== header.length) return { accepted: false, reasons: [COLUMN_COUNT] };
    const cells: Record<string, string> = {};
    for (const [index, column] of header.entries()) cells[column] = fields[index]!;
    const judged = record!.safeParse(cells);
    if (judged.success) return { accepted: true, record: judged.data as MovieRecord };
    return {
      accepted: false,
      reasons: [...new Set(judged.error.issues.map(({ path }) => String(path[0])))].sort(),
    };
  };
}
