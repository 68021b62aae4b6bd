import type { IngestReport, MonthCommit } from '../../model/runs/reports.ts';

/** Warnings about a run's files that an operator should check although no gate failed, one sentence each. */
export function fileWarnings(
  month: string,
  files: readonly Pick<IngestReport, 'file' | 'sha256' | 'csv'>[],
  commits: readonly MonthCommit[],
): string[] {
  return files.flatMap(({ file, sha256, csv }) => {
    const same = commits
      .filter((commit) => commit.month !== month)
      .filter((commit) => commit.files.some((other) => other.file === file && other.sha256 === sha256));
    return [
      ...(csv?.rows === 0 ? [`${file} has a header and no rows.`] : []),
      ...(same.length > 0
        ? [`${file} is byte for byte the file of ${same.map((commit) => commit.month).join(', ')}.`]
        : []),
    ];
  });
}
