import { describe, expect, it } from 'vitest';
import { fileWarnings } from '../../../lambdas/audit/warnings.ts';
import type { MonthCommit } from '../../../model/runs/reports.ts';

const commit = (month: string, sha256: string) =>
  ({ month, files: [{ file: 'a.csv', sha256 }] }) as unknown as MonthCommit;
const csv = (rows: number) => ({ header: ['id'], extra_columns: [], rows, parts: [] });

describe('The warnings about files', () => {
  it('name the other months that have the identical file', () => {
    const commits = [commit('2026-08', 'aa'), commit('2026-09', 'bb'), commit('2026-10', 'aa')];
    expect(fileWarnings('2026-10', [{ file: 'a.csv', sha256: 'aa', csv: csv(3) }], commits)).toEqual([
      'a.csv is byte for byte the file of 2026-08.',
    ]);
  });

  it('name a file with a header and no rows', () => {
    expect(fileWarnings('2026-10', [{ file: 'a.csv', sha256: 'aa', csv: csv(0) }], [])).toEqual([
      'a.csv has a header and no rows.',
    ]);
  });

  it('are empty for a new file with rows and for a file that no table reads', () => {
    const files = [
      { file: 'a.csv', sha256: 'cc', csv: csv(3) },
      { file: 'notes.txt', sha256: 'dd', csv: null },
    ];
    expect(fileWarnings('2026-10', files, [commit('2026-08', 'aa')])).toEqual([]);
  });
});
