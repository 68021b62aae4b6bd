import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BENCH } from '../cli/commands/develop.ts';
import { log, print, runCommand } from '../cli/shared/command.ts';
import { OptionsError } from '../cli/shared/options.ts';
import { runNode } from './node.ts';
import { type PeerReport, runPeer } from './peer.ts';
import { type MonthReport, measureMonth } from './pipeline.ts';

/**
 * `npm run bench`: measures each step of generated months of several sizes in the local stack. Directly after each month,
 * it measures a plain DuckDB script that computes the same statistics from the same CSV, so that other load on the machine
 * affects both measurements.
 */

/** The result of one size. */
export interface SizeReport {
  readonly movies: number;
  readonly month: MonthReport;
  readonly peer: PeerReport;
  /** Seconds from the start of ingest to the end of aggregate, and their ratio to the script's. */
  readonly ingest_to_aggregate: number;
  readonly ratio: number;
}

await runCommand(BENCH, async (options) => {
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
  throw new OptionsError(`${option} has "${text}", but must be a number of movies.`);
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

/** The report of a size as a table. */
function table({ movies, month, peer, ingest_to_aggregate, ratio }: SizeReport): string {
  const { bytes, rows, documents, steps } = month;
  const megabytes = bytes / 1e6;
  const speeds: Readonly<Record<string, (seconds: number) => string>> = {
    ingest: (seconds) => `${fixed(megabytes / seconds)} MB/s, ${fixed(rows / seconds, 0)} rows/s`,
    normalize: (seconds) => `${fixed(megabytes / seconds)} MB/s, ${fixed(rows / seconds, 0)} rows/s`,
    aggregate: (seconds) => `${fixed(rows / seconds, 0)} rows/s`,
    publish: (seconds) => (documents === null ? '' : `${fixed(documents / seconds, 0)} documents/s`),
  };
  const line = (...cells: readonly string[]): string =>
    `  ${cells[0]!.padEnd(10)}${cells
      .slice(1, 6)
      .map((cell) => cell.padStart(9))
      .join('')}   ${cells[6] ?? ''}`.trimEnd();
  return [
    '',
    `${movies} movies: ${rows} rows, ${fixed(megabytes)} MB${documents === null ? '' : `, ${documents} documents`}`,
    line('step', 'calls', 'wall s', 'CPU s', 'S3 s', 'peak MB'),
    ...steps.map((step) =>
      line(
        step.step,
        String(step.invocations),
        fixed(step.wall_seconds, 2),
        fixed(step.cpu_seconds, 2),
        fixed(step.waiting_seconds, 2),
        String(step.peak_memory_mb),
        speeds[step.step]?.(step.wall_seconds) ?? '',
      ),
    ),
    `  ingest to aggregate ${fixed(ingest_to_aggregate, 2)} s; the plain DuckDB script ${fixed(peer.seconds, 2)} s ` +
      `(CPU ${fixed(peer.cpu_seconds, 2)} s, peak ${peer.peak_memory_mb} MB); ratio ${fixed(ratio, 2)}`,
    '  The script computed the same statistics, row by row.',
  ].join('\n');
}

function fixed(value: number, digits = 1): string {
  return value.toFixed(digits);
}
