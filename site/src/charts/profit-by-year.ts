import * as Plot from '@observablehq/plot';
import type { YearMeasures } from '../api/documents.ts';
import { count, counted, money, moneyTick } from '../format/numbers.ts';
import type { Draw } from './drawing.ts';
import { baseline, COLOURS, drawing, INSET, TIP, valueAxis, yearAxis } from './plot.ts';
import { barSpan } from './years.ts';

/** Draws known profit of the years as bars, with losses below the zero line. */
export const draw: Draw<readonly YearMeasures[]> = (rows, frame) => {
  const years = rows.filter(
    (row): row is YearMeasures & { year: number } => row.year !== null && row.movies_with_both > 0,
  );
  const [first, last] = barSpan(years);
  return drawing(
    {
      height: 220,
      x: { domain: [first - 0.5, last + 0.5], inset: INSET },
      marks: [
        ...valueAxis(moneyTick, 3),
        yearAxis(first, last, frame),
        Plot.rectY(years, {
          x1: (row) => row.year - 0.5,
          x2: (row) => row.year + 0.5,
          y: 'known_profit',
          fill: (row) => (row.known_profit < 0 ? COLOURS.ink : COLOURS.accent),
          insetLeft: 0.5,
          insetRight: 0.5,
        }),
        baseline(),
        Plot.tip(years, Plot.pointerX({ x: 'year', y: 'known_profit', title: tip, ...TIP })),
      ],
      color: { type: 'identity' },
    },
    frame,
  );
};

const tip = (row: YearMeasures): string =>
  `${row.year}\nKnown profit  ${money(row.known_profit)}\nknown for ${count(row.movies_with_both)} of ${counted(row.movie_count, 'movie')}`;
