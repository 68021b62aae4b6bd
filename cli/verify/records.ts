import type { z } from 'zod';
import type { Bucket } from '../../aws/bucket.ts';
import type { Check, Findings } from './findings.ts';

/** The advice for a lost or unreadable record. */
export const RESTORE = 'Restore an older version of it: the bucket keeps them for noncurrentDays.';

/** A record to read. */
export interface RecordToRead<Schema extends z.ZodType> {
  readonly check: Check;
  readonly key: string;
  /** What it must be, such as `a commit`. */
  readonly expected: string;
  readonly schema: Schema;
  readonly advice: string;
}

/** A record; `missing` if it does not exist, `broken` if it is unreadable. A broken record has already been added to the findings. */
export type FoundRecord<Value> = Value | 'missing' | 'broken';

/** Reads a record of the bucket. */
export async function readRecord<Schema extends z.ZodType>(
  bucket: Bucket,
  record: RecordToRead<Schema>,
  findings: Findings,
): Promise<FoundRecord<z.output<Schema>>> {
  const text = await bucket.findText(record.key);
  return text === null ? 'missing' : parseRecord(record, text, findings);
}

/** Parses the text of a record. */
export function parseRecord<Schema extends z.ZodType>(
  { check, key, expected, schema, advice }: RecordToRead<Schema>,
  text: string,
  findings: Findings,
): z.output<Schema> | 'broken' {
  const broken = (wanted: string, found: string): 'broken' => {
    findings.differs({ check, key, expected: wanted, found, advice });
    return 'broken';
  };
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return broken('a JSON object', 'text that is not JSON');
  }
  const parsed = schema.safeParse(found);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  return broken(expected, `${path.join('.') || 'it'}: ${message}`);
}
