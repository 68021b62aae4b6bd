import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelPositions } from '../../site/src/charts/label-positions.ts';
import { barSpan, everyYear, isDense, isolatedValues, yearTicks } from '../../site/src/charts/years.ts';

describe('yearTicks', () => {
  it('returns labels at round intervals within the axis', () => {
    expect(yearTicks(1883, 2020, 8)).toEqual([1900, 1920, 1940, 1960, 1980, 2000, 2020]);
    expect(yearTicks(1994, 1997, 8)).toEqual([1994, 1995, 1996, 1997]);
    expect(yearTicks(1995, 1995, 2)).toEqual([1995]);
    expect(yearTicks(1, 9999, 6)).toEqual([2000, 4000, 6000, 8000]);
  });

  it('never returns more labels than fit', () => {
    const axis = fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.nat(9998), fc.integer({ min: 2, max: 20 }));
    fc.assert(
      fc.property(axis, ([first, length, most]) => {
        const last = Math.min(9999, first + length);
        const ticks = yearTicks(first, last, most);
        expect(ticks.length).toBeGreaterThan(0);
        expect(ticks.length).toBeLessThanOrEqual(most);
        for (const year of ticks) expect(year >= first && year <= last).toBe(true);
      }),
    );
  });
});

describe('A line chart', () => {
  const values = [
    { year: 1990, value: 1 },
    { year: 1991, value: 2 },
    { year: 1993, value: undefined },
    { year: 1994, value: 4 },
  ];

  it('has gaps at unknown years and dots for isolated values', () => {
    const line = everyYear(values);
    expect(line.map(({ year }) => year)).toEqual([1990, 1991, 1992, 1993, 1994]);
    expect(line.map(({ value }) => value)).toEqual([1, 2, Number.NaN, Number.NaN, 4]);
    expect(isolatedValues(line)).toEqual([{ year: 1994, value: 4 }]);
  });

  it('is used only if nearly every year has a value', () => {
    expect(isDense(values)).toBe(false);
    expect(isDense(values.slice(0, 2))).toBe(true);
    expect(isDense([])).toBe(true);
  });
});

describe('barSpan', () => {
  it('centres the years on an axis of at least twelve years', () => {
    expect(barSpan([{ year: 1995 }])).toEqual([1989, 2000]);
    expect(barSpan([{ year: 2000 }, { year: 1991 }])).toEqual([1990, 2001]);
    expect(barSpan([{ year: 1900 }, { year: 2000 }])).toEqual([1900, 2000]);
  });
});

describe('labelPositions', () => {
  it('returns the preferred positions if the labels fit there', () => {
    expect(labelPositions([100, 20, 50], 15, 0, 200)).toEqual([100, 20, 50]);
  });

  it('moves overlapping labels apart in their order and within the drawing', () => {
    expect(labelPositions([198, 199, 20], 15, 0, 200)).toEqual([185, 200, 20]);
    expect(labelPositions([50, 50], 15, 0, 200)).toEqual([50, 65]);
  });

  it('returns positions without overlap within the drawing for any labels that fit', () => {
    const wanted = fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 12 });
    fc.assert(
      fc.property(wanted, (places) => {
        const placed = labelPositions(places, 15, 0, 200).toSorted((a, b) => a - b);
        for (const [index, place] of placed.entries()) {
          expect(place >= -1e-9 && place <= 200 + 1e-9).toBe(true);
          if (index > 0) expect(place - placed[index - 1]!).toBeGreaterThanOrEqual(15 - 1e-9);
        }
      }),
    );
  });
});
