import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunList } from '../../cli/shared/run-list.ts';
import { STEPS } from '../../lib/pipeline/functions.ts';
import {
  type Finished,
  month,
  monthSucceeds,
  runToEnd,
  type Server,
  serve,
  temporaryFolder,
} from './commands.ts';
import { optionsFor, sampleDrop } from './drops.ts';
import { linesWithoutRun, loggedBy, metricFaults } from './logs.ts';

// Each command starts its own stack, which takes long on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

const drop = sampleDrop('2026-08');

describe('npm run runs', () => {
  const dataDir = temporaryFolder();
  const runs = (...options: string[]): Promise<Finished> =>
    runToEnd('runs', '--data-dir', dataDir, ...options);
  let server: Server | null = null;
  afterAll(() => server?.stop());

  it('reports that nothing has run in an empty folder and leaves it empty', async () => {
    const { code, stdout } = await runs();
    expect([code, stdout]).toEqual([
      0,
      `Nothing has run in ${dataDir} yet: run a month with npm run month.\n`,
    ]);
    const json = await runs('--json');
    expect(JSON.parse(json.stdout)).toEqual({ live: null, runs: [], earlier: 0 });
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('refuses an invalid limit', async () => {
    const { code, stderr } = await runs('--limit', '0');
    expect([code, stderr.trim()]).toEqual([1, '--limit is "0", but must be a whole number of at least 1.']);
  });

  describe('after a month, one that failed, and a rollback that failed', () => {
    beforeAll(async () => {
      server = await serve(dataDir);
      await monthSucceeds(...optionsFor(drop, dataDir));
      const nowhere = join(dataDir, 'nowhere');
      expect((await month('--month', '2026-09', '--source', nowhere, '--data-dir', dataDir)).code).toBe(1);
      expect((await runToEnd('rollback', '--data-dir', dataDir)).code).toBe(1);
    });

    it('lists them from a running stack, newest first', async () => {
      const { code, stdout, stderr } = await runs();
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout.split('\n').slice(0, 6)).toEqual([
        expect.stringMatching(/^started \(UTC\) +month +from +outcome/),
        expect.stringMatching(/rollback +failed/),
        expect.stringMatching(/^ {4}NoEarlierReleaseError: The API serves the first release/),
        expect.stringMatching(/2026-09 +ingest +failed/),
        expect.stringMatching(/^ {4}SourceError: .*nowhere/),
        expect.stringMatching(/2026-08 +ingest +succeeded .* live$/),
      ]);
    });

    it('finds every metric that alarms and dashboard read in the functions’ logs', async () => {
      expect(await metricFaults(dataDir)).toEqual([]);
    });

    it('finds run and month in every log line of the functions', async () => {
      const list = JSON.parse((await runs('--json')).stdout) as RunList;
      const rollbacks = list.runs.filter(({ kind }) => kind === 'rollback').map(({ run_id }) => run_id);
      expect(rollbacks).toHaveLength(1);
      expect(loggedBy(dataDir).size).toBe(STEPS.length);
      expect(linesWithoutRun(dataDir, new Set(rollbacks))).toEqual([]);
    });

    it('lists them as JSON up to the limit without a running stack', async () => {
      await server!.stop();
      server = null;
      const { code, stdout } = await runs('--json', '--limit', '2');
      expect(code).toBe(0);
      const list = JSON.parse(stdout) as RunList;
      expect(list.runs.map(({ kind, month: of, outcome }) => [kind, of, outcome])).toEqual([
        ['rollback', null, 'failed'],
        ['month', '2026-09', 'failed'],
      ]);
      expect(list.earlier).toBe(1);
      const all = JSON.parse((await runs('--json')).stdout) as RunList;
      expect(all.runs[2]).toMatchObject({ live: true, published: true, counts: { read: 348 } });
      expect(all.live).toEqual({ slot: 'blue', run_id: all.runs[2]!.run_id });
    });
  });
});
