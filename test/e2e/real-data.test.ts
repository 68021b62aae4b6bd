import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectedAfter } from '../reference/documents.ts';
import { tablesAfter } from '../reference/downloads.ts';
import { movieFileOf } from '../reference/drop.ts';
import { monthSucceeds, ROOT, type Server, serve, temporaryFolder } from './commands.ts';
import { faultsAgainst } from './compare.ts';
import { downloadFaults } from './downloads.ts';
import { optionsFor } from './drops.ts';

/** A folder that holds real drops: `the-movies-dataset/` and, with more rows, `extended/`. Never part of the repository. */
const DATASET = resolve(ROOT, process.env.MOVIES_DATASET ?? '../shared/data');
const MINUTES = 60_000;

const hasDataset = existsSync(join(DATASET, 'the-movies-dataset/movies_metadata.csv'));
const hasExtended = existsSync(join(DATASET, 'extended/movies_metadata.csv'));
const dropOf = (month: string, name: string) => {
  const folder = join(DATASET, name);
  return { month, folder, csv: movieFileOf(folder) };
};

if (!hasDataset) {
  describe('real data', () => {
    it(`is not in ${DATASET}: set MOVIES_DATASET to the folder with the-movies-dataset/`, (context) =>
      context.skip());
  });
} else {
  describe(`real data in ${DATASET}`, () => {
    const dataDir = temporaryFolder();
    let server: Server;

    beforeAll(async () => {
      server = await serve(dataDir);
    });
    afterAll(() => server?.stop());

    it('The Movies Dataset equals the reference', { timeout: 10 * MINUTES }, async () => {
      const drop = dropOf('2026-08', 'the-movies-dataset');
      await monthSucceeds(...optionsFor(drop, dataDir));
      expect(await faultsAgainst(server.url, expectedAfter([drop]))).toEqual([]);
      expect(await downloadFaults(server.url, dataDir, tablesAfter([drop]))).toEqual([]);
    });

    it.skipIf(!hasExtended)(
      'the extended dataset, a month later, equals the reference',
      { timeout: 10 * MINUTES },
      async () => {
        const drops = [dropOf('2026-08', 'the-movies-dataset'), dropOf('2026-09', 'extended')];
        await monthSucceeds(...optionsFor(drops[1]!, dataDir));
        expect(await faultsAgainst(server.url, expectedAfter(drops))).toEqual([]);
      },
    );
  });
}
