import { describe, expect, it } from 'vitest';
import { commitAt } from '../../cli/verify/commits.ts';
import { createFindings } from '../../cli/verify/findings.ts';
import { parseRecord } from '../../cli/verify/records.ts';
import { repeated } from '../../cli/verify/rows.ts';
import { verificationText } from '../../cli/verify/text.ts';

const COMMIT = {
  month: '2026-10',
  run_id: '20261001T060000Z-0a1b2c3d',
  committed_at: '2026-10-01T06:01:00.000Z',
  source: 's3://drops/2026-10/',
  code_version: '1',
  files: [],
  tables: {},
};

describe('A commit', () => {
  const key = 'months/2026-10.json';
  const read = (text: string) => {
    const findings = createFindings();
    return [parseRecord(commitAt(key), text, findings), findings.result(true)] as const;
  };

  it('is parsed, like the commit of a removed month', () => {
    expect(read(JSON.stringify(COMMIT))[0]).toMatchObject({ month: '2026-10' });
    expect(read(JSON.stringify({ ...COMMIT, source: null, removed: true }))[0]).toMatchObject({
      removed: true,
    });
  });

  it.each([
    ['cut off', JSON.stringify(COMMIT).slice(0, 50), /not JSON/],
    ['null', 'null', /^it: /],
    ['without a run', JSON.stringify({ ...COMMIT, run_id: 'me' }), /^run_id: /],
    ['without tables', JSON.stringify({ ...COMMIT, tables: undefined }), /^tables: /],
  ])('that is %s is reported with its fault', (_, text, found) => {
    const [commit, { ok, differences }] = read(text);
    expect([commit, ok]).toEqual(['broken', false]);
    expect(differences).toEqual([
      expect.objectContaining({ check: 'commit', key, found: expect.stringMatching(found) }),
    ]);
  });
});

describe('The findings of a verification', () => {
  it('are one sentence with the checked objects if nothing differs', () => {
    const findings = createFindings();
    findings.checked('commit', 3);
    findings.checked('raw copy');
    expect(verificationText(findings.result(true))).toBe(
      'Everything matches its record: 3 months, 1 raw copy.',
    );
    expect(verificationText(findings.result(false))).toMatch(/^Every object exists; bodies were not read: /);
  });

  it('contain at most a thousand differences and the number of the others', () => {
    const findings = createFindings();
    for (let at = 0; at < 1_002; at += 1)
      findings.differs({
        check: 'document',
        key: `${at}`,
        expected: 'this',
        found: 'that',
        advice: 'Do so.',
      });
    const result = findings.result(true);
    expect([result.ok, result.differences.length, result.more]).toEqual([false, 1_000, 2]);
    expect(verificationText(result)).toMatch(/^1,002 differences /);
  });

  it('include ids that occur twice', () => {
    expect(repeated([5, 3, 9])).toBeNull();
    expect(repeated([5, 3, 9, 3])).toBe(3);
  });
});
