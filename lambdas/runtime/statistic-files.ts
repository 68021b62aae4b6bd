import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pMap from 'p-map';
import type { StatisticName } from '../../model/data/statistics.ts';
import { aggregateKey } from '../../model/keys.ts';
import { openObject } from './s3.ts';

const DOWNLOADS_AT_ONCE = 4;

/** Downloads statistics of a run into a folder; returns the paths of their Parquet files. */
export async function downloadStatistics<Name extends StatisticName>(
  runId: string,
  names: readonly Name[],
  folder: string,
): Promise<ReadonlyMap<Name, string>> {
  const paths = new Map(names.map((name) => [name, join(folder, `${name}.statistic.parquet`)]));
  await pMap(
    paths,
    async ([name, path]) => pipeline(await openObject(aggregateKey(runId, name)), createWriteStream(path)),
    { concurrency: DOWNLOADS_AT_ONCE },
  );
  return paths;
}
