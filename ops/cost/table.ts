import type { CostLine, Estimate } from './estimate.ts';

const quantityText = (quantity: number): string =>
  quantity >= 100 ? Math.round(quantity).toLocaleString('en-US') : String(Number(quantity.toPrecision(2)));

/** Less than a cent is said so: rounded, it would look free. */
export const usdText = (usd: number): string => (usd > 0 && usd < 0.01 ? '< 0.01' : usd.toFixed(2));

const cells = ({ service, item, quantity, unit, usd }: CostLine): [string, string, string] => [
  `${service}: ${item}`,
  `${quantityText(quantity)} ${unit}`,
  usdText(usd),
];

/** The bill as a table for people, the dearest first. */
export function costTable({ lines, total_usd }: Estimate): string {
  const rows = [
    ['what', 'how much a month', 'US dollars'] as const,
    ...lines.toSorted((one, other) => other.usd - one.usd).map(cells),
    ['all', '', usdText(total_usd)] as const,
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map(([what, quantity, usd]) =>
      [what.padEnd(widths[0]!), quantity.padStart(widths[1]!), usd.padStart(widths[2]!)].join('  ').trimEnd(),
    )
    .join('\n');
}
