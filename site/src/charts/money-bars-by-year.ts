import * as Plot from '@observablehq/plot';
import type { YearMeasures } from '../api/documents.ts';
import { known } from '../format/measures.ts';
import { moneyTick } from '../format/numbers.ts';
import type { Draw } from './drawing.ts';
import { moneyTip } from './money-tip.ts';
import { baseline, COLOURS, drawing, INSET, TIP, valueAxis, yearAxis } from './plot.ts';
import { barSpan } from './years.ts';

/** Draws budget and revenue of each year as two adjacent bars. Used where many years have no value. */
export const draw: Draw<readonly YearMeasures[]> = (rows, frame) => {
  const years = rows.filter(
    (row): row is YearMeasures & { year: number } =>
      row.year !== null && row.movies_with_budget + row.movies_with_revenue > 0,
  );
  const [first, last] = barSpan(years);
  const bars = (from: number, to: number) => ({
    x1: (row: { year: number }) => row.year + from,
    x2: (row: { year: number }) => row.year + to,
  });
  return drawing(
    {
      height: 300,
      x: { domain: [first - 0.5, last + 0.5], inset: INSET },
      marks: [
        ...valueAxis(moneyTick),
        yearAxis(first, last, frame),
        Plot.rectY(years, {
          ...bars(-0.45, 0),
          y: (row) => known(row, 'total_budget') ?? 0,
          fill: COLOURS.soft,
        }),
        Plot.rectY(years, {
          ...bars(0, 0.45),
          y: (row) => known(row, 'total_revenue') ?? 0,
          fill: COLOURS.accent,
        }),
        baseline(),
        Plot.tip(
          years,
          Plot.pointerX({ x: 'year', y: (row) => known(row, 'total_revenue') ?? 0, title: moneyTip, ...TIP }),
        ),
      ],
    },
    frame,
  );
};
