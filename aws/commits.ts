import { PREFIXES } from '../model/keys.ts';
import type { MonthCommit } from '../model/runs/reports.ts';
import { isCommit, type MonthFile } from '../model/runs/tombstone.ts';
import type { Bucket } from './bucket.ts';

/** Every committed month, ascending, without removed months. */
export async function readCommits(bucket: Bucket): Promise<MonthCommit[]> {
  return (await readMonthFiles(bucket)).filter(isCommit);
}

/** Every month that was ever committed, ascending, including removed months. */
export async function readMonthFiles(bucket: Bucket): Promise<MonthFile[]> {
  const listed = await Array.fromAsync(bucket.listObjects(PREFIXES.months));
  return Promise.all(listed.map(({ key }) => bucket.readJson<MonthFile>(key)));
}
