import * as Plot from '@observablehq/plot';
import type { YearMeasures } from '../api/documents.ts';
import { counted, decimal, UNKNOWN } from '../format/numbers.ts';
import type { Draw } from './drawing.ts';
import { baseline, COLOURS, drawing, INSET, NUMBER_MARGIN, TIP, valueAxis, yearAxis } from './plot.ts';
import { everyYear, isDense, isolatedValues, type YearValue } from './years.ts';

/** Draws the average popularity of the years: a line, or one dot per year where many years have no value. */
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
      marginLeft: NUMBER_MARGIN,
      x: { domain: [first, last], inset: INSET },
      y: { zero: true },
      marks: [
        ...valueAxis((value) => decimal(value, Number.isInteger(value) ? 0 : 1), 3),
        yearAxis(first, last, frame),
        baseline(),
        ...(isDense(values) ? line(values) : stems(values)),
        Plot.tip(
          years,
          Plot.pointerX({ x: 'year', y: (row) => row.average_popularity ?? 0, title: tip, ...TIP }),
        ),
      ],
    },
    frame,
  );
};

const line = (values: YearValue[]): Plot.Markish[] => [
  Plot.line(values, { x: 'year', y: 'value', stroke: COLOURS.accent, strokeWidth: 2 }),
  Plot.dot(isolatedValues(values), { x: 'year', y: 'value', fill: COLOURS.accent, r: 2.5 }),
];

const stems = (values: YearValue[]): Plot.Markish[] => [
  Plot.ruleX(values, { x: 'year', y: 'value', stroke: COLOURS.accent, strokeOpacity: 0.45 }),
  Plot.dot(values, { x: 'year', y: 'value', fill: COLOURS.accent, r: 3.5 }),
];

const tip = ({ year, average_popularity, movie_count }: YearMeasures): string =>
  `${year}\nPopularity  ${average_popularity === null ? UNKNOWN : decimal(average_popularity, 2)}\n${counted(movie_count, 'movie')}`;
