import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvOf, type Row } from '../../reference/sample.ts';
import { MOVIES, type Pipeline, startPipeline } from '../pipeline.ts';

let pipeline: Pipeline;
let folder: string;
let drops = 0;

beforeAll(async () => {
  pipeline = await startPipeline();
  folder = await mkdtemp(join(tmpdir(), 'dry-run-'));
});
afterAll(async () => {
  await pipeline?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Writes a drop and returns functions that run it. */
async function drop(rows: readonly Row[]) {
  drops += 1;
  const source = join(folder, String(drops));
  await mkdir(source);
  await writeFile(join(source, MOVIES), csvOf(rows));
  const run = (kind: string, options: { force?: boolean; dryRun?: boolean }) =>
    pipeline.run(`20261005T060000Z-${kind}${drops}`, source, 1_000_000, options);
  return { dry: () => run('dry', { dryRun: true }), real: (force: boolean) => run('real', { force }) };
}

describe('A dry run', () => {
  it('predicts whether the real run passes its gates, and has the same values, for any drop', async () => {
    const row = fc.record({
      id: fc.integer({ min: 1, max: 40 }).map(String),
      budget: fc.oneof(
        { weight: 20, arbitrary: fc.constant('7') },
        { weight: 1, arbitrary: fc.constant('?') },
      ),
    });
    const bad = fc.constant<Row>({ id: 'x' });
    const rows = fc.oneof(
      fc.array(row, { maxLength: 5 }),
      fc.array(bad, { maxLength: 5 }),
      fc.array(row, { minLength: 95, maxLength: 220, size: 'max' }),
    );
    await fc.assert(
      fc.asyncProperty(rows, async (some) => {
        const { dry, real } = await drop(some);
        const { audit } = await dry();
        const passes = audit.gates.every(({ passed }) => passed);
        const failure = await real(false).then(
          () => null,
          (error: Error) => error.name,
        );
        expect(failure).toBe(passes ? null : 'TooManyQuarantinedError');
        if (passes) return;
        const forced = await real(true);
        expect(forced.audit.gates).toEqual(audit.gates);
        expect(forced.audit.files).toEqual(audit.files);
      }),
      { numRuns: 15 },
    );
  });

  it('warns about a file that has a header and no rows', async () => {
    const { audit } = await (await drop([])).dry();
    expect(audit.warnings).toEqual([`${MOVIES} has a header and no rows.`]);
  });

  it('lists the genre addresses that would appear', async () => {
    const genres = "[{'id': 18, 'name': 'Drama'}, {'id': 5, 'name': ' '}]";
    const { audit } = await (await drop([{ id: '1', genres }])).dry();
    expect(audit.genre_addresses).toEqual({
      appear: ['/v1/stats/genre/5', '/v1/stats/genre/drama'],
      disappear: [],
    });
  });
});
