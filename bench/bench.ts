import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { RunRecord } from '../model/reports.ts';

/**
 * Runs one generated month through the local stack, twice, and prints what each step made of it. The second run is of
 * the same drop, so it shows what an unchanged month costs.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { movies: { type: 'string', default: '45000' } } });
const movies = Number(values.movies);
if (!Number.isSafeInteger(movies) || movies < 1) {
  console.error(`--movies is ${values.movies}; give a number of movies such as 45000.`);
  process.exit(1);
}

const node = (...args: string[]): string =>
  execFileSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
  });

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  const drop = join(folder, 'drop');
  node(
    'fixtures/generate.ts',
    '--movies',
    String(movies),
    '--month',
    '2026-10',
    '--seed',
    '1',
    '--out',
    drop,
    '--files',
    'movies',
  );
  for (const title of ['first run', 'the same drop again']) {
    const output = node(
      'local/month.ts',
      '--month',
      '2026-10',
      '--source',
      drop,
      '--data-dir',
      join(folder, 'data'),
      '--json',
    );
    print(title, JSON.parse(output) as RunRecord);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function print(title: string, { files, timings, seconds, release }: RunRecord): void {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const rows = files.reduce((sum, file) => sum + (file.counts?.read ?? 0), 0);
  const speed = (amount: number, step: string, unit: string): string =>
    `${(amount / (timings[step] ?? Number.NaN)).toFixed(1)} ${unit}`;
  const lines: Record<string, string> = {
    plan: '',
    ingest: speed(bytes / 1e6, 'ingest', 'MB/s'),
    normalize: `${speed(bytes / 1e6, 'normalize', 'MB/s')}, ${speed(rows, 'normalize', 'rows/s')} (a core)`,
    audit: '',
    aggregate: speed(rows, 'aggregate', 'rows/s'),
    compare: '',
    fill: release ? speed(release.documents_written, 'fill', 'documents/s') : '',
  };
  console.log(`\n${title}: ${rows} rows, ${(bytes / 1e6).toFixed(1)} MB, ${seconds.toFixed(1)} s`);
  for (const [step, note] of Object.entries(lines)) {
    if (timings[step] !== undefined)
      console.log(`  ${step.padEnd(10)} ${timings[step].toFixed(2).padStart(8)} s  ${note}`);
  }
}
