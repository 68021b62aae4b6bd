import * as Plot from '@observablehq/plot';
import { GENRE_HEIGHT, type GenreReleases } from '../format/genre-releases.ts';
import { count, counted } from '../format/numbers.ts';
import type { Draw } from './drawing.ts';
import {
  baseline,
  COLOURS,
  drawing,
  HALO_TEXT,
  INSET,
  NUMBER_MARGIN,
  TIP,
  valueAxis,
  yearAxis,
} from './plot.ts';
import { barSpan } from './years.ts';

/** Draws releases by year in one row of bars per genre. Genres overlap, so their bars are never stacked. */
export const draw: Draw<readonly GenreReleases[]> = (rows, frame) => {
  const [first, last] = barSpan(rows);
  const genres = [...new Set(rows.map(({ name }) => name))];
  const most = Math.max(...rows.map((row) => row.count));
  return drawing(
    {
      height: genres.length * GENRE_HEIGHT + 30,
      marginTop: 6,
      marginLeft: NUMBER_MARGIN,
      x: { domain: [first - 0.5, last + 0.5], inset: INSET },
      // The space above the bars is for the name of the genre.
      y: { domain: [0, most], insetTop: 18 },
      fy: { domain: genres, axis: null, padding: 0.2 },
      marks: [
        ...valueAxis((value) => (Number.isInteger(value) ? count(value) : ''), Math.min(2, most)),
        yearAxis(first, last, frame),
        Plot.rectY(rows, {
          x1: (row) => row.year - 0.5,
          x2: (row) => row.year + 0.5,
          y: 'count',
          fy: 'name',
          fill: COLOURS.accent,
          insetLeft: 0.5,
          insetRight: 0.5,
        }),
        baseline(),
        Plot.text(genres, {
          fy: (name) => name,
          text: (name) => name,
          frameAnchor: 'top-left',
          dx: INSET,
          fontSize: 12,
          fontWeight: 600,
          fill: COLOURS.ink,
          ...HALO_TEXT,
        }),
        Plot.tip(rows, Plot.pointerX({ x: 'year', y: 'count', fy: 'name', title: tip, ...TIP })),
      ],
    },
    frame,
  );
};

const tip = ({ year, name, count: movies }: GenreReleases): string =>
  `${year}: ${name}\n${counted(movies, 'movie')}`;
