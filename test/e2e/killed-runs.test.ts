import { beforeAll, describe, expect, it } from 'vitest';
import { expectedAfter } from '../reference/documents.ts';
import { killedAfter, monthSucceeds, serve, startServer } from './commands.ts';
import { faultsAgainst } from './compare.ts';
import { changed, type Drop, folderAfter, optionsFor, SAMPLE_MONTHS, sampleDrop } from './drops.ts';

/** The progress line of a finished step. The run is killed in the following step. */
const STEPS = [
  'Plan the run',
  'Copy every raw file',
  'Normalize every part',
  'Audit the run',
  'Commit the month',
  'Compute the statistics',
  'Make the downloads',
  'Compare with the live release',
  'Fill the idle slot',
  'Switch the API',
  'Record the run',
];
/** Two steps by default; `KILLED_STEPS=all` selects every step. */
const KILLED = process.env.KILLED_STEPS === 'all' ? STEPS : ['Normalize every part', 'Compare with the live'];

describe('npm run month', () => {
  let dataDir: string;
  const served = sampleDrop('2026-08');
  const drop = sampleDrop('2026-09');
  // Every run has new data, so that every one publishes a release.
  const dropAt = (attempt: number): Drop => changed(drop, (records) => records.slice(attempt));

  beforeAll(async () => {
    dataDir = await folderAfter('2026-08');
  });

  it.each(KILLED.map((line, index) => ({ line, index })))(
    'equals the reference when it is killed after "$line" and repeated',
    { timeout: 240_000 },
    async ({ line, index }) => {
      const next = dropAt(index);
      await killedAfter(line, 'month', ...optionsFor(next, dataDir));

      await monthSucceeds(...optionsFor(next, dataDir));

      const server = await serve(dataDir);
      const faults = await faultsAgainst(server.url, expectedAfter([served, next]));
      await server.stop();
      expect(faults).toEqual([]);
    },
  );
});

describe('npm start', () => {
  // The last month has no later run that would publish it.
  it.each([
    ['second', SAMPLE_MONTHS[0], SAMPLE_MONTHS[1]],
    ['last', SAMPLE_MONTHS[1], SAMPLE_MONTHS[2]],
  ] as const)(
    'finishes the sample when it is killed in its %s month and started again',
    {
      timeout: 300_000,
    },
    async (_, before, month) => {
      const dataDir = await folderAfter(before);
      await killedAfter(`${month}  Commit the month`, 'start', '--port', '0', '--data-dir', dataDir);

      const server = await startServer('start', '--data-dir', dataDir);

      const faults = await faultsAgainst(server.url, expectedAfter(SAMPLE_MONTHS.map(sampleDrop)));
      await server.stop();
      expect(faults).toEqual([]);
    },
  );
});
