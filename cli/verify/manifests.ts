import pMap from 'p-map';
import type { Bucket } from '../../aws/bucket.ts';
import { TABLES } from '../../model/data/tables.ts';
import { commitKey, manifestKey, monthOfManifest, PREFIXES } from '../../model/keys.ts';
import { quantity } from '../shared/columns.ts';
import type { CheckedCommit } from './commits.ts';
import type { VerifyOptions } from './findings.ts';

const READS_AT_ONCE = 16;

/** Checks the manifests that SQL engines read: one per table and committed month, and no others. */
export async function verifyManifests(
  bucket: Bucket,
  {
    commits,
    broken,
    whole,
  }: {
    readonly commits: readonly CheckedCommit[];
    /** Keys of unreadable commits, whose manifests cannot be checked. */
    readonly broken: readonly string[];
    /** Whether all months were read, not only one. */
    readonly whole: boolean;
  },
  options: VerifyOptions,
): Promise<void> {
  const { findings, target } = options;
  const [newest] = commits
    .filter(({ removed }) => !removed)
    .map(({ month }) => month)
    .toReversed();
  const advice = `Every commit rewrites the manifests of all months: npm run month -- --month ${newest ?? 'MONTH'} --from normalize${target}`;
  await pMap(
    commits.flatMap((commit) => TABLES.map(({ name }) => ({ commit, table: name }))),
    async ({ commit, table }) => {
      findings.checked('manifest');
      const key = manifestKey(table, commit.month);
      const parts = commit.tables[table]?.parts ?? [];
      const expected = parts.map((part) => `s3://${bucket.name}/${part.key}\n`).join('');
      const found = await bucket.findText(key);
      // The manifest of a removed month may be empty or missing.
      if (found === expected || (commit.removed && (found ?? '') === '')) return;
      findings.differs({
        check: 'manifest',
        key,
        expected: `a list of ${quantity(parts.length, 'part')}`,
        found: found === null ? 'nothing' : listText(found, expected),
        advice,
      });
    },
    { concurrency: READS_AT_ONCE },
  );
  if (!whole) return;
  const committed = new Set([...commits.map(({ month }) => commitKey(month)), ...broken]);
  for await (const { key } of bucket.listObjects(PREFIXES.manifests)) {
    const month = monthOfManifest(key);
    if (month !== null && committed.has(commitKey(month))) continue;
    findings.differs({
      check: 'manifest',
      key,
      expected: 'only manifests of committed months',
      found: month === null ? 'an object that is not a manifest' : `a manifest of ${month}`,
      advice: 'SQL engines read it, and clean-up stops because of it: delete it, or restore the commit.',
    });
  }
}

function listText(found: string, expected: string): string {
  const lines = found.split('\n').filter((line) => line !== '');
  const other = lines.find((line) => !expected.includes(`${line}\n`));
  return `a list of ${quantity(lines.length, 'part')}${other === undefined ? '' : ` that contains ${other}`}`;
}
