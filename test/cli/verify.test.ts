import { describe, expect, it } from 'vitest';
import { commitAt } from '../../cli/verify/commits.ts';
import { createFindings } from '../../cli/verify/findings.ts';
import { understood } from '../../cli/verify/records.ts';
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
    return [understood(commitAt(key), text, findings), findings.result(true)] as const;
  };

  it('is understood, and so is one of a month that was removed', () => {
    expect(read(JSON.stringify(COMMIT))[0]).toMatchObject({ month: '2026-10' });
    expect(read(JSON.stringify({ ...COMMIT, source: null, removed: true }))[0]).toMatchObject({
      removed: true,
    });
  });

  it.each([
    ['cut off', JSON.stringify(COMMIT).slice(0, 50), /no JSON/],
    ['null', 'null', /^it: /],
    ['without a run', JSON.stringify({ ...COMMIT, run_id: 'me' }), /^run_id: /],
    ['without tables', JSON.stringify({ ...COMMIT, tables: undefined }), /^tables: /],
  ])('that is %s is told of by what is wrong with it', (_, text, found) => {
    const [commit, { ok, differences }] = read(text);
    expect([commit, ok]).toEqual(['broken', false]);
    expect(differences).toEqual([
      expect.objectContaining({ check: 'commit', key, found: expect.stringMatching(found) }),
    ]);
  });
});

describe('What a verification found', () => {
  it('is told in a sentence where nothing differs, of what was looked at alone', () => {
    const findings = createFindings();
    findings.checked('commit', 3);
    findings.checked('raw copy');
    expect(verificationText(findings.result(true))).toBe(
      'Everything is as it was recorded: 3 months, 1 raw copy.',
    );
    expect(verificationText(findings.result(false))).toMatch(/^Everything is there, as far as /);
  });

  it('keeps a thousand differences and counts the rest', () => {
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

  it('knows an id that stands there twice', () => {
    expect(repeated([5, 3, 9])).toBeNull();
    expect(repeated([5, 3, 9, 3])).toBe(3);
  });
});
