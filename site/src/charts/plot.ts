import * as Plot from '@observablehq/plot';
import type { Frame } from './drawing.ts';
import { yearTicks } from './years.ts';

/** Colours are the page's own custom properties, so that a drawing follows the theme without being drawn again. */
export const COLOURS = {
  accent: 'var(--accent)',
  ink: 'var(--ink)',
  soft: 'var(--ink-soft)',
  quiet: 'var(--bar-quiet)',
  rule: 'var(--rule)',
  paper: 'var(--paper)',
} as const;

/** The room left of a plot for the values along its side, in px: for money as `−$500 m`, and for counts and scores. */
export const MONEY_MARGIN = 52;
export const NUMBER_MARGIN = 36;

/** How far lines, dots and bars keep from the plot's edges, in px. */
export const INSET = 6;

/**
 * Plot's drawing, without the style element that Plot puts into it: the page's policy forbids those, and its rules are
 * in our own style sheet (`.plot`). It is taken out before the drawing comes into the page.
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

/** Plot keeps what the pointer is nearest to as the drawing's value. */
function followYear(svg: Element, onYear: (year: number | null) => void): void {
  svg.classList.add('plot-pick');
  svg.addEventListener('click', () => {
    const { value } = svg as Element & { value?: { year?: number | null } | null };
    if (value?.year !== undefined) onYear(value.year);
  });
}

/** Years along the foot, as many labels as there is room for. */
export function yearAxis(first: number, last: number, { width }: Frame): Plot.Markish {
  return Plot.axisX(yearTicks(first, last, Math.max(2, Math.floor(width / 64))), {
    tickFormat: (year: number) => String(year),
    tickSize: 4,
    stroke: COLOURS.rule,
    fill: COLOURS.soft,
    label: null,
  });
}

/** Horizontal lines with their values left of them, in the margin. */
export function valueAxis(format: (value: number) => string, ticks = 4): Plot.Markish[] {
  return [
    Plot.gridY({ ticks, stroke: COLOURS.rule, strokeOpacity: 1 }),
    Plot.axisY({
      ticks,
      // The foot is drawn, and needs no label.
      tickFormat: (value: number) => (value === 0 ? '' : format(value)),
      tickSize: 0,
      tickPadding: 8,
      fill: COLOURS.soft,
      label: null,
    }),
  ];
}

/** The foot that bars stand on. */
export const baseline = (): Plot.Markish => Plot.ruleY([0], { stroke: COLOURS.ink, strokeOpacity: 0.7 });

/** A line of text at a place, readable over what is drawn below it. */
export const HALO_TEXT = { stroke: COLOURS.paper, strokeWidth: 4, paintOrder: 'stroke' } as const;

/** What the pointer's tip looks like. */
export const TIP = {
  fill: COLOURS.paper,
  stroke: COLOURS.rule,
  textPadding: 10,
  fontSize: 12,
  lineHeight: 1.35,
  pathFilter: 'none',
} as const;
