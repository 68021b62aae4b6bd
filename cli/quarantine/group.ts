import type { Bucket } from '../../aws/bucket.ts';
import { COLUMN_COUNT } from '../../model/data/validate-row.ts';
import { quarantineKey } from '../../model/keys.ts';
import { openLines } from '../shared/lines.ts';
import type { Selection } from './selection.ts';

/** A quarantined row. */
export interface Example {
  /** The physical line of the raw file on which the row begins. */
  readonly line: number;
  /** The cell of the invalid column; for `column_count` the number of fields. */
  readonly value: string;
  /** The row's id; null if the number of fields differs from the header. */
  readonly id: string | null;
  readonly title: string | null;
}

/** Quarantined rows with the same reason. A row with two reasons is in both groups. */
export interface ReasonGroup {
  readonly reason: string;
  readonly rows: number;
  /** The share of the file's rows; null if the number of rows is unknown. */
  readonly share: number | null;
  /** The first rows with this reason. */
  readonly examples: readonly Example[];
}

/** A run's quarantine of a file. */
export interface Quarantine extends Omit<Selection, 'header' | 'quarantined'> {
  readonly quarantined: number;
  readonly share: number | null;
  /** The reasons, the most frequent first. */
  readonly reasons: readonly ReasonGroup[];
}

/** A line of a quarantine file, as normalize writes it. */
interface QuarantinedRow {
  readonly line: number;
  readonly reasons: readonly string[];
  readonly raw: readonly string[];
}

export interface GroupOptions {
  /** The number of examples of each reason. */
  readonly examples: number;
  /** If given, the only reason to list. */
  readonly reason?: string;
}

/** The maximum length of a cell. Longer cells, which may have a megabyte, are truncated. */
const MAX_CELL = 200;
const truncated = (text: string): string => (text.length > MAX_CELL ? `${text.slice(0, MAX_CELL)}…` : text);

/** Groups a quarantine by reason. The quarantine is read as a stream; only counts and examples are kept in memory. */
export async function groupQuarantine(
  bucket: Bucket,
  selection: Selection,
  options: GroupOptions,
): Promise<Quarantine> {
  const { header, quarantined: counted, ...of } = selection;
  const groups = new Map<string, { rows: number; examples: Example[] }>();
  const wanted = (reason: string): boolean => options.reason === undefined || reason === options.reason;
  let rows = 0;
  for await (const row of rowsOf(bucket, selection)) {
    rows += 1;
    for (const reason of row.reasons.filter(wanted)) {
      const group = groups.get(reason) ?? { rows: 0, examples: [] };
      groups.set(reason, group);
      group.rows += 1;
      if (group.examples.length < options.examples) group.examples.push(exampleOf(row, reason, header));
    }
  }
  if (rows === 0 && counted) {
    throw new Error(
      `The ${counted} quarantined rows of ${selection.file} in run ${selection.run_id} were deleted by clean-up, because no month references the run.`,
    );
  }
  const share = (some: number): number | null => (selection.read ? some / selection.read : null);
  return {
    ...of,
    quarantined: rows,
    share: share(rows),
    reasons: [...groups]
      .map(([reason, group]) => ({
        reason,
        rows: group.rows,
        share: share(group.rows),
        examples: group.examples,
      }))
      .toSorted((a, b) => b.rows - a.rows || (a.reason < b.reason ? -1 : 1)),
  };
}

async function* rowsOf(bucket: Bucket, { file, month, run_id }: Selection): AsyncGenerator<QuarantinedRow> {
  const [folder] = quarantineKey(file, month, run_id, 0).split('part-');
  for await (const { key } of bucket.listObjects(folder!)) {
    for await (const line of (await openLines(bucket, key)) ?? []) {
      if (line !== '') yield JSON.parse(line) as QuarantinedRow;
    }
  }
}

function exampleOf({ line, raw }: QuarantinedRow, reason: string, header: Selection['header']): Example {
  const cell = (column: string): string | null => {
    const index = header?.indexOf(column) ?? -1;
    const text = index < 0 || raw.length !== header?.length ? undefined : raw[index];
    return text === undefined ? null : truncated(text);
  };
  const value =
    reason === COLUMN_COUNT
      ? `${raw.length} fields${header ? ` instead of ${header.length}` : ''}`
      : (cell(reason) ?? '?');
  return { line, value, id: cell('id'), title: cell('title') };
}
