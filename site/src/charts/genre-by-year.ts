import * as Plot from '@observablehq/plot';
import type { Years } from '../api/documents.ts';
import { type PopularGenre, sampleSize } from '../format/genres.ts';
import { decimal } from '../format/numbers.ts';
import type { Draw } from './drawing.ts';
import { COLOURS, drawing, TIP, yearAxis } from './plot.ts';

const ROW = 19;

/** Draws one row per genre with a mark in each year in which it was the most popular. The genre with most years is first. */
export const draw: Draw<Years['years']> = (rows, frame) => {
  const marks = rows.flatMap(({ year, most_popular_genre: genre }) =>
    year === null || genre === null ? [] : [{ year, ...genre }],
  );
  const times = Map.groupBy(marks, ({ name }) => name);
  const genres = [...times.keys()].sort((a, b) => times.get(b)!.length - times.get(a)!.length);
  const first = Math.min(...marks.map(({ year }) => year));
  const last = Math.max(...marks.map(({ year }) => year));
  // One more year at each end, so that the outer marks don't look cut off.
  const [from, to] = [first - 1, last + 1];
  // Width of the longest name, at 6.6 px per character.
  const left = Math.min(150, 12 + 6.6 * Math.max(...genres.map((name) => name.length)));
  return drawing(
    {
      height: genres.length * ROW + 30,
      marginTop: 4,
      marginLeft: left,
      marginRight: 30,
      x: { domain: [from, to] },
      y: { domain: genres, padding: 0.12, axis: null },
      marks: [
        Plot.barX(genres, {
          x1: from,
          x2: to,
          y: (name) => name,
          fill: 'var(--wash)',
        }),
        Plot.barX(marks, {
          x1: (mark) => mark.year - 0.5,
          x2: (mark) => mark.year + 0.5,
          y: 'name',
          fill: COLOURS.accent,
        }),
        yearAxis(first, last, frame),
        Plot.text(genres, {
          x: from,
          y: (name) => name,
          text: (name) => name,
          textAnchor: 'end',
          dx: -8,
          fill: COLOURS.ink,
          fontSize: 12,
          textOverflow: 'ellipsis',
          lineWidth: 12,
        }),
        Plot.text(genres, {
          x: to,
          y: (name) => name,
          text: (name) => String(times.get(name)!.length),
          textAnchor: 'end',
          dx: 28,
          fill: COLOURS.soft,
          fontSize: 12,
        }),
        Plot.tip(marks, Plot.pointer({ x: 'year', y: 'name', title: tip, ...TIP })),
      ],
    },
    frame,
  );
};

const tip = (mark: PopularGenre & { year: number }): string =>
  [`${mark.year}: ${mark.name}`, `Popularity  ${decimal(mark.average_popularity, 2)}`, sampleSize(mark)]
    .join('\n')
    .trimEnd();
