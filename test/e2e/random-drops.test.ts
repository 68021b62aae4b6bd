import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Run } from '../reference/current.ts';
import { expectedAfter } from '../reference/documents.ts';
import { monthSucceeds, type Server, serve, temporaryFolder } from './commands.ts';
import { faultsAgainst, strayDocuments } from './compare.ts';
import { dropOf, optionsFor } from './drops.ts';
import { executionSucceeds } from './executions.ts';
import { hostileCsv } from './hostile-drops.ts';

/** The number of runs of the whole pipeline; `RANDOM_RUNS` overrides it. */
const RUNS = Number(process.env.RANDOM_RUNS ?? 8);

const dataDir = temporaryFolder();
let server: Server;

beforeAll(async () => {
  server = await serve(dataDir);
});
afterAll(() => server?.stop());

it('The documents equal the reference after random ingests and removals', {
  timeout: RUNS * 60_000,
}, async () => {
  // The bucket is not emptied between runs: every run builds on the earlier ones.
  const history: Run[] = [];
  const isCommitted = (month: string): boolean =>
    typeof history.findLast((run) => run.month === month)?.csv === 'string';
  const step = fc.record({
    month: fc.constantFrom('2026-01', '2026-02', '2026-03'),
    csv: hostileCsv,
    removed: fc.constantFrom(true, false),
  });

  const property = fc.asyncProperty(step, async ({ month, csv, removed }) => {
    // Only a committed month can be removed.
    if (removed && isCommitted(month)) {
      await executionSucceeds(dataDir, { month, remove: true, force: true });
      history.push({ month, csv: null });
    } else {
      const drop = dropOf(month, csv);
      await monthSucceeds(...optionsFor(drop, dataDir), '--force');
      history.push(drop);
    }
    const expected = expectedAfter(history);
    expect(await faultsAgainst(server.url, expected)).toEqual([]);
    expect(await strayDocuments(dataDir, expected)).toEqual([]);
  });
  await fc.assert(property, { numRuns: RUNS, endOnFailure: true });
});
