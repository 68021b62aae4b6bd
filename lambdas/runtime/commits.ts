import { PREFIXES } from '../../model/keys.ts';
import type { MonthCommit } from '../../model/reports.ts';
import { listObjects, readJson } from './s3.ts';

/** Every committed month, ascending. */
export async function readCommits(): Promise<MonthCommit[]> {
  const keys: string[] = [];
  for await (const { key } of listObjects(PREFIXES.months)) keys.push(key);
  return Promise.all(keys.map((key) => readJson<MonthCommit>(key)));
}
