import { describe, expect, it } from 'vitest';
import { axeViolations, overflowingElements } from './page-checks.ts';
import { NARROW, type Site } from './site.ts';

/** Tests of addresses that are opened directly. */
export function describeDeepLinks(site: Site): void {
  describe('A direct link', () => {
    it.each([
      ['/year/1066', '1066 was not found', '/v1/stats/year/1066'],
      ['/decade/1060', 'Decade 1060 was not found', '/v1/stats/decade/1060'],
      ['/genre/nothing', 'The genre “nothing” was not found', '/v1/stats/genre/nothing'],
      ['/company/999999', 'Company 999999 was not found', '/v1/stats/company/999999'],
      ['/ranking/year/nothing', 'This ranking was not found', '/v1/stats/ranking/year/nothing'],
    ])(
      'to an entry that the data does not have shows an error with links to other pages: %s',
      async (path, title, document) => {
        const { page, log, goto } = await site.open({ viewport: NARROW });
        await goto(path);
        await page.getByRole('heading', { level: 1, name: title }).waitFor();

        expect(await page.title()).toBe(`${title} · Movie statistics`);
        expect(await axeViolations(page)).toEqual([]);
        expect(await overflowingElements(page)).toEqual([]);
        expect(log.faults.filter((fault) => !fault.includes(document))).toEqual([]);
        await page.getByRole('main').getByRole('link', { name: 'All release years' }).click();
        await page.getByRole('table').waitFor();
      },
    );

    it.each(['/nope', '/year/0', '/genre/Drama', '/company/x', '/ranking/movie/total-revenue'])(
      'to an unknown path returns 404 with a link to the home page: %s',
      async (path) => {
        const { page, log } = await site.open({ viewport: NARROW });
        const response = await page.goto(path);

        expect(response!.status()).toBe(404);
        expect(await page.locator('h1').allInnerTexts()).toEqual([expect.stringMatching(/\S/)]);
        expect(await axeViolations(page)).toEqual([]);
        expect(await overflowingElements(page)).toEqual([]);
        expect(log.faults.filter((fault) => !fault.includes('404'))).toEqual([]);
        await page.getByRole('link', { name: 'All statistics' }).click();
        await page.waitForURL(`${site.url}/`);
      },
    );

    it('with a trailing slash redirects to the page and keeps the query', async () => {
      const { page, goto } = await site.open();
      await goto('/genre/?compare=drama,western');

      expect(page.url()).toBe(`${site.url}/genre?compare=drama,western`);
    });

    it('to a page of companies after the last shows an error', async () => {
      const { page, goto } = await site.open();
      await goto('/company?page=99');

      await page.getByText('The list of companies has fewer than 99 pages.').waitFor();
    });

    it('with a fragment scrolls to that part of the page', async () => {
      const { page, goto } = await site.open();
      await goto('/about#measures');
      const box = await page.getByRole('heading', { name: 'The measures' }).boundingBox();

      expect(box!.y).toBeGreaterThanOrEqual(0);
      expect(box!.y).toBeLessThan(300);
    });
  });
}
