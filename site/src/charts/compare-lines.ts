import * as Plot from '@observablehq/plot';
import { figure, type Kind } from '../format/measures.ts';
import { count, decimal, moneyTick } from '../format/numbers.ts';
import type { Draw } from './drawing.ts';
import { labelPositions } from './label-positions.ts';
import {
  baseline,
  drawing,
  HALO_TEXT,
  INSET,
  MONEY_MARGIN,
  NUMBER_MARGIN,
  TIP,
  valueAxis,
  yearAxis,
} from './plot.ts';
import { everyYear, isolatedValues } from './years.ts';

/** One line of a comparison. `colour` is the number of a series colour, from 1. */
export interface Series {
  readonly name: string;
  readonly colour: number;
  readonly values: readonly { readonly year: number; readonly value: number | undefined }[];
}

export interface Comparison {
  readonly kind: Kind;
  readonly series: readonly Series[];
}

const HEIGHT = 320;
const TOP = 22;
const BOTTOM = 24;

/** Draws a line for each group over the years, with the group's name at the end of the line in the same colour. */
export const draw: Draw<Comparison> = ({ kind, series }, frame) => {
  const lines = series
    .map(({ name, colour, values }) => ({
      name,
      colour: `var(--series-${colour})`,
      values: everyYear([...values]).map((value) => ({ ...value, name })),
    }))
    .filter(({ values }) => values.length > 0);
  const shown = lines.flatMap(({ values }) => values);
  const first = Math.min(...shown.map(({ year }) => year));
  const last = Math.max(...shown.map(({ year }) => year));
  const amounts = shown.map(({ value }) => value).filter((value) => !Number.isNaN(value));
  const least = Math.min(0, ...amounts);
  const most = Math.max(least + 1e-6, ...amounts);
  const lineEnds = lines.map(
    ({ values }) => TOP + ((most - values.at(-1)!.value) / (most - least)) * (HEIGHT - TOP - BOTTOM),
  );
  const labels = labelPositions(lineEnds, 15, TOP, HEIGHT - BOTTOM);
  const right = Math.min(frame.width / 3, 16 + 7 * Math.max(...lines.map(({ name }) => name.length)));

  return drawing(
    {
      height: HEIGHT,
      marginTop: TOP,
      marginBottom: BOTTOM,
      marginLeft: kind === 'money' ? MONEY_MARGIN : NUMBER_MARGIN,
      marginRight: right,
      x: { domain: [first, last], insetLeft: INSET },
      y: { domain: [least, most] },
      marks: [
        ...valueAxis(ticksOf(kind)),
        yearAxis(first, last, frame),
        baseline(),
        ...lines.flatMap(({ values, colour }) => [
          Plot.line(values, { x: 'year', y: 'value', stroke: colour, strokeWidth: 1.75 }),
          Plot.dot(isolatedValues(values), { x: 'year', y: 'value', fill: colour, r: 2.5 }),
        ]),
        ...lines.map(({ name, colour }, index) =>
          Plot.text([0], {
            frameAnchor: 'top-right',
            text: () => name,
            fill: colour,
            textAnchor: 'start',
            lineAnchor: 'middle',
            dx: 6,
            dy: labels[index]! - TOP,
            fontSize: 12,
            fontWeight: 600,
            textOverflow: 'ellipsis',
            lineWidth: right / 13,
            ...HALO_TEXT,
          }),
        ),
        Plot.tip(
          shown.filter(({ value }) => !Number.isNaN(value)),
          Plot.pointer({
            x: 'year',
            y: 'value',
            title: ({ year, name, value }) => `${year}: ${name}\n${figure(kind, value)}`,
            ...TIP,
          }),
        ),
      ],
    },
    frame,
  );
};

const ticksOf =
  (kind: Kind) =>
  (value: number): string => {
    if (kind === 'money') return moneyTick(value);
    if (kind === 'count') return Number.isInteger(value) ? count(value) : '';
    return decimal(value, Number.isInteger(value) ? 0 : 1);
  };
