import { columns, count } from '../shared/columns.ts';
import type { CostLine, Estimate, Workload } from './estimate.ts';

const quantityText = (quantity: number): string =>
  quantity >= 100 ? count(Math.round(quantity)) : String(Number(quantity.toPrecision(2)));

/** Less than a cent is said so: rounded, it would look free. */
export const usdText = (usd: number): string => (usd > 0 && usd < 0.01 ? '< 0.01' : usd.toFixed(2));

const cells = ({ service, item, quantity, unit, usd }: CostLine): [string, string, string] => [
  `${service}: ${item}`,
  `${quantityText(quantity)} ${quantity === 1 ? unit.replace(/s$/, '') : unit}`,
  usdText(usd),
];

/** The bill as a table for people, the dearest first. */
export function costTable({ lines, total_usd }: Estimate): string {
  return columns(
    [
      ['what', 'how much a month', 'US dollars'],
      ...lines.toSorted((one, other) => other.usd - one.usd).map(cells),
      ['all', '', usdText(total_usd)],
    ],
    [1, 2],
  ).join('\n');
}

/** What the estimate takes for granted, a line each. */
export function assumptions({ reading, run }: Workload, { as_of, region }: Estimate): string[] {
  const { cached_share, answer_bytes } = reading;
  return [
    `Prices of ${region} as they were on ${as_of}: the first tier, without taxes and without any free tier.`,
    `Readers: ${count(reading.api_calls)} API calls of ${count(Math.round(answer_bytes))} bytes (the average document, uncompressed)` +
      `${cached_share === null ? '' : `, ${Math.round(cached_share * 100)} % of them answered by CloudFront itself`}, ${count(reading.downloads)} downloads. The website's own pages are left out.`,
    `Runs: time and requests of the steps' reports as they were measured where they ran, ${count(Math.round(run.gb_seconds))} GB-seconds in all; commit, activate, record and clean-up are taken for a second each. Failed attempts are left out.`,
    'Earlier versions: what a run overwrites is kept for a month. Metrics of runs are paid for the hours in which they are sent.',
  ];
}
