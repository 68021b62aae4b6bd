import * as Plot from '@observablehq/plot';
import type { YearMeasures } from '../api/documents.ts';
import { known } from '../format/measures.ts';
import { moneyTick } from '../format/numbers.ts';
import type { Draw } from './drawing.ts';
import { moneyTip } from './money-tip.ts';
import { baseline, COLOURS, drawing, INSET, TIP, valueAxis, yearAxis } from './plot.ts';
import { barSpan } from './years.ts';

/** All years and the year to highlight. */
export interface YearAmong {
  readonly year: number;
  readonly years: readonly YearMeasures[];
}

/** Draws the revenue of all years as grey bars and highlights one year. */
export const draw: Draw<YearAmong> = ({ year: highlighted, years: rows }, frame) => {
  const years = rows.filter((row): row is YearMeasures & { year: number } => row.year !== null);
  const [first, last] = barSpan(years);
  return drawing(
    {
      height: 150,
      x: { domain: [first - 0.5, last + 0.5], inset: INSET },
      color: { type: 'identity' },
      marks: [
        ...valueAxis(moneyTick, 2),
        yearAxis(first, last, frame),
        Plot.rectY(years, {
          x1: (row) => row.year - 0.5,
          x2: (row) => row.year + 0.5,
          y: (row) => known(row, 'total_revenue') ?? 0,
          fill: (row) => (row.year === highlighted ? COLOURS.accent : COLOURS.quiet),
          insetLeft: 0.5,
          insetRight: 0.5,
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
