import { describe, expect, it } from 'vitest';
import { axeViolations, scrollsSideways } from './looks.ts';
import { NARROW, type Site } from './site.ts';

/** What an address leads to that nobody has clicked on the website. */
export function describeDeepLinks(site: Site): void {
  describe('A link from elsewhere', () => {
    it.each([
      ['/year/1066', '1066 isn’t there', '/v1/stats/year/1066'],
      ['/genre/nothing', 'The genre “nothing” isn’t there', '/v1/stats/genre/nothing'],
      ['/company/999999', 'Company 999999 isn’t there', '/v1/stats/company/999999'],
      ['/ranking/year/nothing', 'This ranking isn’t there', '/v1/stats/ranking/year/nothing'],
    ])('to what the data does not have says so, with ways on: %s', async (path, title, document) => {
      const { page, watch, goto } = await site.open({ viewport: NARROW });
      await goto(path);
      await page.getByRole('heading', { level: 1, name: title }).waitFor();

      expect(await page.title()).toBe(`${title} · Movie statistics`);
      expect(await axeViolations(page)).toEqual([]);
      expect(await scrollsSideways(page)).toEqual([]);
      expect(watch.faults.filter((fault) => !fault.includes(document))).toEqual([]);
      await page.getByRole('main').getByRole('link', { name: 'Every release year' }).click();
      await page.getByRole('table').waitFor();
    });

    it.each(['/nope', '/year/0', '/genre/Drama', '/company/x', '/ranking/movie/total-revenue'])(
      'to no page is a 404 that leads home: %s',
      async (path) => {
        const { page, watch } = await site.open({ viewport: NARROW });
        const response = await page.goto(path);

        expect(response!.status()).toBe(404);
        expect(await page.locator('h1').allInnerTexts()).toEqual([expect.stringMatching(/\S/)]);
        expect(await axeViolations(page)).toEqual([]);
        expect(await scrollsSideways(page)).toEqual([]);
        expect(watch.faults.filter((fault) => !fault.includes('404'))).toEqual([]);
        await page.getByRole('link', { name: 'All statistics' }).click();
        await page.waitForURL(`${site.url}/`);
      },
    );

    it('with a slash at its end arrives without it, its query kept', async () => {
      const { page, goto } = await site.open();
      await goto('/genre/?compare=drama,western');

      expect(page.url()).toBe(`${site.url}/genre?compare=drama,western`);
    });

    it('to a page of companies beyond the last says so', async () => {
      const { page, goto } = await site.open();
      await goto('/company?page=99');

      await page.getByText('There are fewer pages of companies.').waitFor();
    });

    it('to a part of a page shows that part', async () => {
      const { page, goto } = await site.open();
      await goto('/about#measures');
      const box = await page.getByRole('heading', { name: 'The measures' }).boundingBox();

      expect(box!.y).toBeGreaterThanOrEqual(0);
      expect(box!.y).toBeLessThan(300);
    });
  });
}
