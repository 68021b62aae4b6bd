import * as Plot from '@observablehq/plot';
import type { YearMeasures } from '../api/documents.ts';
import { count, counted } from '../format/numbers.ts';
import type { Draw } from './drawing.ts';
import { baseline, COLOURS, drawing, INSET, NUMBER_MARGIN, TIP, valueAxis, yearAxis } from './plot.ts';
import { barSpan } from './years.ts';

/** Draws the number of movies of each year as bars. The part with known budget and revenue is highlighted. */
export const draw: Draw<readonly YearMeasures[]> = (rows, frame) => {
  const years = rows.filter((row): row is YearMeasures & { year: number } => row.year !== null);
  const [first, last] = barSpan(years);
  const bar = {
    x1: (row: { year: number }) => row.year - 0.5,
    x2: (row: { year: number }) => row.year + 0.5,
    insetLeft: 0.5,
    insetRight: 0.5,
  };
  const most = Math.max(...years.map(({ movie_count }) => movie_count));
  return drawing(
    {
      height: 220,
      marginLeft: NUMBER_MARGIN,
      x: { domain: [first - 0.5, last + 0.5], inset: INSET },
      marks: [
        ...valueAxis((value) => (Number.isInteger(value) ? count(value) : ''), Math.min(4, most)),
        yearAxis(first, last, frame),
        Plot.rectY(years, { ...bar, y: 'movie_count', fill: COLOURS.quiet }),
        Plot.rectY(years, { ...bar, y: 'movies_with_both', fill: COLOURS.accent }),
        baseline(),
        Plot.tip(years, Plot.pointerX({ x: 'year', y: 'movie_count', title: tip, ...TIP })),
      ],
    },
    frame,
  );
};

const tip = (row: YearMeasures): string =>
  `${row.year}\n${counted(row.movie_count, 'movie')}\n${count(row.movies_with_both)} with known budget and revenue`;
