import { z } from 'zod';
import list from './prices.json' with { type: 'json' };

const price = z.strictObject({
  usd: z.number().positive(),
  /** The quantity that costs `usd`. */
  per: z.number().positive(),
  unit: z.string(),
  source: z.url(),
});

const NAMES = [
  'lambda_requests',
  'lambda_duration',
  'state_transitions',
  's3_standard',
  's3_glacier_instant',
  's3_writes',
  's3_reads',
  'api_requests',
  'internet_out',
  'cdn_requests',
  'cdn_out',
  'metrics',
  'alarms',
  'dashboards',
  'logs',
  'secrets',
] as const;

/** The names of prices. */
export type PriceName = (typeof NAMES)[number];

/** The prices of one region on one day: first tier, before taxes. */
export const priceList = z.strictObject({
  as_of: z.iso.date(),
  region: z.string(),
  currency: z.literal('USD'),
  prices: z.record(z.enum(NAMES), price),
});
export type PriceList = z.output<typeof priceList>;

/** The price list of all estimates. */
export const PRICE_LIST: PriceList = priceList.parse(list);
