import * as Plot from '@observablehq/plot';
import { type GenreReleases, seriesColour } from '../format/genre-releases.ts';
import { count } from '../format/numbers.ts';
import type { Draw } from './drawing.ts';
import { baseline, drawing, INSET, NUMBER_MARGIN, TIP, valueAxis, yearAxis } from './plot.ts';
import { barSpan } from './years.ts';

/** Releases by genre and year as stacked bars, in the order in which the rows come. */
export const draw: Draw<readonly GenreReleases[]> = (rows, frame) => {
  const [first, last] = barSpan(rows);
  const totals = [...Map.groupBy(rows, ({ year }) => year)].map(([year, genres]) => ({
    year,
    genres,
    count: genres.reduce((sum, genre) => sum + genre.count, 0),
  }));
  const most = Math.max(...totals.map((total) => total.count));
  return drawing(
    {
      height: 240,
      marginLeft: NUMBER_MARGIN,
      x: { domain: [first - 0.5, last + 0.5], inset: INSET },
      color: { type: 'identity' },
      marks: [
        ...valueAxis((value) => (Number.isInteger(value) ? count(value) : ''), Math.min(4, most)),
        yearAxis(first, last, frame),
        Plot.rect(totals.flatMap(stacked), {
          x1: (bar) => bar.year - 0.5,
          x2: (bar) => bar.year + 0.5,
          y1: 'from',
          y2: 'to',
          fill: (bar) => seriesColour(bar.colour),
          insetLeft: 0.5,
          insetRight: 0.5,
        }),
        baseline(),
        Plot.tip(totals, Plot.pointerX({ x: 'year', y: 'count', title: tip, ...TIP })),
      ],
    },
    frame,
  );
};

/** Where the bars of one year begin and end, one upon the other. */
function stacked({ genres }: { genres: readonly GenreReleases[] }) {
  let to = 0;
  return genres.map((genre) => {
    const from = to;
    to += genre.count;
    return { ...genre, from, to };
  });
}

const tip = ({ year, genres }: { year: number; genres: readonly GenreReleases[] }): string =>
  [year, ...genres.toReversed().map(({ name, count: n }) => `${name}  ${count(n)}`)].join('\n');
