import type { z } from 'zod';
import type { Bucket } from '../../aws/bucket.ts';
import type { Check, Findings } from './findings.ts';

/** What to do about a record that is lost or can't be understood. */
export const RESTORE = 'Restore an older version of it: the bucket keeps them for a while (noncurrentDays).';

/** A record that is to be read. */
export interface RecordToRead<Schema extends z.ZodType> {
  readonly check: Check;
  readonly key: string;
  /** What it must be: `a commit`. */
  readonly expected: string;
  readonly schema: Schema;
  readonly advice: string;
}

/** A record: `missing` where nothing lies there, `broken` where what lies there can't be understood, which has been told. */
export type FoundRecord<Value> = Value | 'missing' | 'broken';

/** Reads a record of the bucket. */
export async function readRecord<Schema extends z.ZodType>(
  bucket: Bucket,
  record: RecordToRead<Schema>,
  findings: Findings,
): Promise<FoundRecord<z.output<Schema>>> {
  const text = await bucket.findText(record.key);
  return text === null ? 'missing' : understood(record, text, findings);
}

/** A record by its text. */
export function understood<Schema extends z.ZodType>(
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
    return broken('a JSON object', 'no JSON');
  }
  const parsed = schema.safeParse(found);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  return broken(expected, `${path.join('.') || 'it'}: ${message}`);
}
