import pMap from 'p-map';
import type { Bucket } from '../../aws/bucket.ts';
import { TABLES } from '../../model/data/tables.ts';
import { commitKey, manifestKey, monthOfManifest, PREFIXES } from '../../model/keys.ts';
import { quantity } from '../shared/columns.ts';
import type { CheckedCommit } from './commits.ts';
import type { VerifyOptions } from './findings.ts';

const READS_AT_ONCE = 16;

/** The lists that SQL engines read: what the commits give, and none beside. */
export async function verifyManifests(
  bucket: Bucket,
  {
    commits,
    broken,
    whole,
  }: {
    readonly commits: readonly CheckedCommit[];
    /** Keys of commits that can't be understood: what their manifests must be can't be told. */
    readonly broken: readonly string[];
    /** Whether these are all that there are. */
    readonly whole: boolean;
  },
  options: VerifyOptions,
): Promise<void> {
  const { findings, target } = options;
  const [newest] = commits
    .filter(({ removed }) => !removed)
    .map(({ month }) => month)
    .toReversed();
  const advice = `Every commit writes the manifests of all months anew: npm run month -- --month ${newest ?? 'MONTH'} --from normalize${target}`;
  await pMap(
    commits.flatMap((commit) => TABLES.map(({ name }) => ({ commit, table: name }))),
    async ({ commit, table }) => {
      findings.checked('manifest');
      const key = manifestKey(table, commit.month);
      const parts = commit.tables[table]?.parts ?? [];
      const expected = parts.map((part) => `s3://${bucket.name}/${part.key}\n`).join('');
      const found = await bucket.findText(key);
      // Of a month that was removed, one that lists nothing is as good as none.
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
      found: month === null ? 'an object that is no manifest' : `a manifest of ${month}`,
      advice:
        'SQL engines read what lies there, and clean-up refuses to work: delete it, or restore the commit.',
    });
  }
}

function listText(found: string, expected: string): string {
  const lines = found.split('\n').filter((line) => line !== '');
  const other = lines.find((line) => !expected.includes(`${line}\n`));
  return `a list of ${quantity(lines.length, 'part')}${other === undefined ? '' : `, ${other} among them`}`;
}
