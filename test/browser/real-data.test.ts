import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { monthSucceeds, ROOT, serve, temporaryFolder } from '../e2e/commands.ts';
import { axeViolations, scrollsSideways } from './looks.ts';
import { NARROW, settled, useSite } from './site.ts';
import { groupsOf, VIEWS } from './views.ts';

/** A folder that holds `the-movies-dataset/`. Never part of the repository. */
const DATASET = resolve(ROOT, process.env.MOVIES_DATASET ?? '../shared/data');
const DROP = join(DATASET, 'the-movies-dataset');

if (!existsSync(join(DROP, 'movies_metadata.csv'))) {
  describe('Every page on real data', () => {
    it(`is not looked at: set MOVIES_DATASET to the folder with the-movies-dataset/, not in ${DATASET}`, (context) =>
      context.skip());
  });
} else {
  describe(`Every page on real data in ${DATASET}`, () => {
    const site = useSite(async () => {
      const dataDir = temporaryFolder();
      await monthSucceeds('--month', '2026-08', '--source', DROP, '--data-dir', dataDir);
      return serve(dataDir);
    });

    it.each(VIEWS)('is whole: %s', async (_, route, path) => {
      const { page, watch, goto } = await site.open();
      await goto(path(await groupsOf(site)));
      expect(await axeViolations(page)).toEqual([]);
      expect(await scrollsSideways(page)).toEqual([]);
      if (route === 'overview') expect(await watch.transferred()).toBeLessThan(200_000);

      await page.setViewportSize(NARROW);
      await settled(page);
      expect(await scrollsSideways(page)).toEqual([]);
      expect(watch.faults).toEqual([]);
    });

    it('finds companies by a word within their names', async () => {
      const { page, watch, goto } = await site.open();
      await goto('/company');
      await page.getByRole('searchbox').fill('disney');

      const found = page.getByRole('search').getByRole('listitem');
      await found.getByRole('link', { name: 'Walt Disney Pictures', exact: true }).first().waitFor();
      expect(watch.faults).toEqual([]);
    });
  });
}
