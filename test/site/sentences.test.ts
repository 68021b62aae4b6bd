import { describe, expect, it } from 'vitest';
import { releasedIn, shareKnown } from '../../site/src/format/sentences.ts';

describe('releasedIn', () => {
  it('returns a range, a single year or nothing', () => {
    expect(releasedIn([1874, 1995, 2020])).toBe(' released between 1874 and 2020');
    expect(releasedIn([1995])).toBe(' released in 1995');
    expect(releasedIn([])).toBe('');
  });
});

describe('shareKnown', () => {
  it('returns "only" before shares below 90%', () => {
    expect(shareKnown(12, 100)).toBe('only 12%');
    expect(shareKnown(0, 5)).toBe('only 0%');
    expect(shareKnown(9, 10)).toBe('90%');
    expect(shareKnown(1, 1)).toBe('100%');
  });
});
