import * as Plot from '@observablehq/plot';
import type { YearMeasures } from '../api/documents.ts';
import { known } from '../format/measures.ts';
import { moneyTick } from '../format/numbers.ts';
import type { Draw } from './drawing.ts';
import { labelPositions } from './label-positions.ts';
import { moneyTip } from './money-tip.ts';
import { baseline, COLOURS, drawing, HALO_TEXT, INSET, TIP, valueAxis, yearAxis } from './plot.ts';
import { everyYear, isolatedValues } from './years.ts';

const HEIGHT = 300;
const TOP = 22;
const BOTTOM = 24;
const RIGHT = 62;

/** Draws revenue and budget of the years as two lines with a label at the end of each. */
export const draw: Draw<readonly YearMeasures[]> = (rows, frame) => {
  const years = rows.filter((row): row is YearMeasures & { year: number } => row.year !== null);
  const lines = (
    [
      ['Budget', 'total_budget', COLOURS.soft],
      ['Revenue', 'total_revenue', COLOURS.accent],
    ] as const
  ).map(([name, field, colour]) => {
    const values = everyYear(years.map((row) => ({ year: row.year, value: known(row, field) })));
    return { name, colour, values, last: values.at(-1) };
  });
  const shown = lines.flatMap(({ values }) => values);
  const first = Math.min(...shown.map(({ year }) => year));
  const last = Math.max(...shown.map(({ year }) => year));
  const most = Math.max(1, ...shown.map(({ value }) => value).filter((value) => !Number.isNaN(value)));
  const lineEnds = lines.map((line) => TOP + (1 - (line.last?.value ?? 0) / most) * (HEIGHT - TOP - BOTTOM));
  const labels = labelPositions(lineEnds, 15, TOP, HEIGHT - BOTTOM);

  return drawing(
    {
      height: HEIGHT,
      marginTop: TOP,
      marginBottom: BOTTOM,
      marginRight: RIGHT,
      x: { domain: [first, last], insetLeft: INSET },
      y: { domain: [0, most] },
      marks: [
        ...valueAxis(moneyTick),
        yearAxis(first, last, frame),
        baseline(),
        ...lines.flatMap(({ values, colour }) => [
          Plot.line(values, { x: 'year', y: 'value', stroke: colour, strokeWidth: 2 }),
          Plot.dot(isolatedValues(values), { x: 'year', y: 'value', fill: colour, r: 2.5 }),
        ]),
        ...lines.map(({ name, colour, last: end }, index) =>
          Plot.text(end ? [end] : [], {
            x: 'year',
            y: 'value',
            text: () => name,
            fill: colour,
            textAnchor: 'start',
            dx: 6,
            dy: labels[index]! - lineEnds[index]!,
            fontWeight: 600,
            fontSize: 12,
            ...HALO_TEXT,
          }),
        ),
        Plot.ruleX(years, Plot.pointerX({ x: 'year', stroke: COLOURS.soft, strokeOpacity: 0.6 })),
        Plot.tip(
          years,
          Plot.pointerX({ x: 'year', y: (row) => known(row, 'total_revenue') ?? 0, title: moneyTip, ...TIP }),
        ),
      ],
    },
    frame,
  );
};
