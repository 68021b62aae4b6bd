import type { SizeReport } from './bench.ts';

/** A size's report as people read it. */
export function table({ movies, month, peer, ingest_to_aggregate, ratio }: SizeReport): string {
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
    '  The script gave the same statistics, row by row.',
  ].join('\n');
}

const fixed = (value: number, digits = 1): string => value.toFixed(digits);
