import type { Bucket } from '../../aws/bucket.ts';
import { COLUMN_COUNT } from '../../model/data/validate-row.ts';
import { quarantineKey } from '../../model/keys.ts';
import { openLines } from '../shared/lines.ts';
import type { Selection } from './selection.ts';

/** A quarantined row, as far as it can be read. */
export interface Example {
  /** The physical line that it begins on in the raw file. */
  readonly line: number;
  /** What stands in the faulty column; how many fields the row has where that is what is wrong with it. */
  readonly value: string;
  /** Null where the row's fields are not those of the header. */
  readonly id: string | null;
  readonly title: string | null;
}

/** Quarantined rows with the same reason. A row with two reasons is in both groups. */
export interface ReasonGroup {
  readonly reason: string;
  readonly rows: number;
  /** Of the file's rows; null where these aren't known. */
  readonly share: number | null;
  /** The first of them. */
  readonly examples: readonly Example[];
}

/** A run's quarantine of a file. */
export interface Quarantine extends Omit<Selection, 'header' | 'quarantined'> {
  readonly quarantined: number;
  readonly share: number | null;
  /** The most frequent first. */
  readonly reasons: readonly ReasonGroup[];
}

/** As normalize writes it. */
interface QuarantinedRow {
  readonly line: number;
  readonly reasons: readonly string[];
  readonly raw: readonly string[];
}

export interface GroupOptions {
  /** How many examples of each reason. */
  readonly examples: number;
  /** The only reason that is asked for. */
  readonly reason?: string;
}

/** So much of a cell is kept: it may have a megabyte. */
const KEPT = 200;
const kept = (text: string): string => (text.length > KEPT ? `${text.slice(0, KEPT)}…` : text);

/** Reads a quarantine row by row and groups it; only counts and examples are held. */
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
      `The ${counted} quarantined rows of ${selection.file} in the run ${selection.run_id} are gone: clean-up deletes what no month needs any more.`,
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
    const place = header?.indexOf(column) ?? -1;
    const text = place < 0 || raw.length !== header?.length ? undefined : raw[place];
    return text === undefined ? null : kept(text);
  };
  const value =
    reason === COLUMN_COUNT
      ? `${raw.length} fields${header ? ` instead of ${header.length}` : ''}`
      : (cell(reason) ?? '?');
  return { line, value, id: cell('id'), title: cell('title') };
}
