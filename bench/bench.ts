import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { log, print, runCommand } from '../cli/shared/command.ts';
import { OptionsError, readOptions } from '../cli/shared/options.ts';
import { runNode } from './node.ts';
import { type PeerReport, runPeer } from './peer.ts';
import { type MonthReport, measureMonth } from './pipeline.ts';
import { table } from './print.ts';

/**
 * `npm run bench`: generated months of several sizes through the local stack, step by step, and the same statistics by a
 * plain DuckDB script on the same raw CSV right afterwards. Whatever else the machine does meets both.
 */

const USAGE = 'npm run bench -- [--movies 45000,450000,4500000] [--publish-up-to 450000] [--json]';

/** What one size came to. */
export interface SizeReport {
  readonly movies: number;
  readonly month: MonthReport;
  readonly peer: PeerReport;
  /** Seconds from ingest's beginning to aggregate's end, and against the peer's. */
  readonly ingest_to_aggregate: number;
  readonly ratio: number;
}

await runCommand(async () => {
  const options = readOptions(
    {
      movies: { type: 'string', default: '45000,450000,4500000' },
      'publish-up-to': { type: 'string', default: '450000' },
      json: { type: 'boolean', default: false },
    },
    USAGE,
  );
  const sizes = options.movies.split(',').map((text) => count('--movies', text));
  const publishUpTo = count('--publish-up-to', options['publish-up-to']);
  const reports: SizeReport[] = [];
  for (const movies of sizes) {
    const report = await measure(movies, movies <= publishUpTo);
    reports.push(report);
    if (!options.json) print(table(report));
  }
  if (options.json) print(JSON.stringify(reports, null, 2));
  return 0;
});

function count(option: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new OptionsError(`${option} has "${text}", but must be a number of movies. Usage: ${USAGE}`);
}

async function measure(movies: number, publish: boolean): Promise<SizeReport> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const drop = join(folder, 'drop');
    log(`Generating ${movies} movies`);
    await runNode('fixtures/generate.ts', [
      ...['--movies', String(movies), '--month', '2026-10', '--seed', '1'],
      ...['--out', drop, '--files', 'movies'],
    ]);
    const statistics = join(folder, 'statistics');
    const month = await measureMonth({
      dataDir: join(folder, 'data'),
      input: { month: '2026-10', source: pathToFileURL(drop).href, publish },
      statistics,
    });
    log('Running the plain DuckDB script');
    const peer = await runPeer({
      csv: join(drop, 'movies_metadata.csv'),
      folder: join(folder, 'peer'),
      statistics,
    });
    const { ingest_to_aggregate } = month;
    return { movies, month, peer, ingest_to_aggregate, ratio: ingest_to_aggregate / peer.seconds };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
