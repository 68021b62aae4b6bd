import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCalendarDate, parseDecimal } from '../../../model/data/cells.ts';

describe('parseDecimal', () => {
  it('parseDecimal rounds half up to nine decimals without loss of precision', () => {
    const number = fc.tuple(
      fc.bigInt({ min: 0n, max: 10n ** 15n - 1n }),
      fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 14 }),
    );
    fc.assert(
      fc.property(number, ([whole, fraction]) => {
        const scaled = (BigInt(whole + fraction.padEnd(14, '0')) + 50_000n) / 100_000n;
        const digits = String(scaled).padStart(10, '0');
        const expected = `${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, '') || '0';
        expect(parseDecimal(`${whole}.${fraction}`)).toBe(expected);
      }),
    );
  });

  it('parseDecimal returns the same value with and without an exponent', () => {
    const shifted = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.integer({ min: -20, max: 5 }));
    fc.assert(
      fc.property(shifted, ([digits, exponent]) => {
        const moved =
          exponent >= 0 ? `${digits}${'0'.repeat(exponent)}` : withPoint(String(digits), -exponent);
        expect(parseDecimal(`${digits}e${exponent}`)).toBe(parseDecimal(moved));
      }),
    );
  });

  it('parseDecimal returns the same value for the fast path and the general path', () => {
    const notation = fc.stringMatching(/^[0-9]{1,16}(\.[0-9]{1,11})?$/);
    fc.assert(
      fc.property(notation, (text) => {
        expect(parseDecimal(text)).toBe(parseDecimal(`${text}e0`));
      }),
    );
  });

  it.each([
    ['8.2e-05', '0.000082'],
    ['81.0', '81'],
    ['0e99999999999', '0'],
    ['1e-99999999999', '0'],
    ['0.0000000005', '0.000000001'],
    ['999999999999999', '999999999999999'],
  ])('parseDecimal reads %s as %s', (text, expected) => {
    expect(parseDecimal(text)).toBe(expected);
  });

  it.each([
    '1e15',
    '1000000000000000',
    '1e99999999999',
    '.5',
    '5.',
    '+1',
    '-1',
    '1,000',
    'NaN',
    '0x10',
    ' 1',
    '1_0',
  ])('parseDecimal rejects "%s"', (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  });
});

function withPoint(digits: string, decimals: number): string {
  const padded = digits.padStart(decimals + 1, '0');
  return `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
}

describe('isCalendarDate', () => {
  it('isCalendarDate accepts every date from year 1 to year 9999', () => {
    const instants = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, (instant) => {
        expect(isCalendarDate(instant.toISOString().slice(0, 10))).toBe(true);
      }),
    );
  });

  it('isCalendarDate rejects dates that the calendar does not contain', () => {
    const digits = fc.stringMatching(/^(19|20|00)[0-9]{2}-[01][0-9]-[0-3][0-9]$/);
    fc.assert(
      fc.property(digits, (text) => {
        const instant = new Date(`${text}T00:00:00Z`);
        const known = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
        expect(isCalendarDate(text)).toBe(known && !text.startsWith('0000'));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '1995-02-29',
    '1900-02-29',
    '1995-13-01',
    '1995-00-10',
    '1995-04-31',
    '1995-1-1',
    '19951030',
    '0000-01-01',
    '1995-10-30T00:00:00',
  ])('isCalendarDate rejects %s', (text) => {
    expect(isCalendarDate(text)).toBe(false);
  });
});
