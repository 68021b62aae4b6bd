import { PREFIXES } from '../model/keys.ts';
import type { MonthCommit } from '../model/runs/reports.ts';
import { isCommit, type MonthFile } from '../model/runs/tombstone.ts';
import { listObjects, readJson } from './s3.ts';

/** Every committed month, ascending. Those that were removed are not among them. */
export async function readCommits(): Promise<MonthCommit[]> {
  return (await readMonthFiles()).filter(isCommit);
}

/** Every month that was ever committed, ascending, whether it is still there or was removed. */
export async function readMonthFiles(): Promise<MonthFile[]> {
  const keys: string[] = [];
  for await (const { key } of listObjects(PREFIXES.months)) keys.push(key);
  return Promise.all(keys.map((key) => readJson<MonthFile>(key)));
}
