import { columns, count } from '../shared/columns.ts';
import type { CostLine, Estimate, Workload } from './estimate.ts';

const quantityText = (quantity: number): string =>
  quantity >= 100 ? count(Math.round(quantity)) : String(Number(quantity.toPrecision(2)));

/** Dollars with two decimals; less than a cent is not rounded to 0. */
export const usdText = (usd: number): string => (usd > 0 && usd < 0.01 ? '< 0.01' : usd.toFixed(2));

const cells = ({ service, item, quantity, unit, usd }: CostLine): [string, string, string] => [
  `${service}: ${item}`,
  `${quantityText(quantity)} ${quantity === 1 ? unit.replace(/s$/, '') : unit}`,
  usdText(usd),
];

/** The bill as a table, the most expensive line first. */
export function costTable({ lines, total_usd }: Estimate): string {
  return columns(
    [
      ['item', 'usage a month', 'US dollars'],
      ...lines.toSorted((one, other) => other.usd - one.usd).map(cells),
      ['total', '', usdText(total_usd)],
    ],
    [1, 2],
  ).join('\n');
}

/** The assumptions of the estimate, one per line. */
export function assumptions({ reading, run }: Workload, { as_of, region }: Estimate): string[] {
  const { cached_share, answer_bytes } = reading;
  return [
    `Prices of ${region} on ${as_of}: the first tier, without taxes and free tiers.`,
    `Readers: ${count(reading.api_calls)} API calls of ${count(Math.round(answer_bytes))} bytes (the average document, uncompressed)` +
      `${cached_share === null ? '' : `, ${Math.round(cached_share * 100)} % of them answered by CloudFront's cache`}, ${count(reading.downloads)} downloads. Pages of the website are not included.`,
    `Runs: time and requests from the reports of the steps, ${count(Math.round(run.gb_seconds))} GB-seconds in total; commit, activate, record and clean-up are assumed to take a second each. Failed attempts are not included.`,
    'Earlier versions: overwritten documents are kept for a month. Metrics of runs are billed for the hours in which they are sent.',
  ];
}
