import * as Plot from '@observablehq/plot';
import type { YearMeasures } from '../api/documents.ts';
import { count, decimal, UNKNOWN } from '../format/numbers.ts';
import type { Draw } from './drawing.ts';
import { baseline, COLOURS, drawing, TIP, valueAxis, yearAxis } from './plot.ts';
import { everyYear, lonely } from './years.ts';

/** Average popularity of the years as a line. */
export const draw: Draw<readonly YearMeasures[]> = (rows, frame) => {
  const years = rows.filter((row): row is YearMeasures & { year: number } => row.year !== null);
  const values = everyYear(
    years.map((row) => ({ year: row.year, value: row.average_popularity ?? undefined })),
  );
  const first = values[0]!.year;
  const last = values.at(-1)!.year;
  return drawing(
    {
      height: 220,
      marginRight: 8,
      x: { domain: [first, last] },
      y: { zero: true },
      marks: [
        ...valueAxis((value) => decimal(value, Number.isInteger(value) ? 0 : 1), 3),
        yearAxis(first, last, frame),
        baseline(),
        Plot.line(values, { x: 'year', y: 'value', stroke: COLOURS.accent, strokeWidth: 2 }),
        Plot.dot(lonely(values), { x: 'year', y: 'value', fill: COLOURS.accent, r: 2.5 }),
        Plot.tip(
          years,
          Plot.pointerX({ x: 'year', y: (row) => row.average_popularity ?? 0, title: tip, ...TIP }),
        ),
      ],
    },
    frame,
  );
};

const tip = ({ year, average_popularity, movie_count }: YearMeasures): string =>
  `${year}\nPopularity  ${average_popularity === null ? UNKNOWN : decimal(average_popularity, 2)}\n${count(movie_count)} movies`;
