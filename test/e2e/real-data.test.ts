import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { axeViolations, overflowingElements } from '../browser/page-checks.ts';
import { NARROW, settled, useSite } from '../browser/site.ts';
import { groupsOf, VIEWS } from '../browser/views.ts';
import { expectedAfter } from '../reference/documents.ts';
import { tablesAfter } from '../reference/downloads.ts';
import { movieFileOf } from '../reference/drop.ts';
import { monthSucceeds, ROOT, serve, temporaryFolder } from './commands.ts';
import { faultsAgainst, strayDocuments } from './compare.ts';
import { downloadFaults } from './downloads.ts';
import { optionsFor } from './drops.ts';

/** The folder of the real drops: `the-movies-dataset/` and, with more rows, `extended/`. Not part of the repository. */
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
    it(`is missing in ${DATASET}: set MOVIES_DATASET to the folder with the-movies-dataset/`, (context) =>
      context.skip());
  });
} else {
  // One stack for all tests, because a month of real data takes long.
  describe(`real data in ${DATASET}`, () => {
    const dataDir = temporaryFolder();
    const first = dropOf('2026-08', 'the-movies-dataset');
    const site = useSite(async () => {
      const server = await serve(dataDir);
      await monthSucceeds(...optionsFor(first, dataDir));
      return server;
    });

    it('equals the reference after The Movies Dataset', { timeout: 10 * MINUTES }, async () => {
      const expected = expectedAfter([first]);
      expect(await faultsAgainst(site.url, expected)).toEqual([]);
      expect(await strayDocuments(dataDir, expected)).toEqual([]);
      expect(await downloadFaults(site.url, dataDir, tablesAfter([first]))).toEqual([]);
    });

    it.each(VIEWS)('is shown without faults on the page %s', async (_, route, path) => {
      const { page, log, goto } = await site.open();
      await goto(path(await groupsOf(site)));
      expect(await axeViolations(page)).toEqual([]);
      expect(await overflowingElements(page)).toEqual([]);
      if (route === 'overview') expect(await log.transferred()).toBeLessThan(200_000);

      await page.setViewportSize(NARROW);
      await settled(page);
      expect(await overflowingElements(page)).toEqual([]);
      expect(log.faults).toEqual([]);
    });

    it('has companies that the search finds by any word of their name', async () => {
      const { page, log, goto } = await site.open();
      await goto('/company');
      await page.getByRole('searchbox').fill('disney');

      const found = page.getByRole('search').getByRole('listitem');
      await found.getByRole('link', { name: 'Walt Disney Pictures', exact: true }).first().waitFor();
      expect(log.faults).toEqual([]);
    });

    it.skipIf(!hasExtended)(
      'equals the reference after the extended dataset, a month later',
      { timeout: 10 * MINUTES },
      async () => {
        const second = dropOf('2026-09', 'extended');
        await monthSucceeds(...optionsFor(second, dataDir));
        const expected = expectedAfter([first, second]);
        expect(await faultsAgainst(site.url, expected)).toEqual([]);
        expect(await strayDocuments(dataDir, expected)).toEqual([]);
      },
    );
  });
}
