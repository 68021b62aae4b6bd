import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { expectedAfter } from '../reference/documents.ts';
import { monthSucceeds, runToEnd, type Server, serve, temporaryFolder } from './commands.ts';
import { faultsAgainst } from './compare.ts';
import { optionsFor, SAMPLE_MONTHS, sampleDrop } from './drops.ts';

// A test runs several commands, which take long on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

const [older, newer] = SAMPLE_MONTHS.slice(0, 2).map(sampleDrop) as [
  ReturnType<typeof sampleDrop>,
  ReturnType<typeof sampleDrop>,
];
const dataDir = temporaryFolder();
const rollback = (...options: string[]) => runToEnd('rollback', '--data-dir', dataDir, ...options);

describe('npm run rollback', () => {
  let server: Server;
  beforeAll(async () => {
    server = await serve(dataDir);
  });
  afterAll(() => server?.stop());

  it('exits with 1 and a one-line error if there is no earlier release', async () => {
    const { code, stdout, stderr } = await rollback();
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trim().split('\n').at(-1)).toMatch(/^NoEarlierReleaseError: Nothing has been released yet/);
  });

  it('serves the previous release without a restart and prints its run', async () => {
    await monthSucceeds(...optionsFor(older, dataDir));
    await monthSucceeds(...optionsFor(newer, dataDir));
    const { code, stdout, stderr } = await rollback('--reason', 'wrong figures');
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^The API serves the release of run \S+ \(slot blue\) again: 2026-08, /);
    expect(stdout).toContain('(slot green): 2026-09 and 1 earlier month;');
    expect(await faultsAgainst(server.url, expectedAfter([older]))).toEqual([]);
  });

  it('returns to the newer release the second time and prints its record with --json', async () => {
    const { code, stdout } = await rollback('--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'succeeded',
      rollback: { from: { months: ['2026-08'] }, to: { months: ['2026-08', '2026-09'] } },
    });
    expect(await faultsAgainst(server.url, expectedAfter([older, newer]))).toEqual([]);
  });

  it('changes nothing if the release of --to is already live', async () => {
    const status = async () => (await fetch(`${server.url}/v1/status`)).json() as Promise<{ run_id: string }>;
    const { run_id } = await status();
    const { code, stdout } = await rollback('--to', run_id);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^The API already serves the release of run ${run_id} .*: 2026-09 `));
    expect((await status()).run_id).toBe(run_id);
  });

  it('exits with 1 and a one-line error if --to is not a run id or its release is in no slot', async () => {
    const wrong = await rollback('--to', 'blue');
    expect([wrong.code, wrong.stderr]).toEqual([
      1,
      expect.stringMatching(/^RunInputError: .*to is "blue".*\n$/),
    ]);
    const unknown = await rollback('--to', '20200101T000000Z-0a1b2c3d');
    expect(unknown.code).toBe(1);
    expect(unknown.stderr.trim().split('\n').at(-1)).toMatch(/^ReleaseNotKeptError: /);
  });

  it('is followed by the newest data after the next run', async () => {
    expect((await rollback()).code).toBe(0);
    await monthSucceeds('--month', newer.month, '--from', 'aggregate', '--data-dir', dataDir);
    expect(await faultsAgainst(server.url, expectedAfter([older, newer]))).toEqual([]);
  });
});
