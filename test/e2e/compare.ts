import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Slot, slotFolder } from '../../model/keys.ts';
import type { Expected, Json } from '../reference/documents.ts';
import { openBucket } from './bucket.ts';
import { forAll, type Reply, send } from './http.ts';

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;

/** Parses JSON with whole numbers as exact bigints. */
export function parseExactly(text: string): Json {
  const exact: Reviver = (_key, value, { source }) =>
    typeof value === 'number' && /^-?\d+$/.test(source!) ? BigInt(source!) : value;
  return JSON.parse(text, exact as (key: string, value: unknown) => unknown);
}

const shown = (value: Json | undefined): string =>
  value === undefined
    ? 'nothing'
    : JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? `${item}n` : item)).slice(0, 200);

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists the differences between two documents: `.years[3].total_budget: 5n expected, 6n found`. */
export function differences(expected: Json | undefined, found: Json | undefined, place = ''): string[] {
  if (Array.isArray(expected) && Array.isArray(found)) {
    const items = Array.from({ length: Math.max(expected.length, found.length) }, (_, index) =>
      differences(expected[index], found[index], `${place}[${index}]`),
    );
    return items.flat();
  }
  if (isObject(expected) && isObject(found)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(found)]);
    return [...keys].flatMap((key) => differences(expected[key], found[key], `${place}.${key}`));
  }
  // A decimal such as 8.0 may be written as 8; a whole number must not be written as a decimal.
  const same = typeof expected === 'number' && typeof found === 'bigint' ? Number(found) : found;
  return Object.is(expected, same) ? [] : [`${place}: ${shown(expected)} expected, ${shown(found)} found`];
}

/** The faults of a response that must contain a document. */
function faultsOf(path: string, reply: Reply, expected: Json): string[] {
  if (reply.status !== 200) return [`${path}: status ${reply.status} instead of 200`];
  const found = parseExactly(reply.text);
  const comparable = path.startsWith('/v1/stats/ranking') ? withoutTexts(found) : found;
  return differences(expected, comparable).map((difference) => `${path} ${difference}`);
}

/** A document of rankings without titles and descriptions, which do not depend on the data. */
function withoutTexts(document: Json): Json {
  if (!isObject(document)) return document;
  const { title: _title, description: _description, rankings, ...rest } = document;
  return Array.isArray(rankings) ? { ...rest, rankings: rankings.map(withoutTexts) } : rest;
}

/** `/v1/status` without run ids and times, which do not depend on the data. */
function withoutRuns(status: Json): Json {
  if (!isObject(status)) return status;
  const { run_id: _run, published_at: _at, ...rest } = status;
  const months = Array.isArray(rest.months) ? rest.months : [];
  return { ...rest, months: months.map(({ run_id: _monthRun, ...month }) => month) };
}

/** Maximum number of reported faults. */
const SHOWN_FAULTS = 12;
/** Maximum number of requests for absent paths; there can be hundreds of thousands. */
const ABSENT_CHECKED = 300;

/**
 * Compares all documents under /v1/stats and the counts of /v1/status with the reference. Requests a sample of the absent
 * paths; `strayDocuments` checks all of them. Returns the first faults.
 */
export async function faultsAgainst(url: string, { documents, status, absent }: Expected): Promise<string[]> {
  const every = Math.max(1, Math.ceil(absent.length / ABSENT_CHECKED));
  const sampled = absent.filter((_, index) => index % every === 0);
  const faults = [
    ...(await forAll([...documents], async ([path, expected]) =>
      faultsOf(path, await send(url, path), expected),
    )),
    ...(await forAll(sampled, async (path) => {
      const reply = await send(url, path);
      return reply.status === 404
        ? []
        : [`${path}: status ${reply.status} instead of 404: ${reply.text.slice(0, 200)}`];
    })),
  ].flat();
  const served = await send(url, '/v1/status');
  if (served.status !== 200) faults.push(`/v1/status: status ${served.status} instead of 200`);
  else {
    const found = withoutRuns(parseExactly(served.text));
    faults.push(...differences(status, found).map((difference) => `/v1/status ${difference}`));
  }
  const rest = faults.length - SHOWN_FAULTS;
  return rest > 0 ? [...faults.slice(0, SHOWN_FAULTS), `… and ${rest} more`] : faults;
}

/** The paths of statistics documents in the live slot that the reference does not have. */
export async function strayDocuments(dataDir: string, { documents }: Expected): Promise<string[]> {
  const { slot } = JSON.parse(readFileSync(join(dataDir, 'stage.json'), 'utf8')) as { slot: Slot };
  const folder = slotFolder(slot);
  const bucket = openBucket(dataDir);
  try {
    const paths = Object.keys(await bucket.list(`${folder}v1/stats`)).map(
      (key) => `/${key.slice(folder.length).replace(/\.json$/, '')}`,
    );
    return paths.filter((path) => !documents.has(path));
  } finally {
    bucket.close();
  }
}

/** Status, ETag and body of each path as one string. */
export type Snapshot = ReadonlyMap<string, string>;

/** The responses for every document that depends only on the data, and for some absent paths. */
export async function snapshot(url: string, { documents, absent }: Expected): Promise<Snapshot> {
  const paths = ['/v1/', '/v1/openapi.json', '/v1/downloads', ...documents.keys(), ...absent.slice(0, 50)];
  const answers = await forAll(paths, async (path) => {
    const { status, headers, text } = await send(url, path);
    return [path, `${status} ${headers.etag} ${text}`] as const;
  });
  return new Map(answers);
}
