import * as Plot from '@observablehq/plot';
import type { Frame } from './drawing.ts';
import { yearTicks } from './years.ts';

/** Colours are CSS custom properties, so a theme change doesn't need a redraw. */
export const COLOURS = {
  accent: 'var(--accent)',
  ink: 'var(--ink)',
  soft: 'var(--ink-soft)',
  quiet: 'var(--bar-quiet)',
  rule: 'var(--rule)',
  paper: 'var(--paper)',
} as const;

/** Left margin in px for the labels of the value axis: money such as `−$500 m`, and counts or scores. */
export const MONEY_MARGIN = 52;
export const NUMBER_MARGIN = 36;

/** Distance of lines, dots and bars from the edges of the plot, in px. */
export const INSET = 6;

/**
 * Draws with Observable Plot and removes Plot's style element, which the content security policy forbids. The class
 * `.plot` in the style sheet replaces it.
 */
export function drawing(options: Plot.PlotOptions, frame: Frame): Element {
  const svg = Plot.plot({
    className: 'plot',
    width: frame.width,
    height: 280,
    marginTop: 22,
    marginLeft: MONEY_MARGIN,
    marginRight: 8,
    marginBottom: 24,
    ...options,
  });
  for (const style of svg.querySelectorAll('style')) style.remove();
  svg.setAttribute('aria-hidden', 'true');
  if (frame.onYear) followYear(svg, frame.onYear);
  return svg;
}

/** Calls `onYear` with the year under the pointer on a click. Plot keeps the nearest row as the value of the SVG. */
function followYear(svg: Element, onYear: (year: number | null) => void): void {
  svg.classList.add('plot-pick');
  svg.addEventListener('click', () => {
    const { value } = svg as Element & { value?: { year?: number | null } | null };
    if (value?.year !== undefined) onYear(value.year);
  });
}

/** Returns the axis of years. The width limits the number of labels. */
export function yearAxis(first: number, last: number, { width }: Frame): Plot.Markish {
  return Plot.axisX(yearTicks(first, last, Math.max(2, Math.floor(width / 64))), {
    tickFormat: (year: number) => String(year),
    tickSize: 4,
    stroke: COLOURS.rule,
    fill: COLOURS.soft,
    label: null,
  });
}

/** Returns the value axis: horizontal grid lines with labels in the left margin. */
export function valueAxis(format: (value: number) => string, ticks = 4): Plot.Markish[] {
  return [
    Plot.gridY({ ticks, stroke: COLOURS.rule, strokeOpacity: 1 }),
    Plot.axisY({
      ticks,
      // The base line needs no label.
      tickFormat: (value: number) => (value === 0 ? '' : format(value)),
      tickSize: 0,
      tickPadding: 8,
      fill: COLOURS.soft,
      label: null,
    }),
  ];
}

/** Returns the line at zero. */
export const baseline = (): Plot.Markish => Plot.ruleY([0], { stroke: COLOURS.ink, strokeOpacity: 0.7 });

/** Options for text with an outline that keeps it readable over other marks. */
export const HALO_TEXT = { stroke: COLOURS.paper, strokeWidth: 4, paintOrder: 'stroke' } as const;

/** Appearance of the tooltip. */
export const TIP = {
  fill: COLOURS.paper,
  stroke: COLOURS.rule,
  textPadding: 10,
  fontSize: 12,
  lineHeight: 1.35,
  pathFilter: 'none',
} as const;
