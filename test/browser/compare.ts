import { describe, expect, it } from 'vitest';
import { type Site, settled, type Visit } from './site.ts';

const boxOf = ({ page }: Visit, genre: string) => page.getByRole('checkbox', { name: genre, exact: true });
const ticked = ({ page }: Visit) => page.locator('label:has(input[type=checkbox]:checked)').allInnerTexts();
const linesOf = ({ page }: Visit, names: string) =>
  page.getByRole('img', { name: `Line chart with one line each for ${names}.` });
const queryOf = ({ page }: Visit) => new URL(page.url()).search;

/** Tests of the genre comparison. They require the sample months. */
export function describeComparison(site: Site): void {
  describe('The comparison of genres', () => {
    it('shows the genres with the most movies by default', async () => {
      const visit = await site.open();
      await visit.goto('/genre');

      expect((await ticked(visit)).toSorted()).toEqual(['Comedy', 'Drama', 'Thriller']);
      expect(await linesOf(visit, 'Drama, Comedy and Thriller').count()).toBe(3);
    });

    it('is kept in the address after a reload and after back and forward', async () => {
      const visit = await site.open();
      const { page, log } = visit;
      await visit.goto('/');
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Genres' }).click();
      await boxOf(visit, 'Thriller').uncheck();
      await boxOf(visit, 'Western').check();
      await linesOf(visit, 'Drama, Comedy and Western').first().waitFor();
      expect(queryOf(visit)).toBe('?compare=drama,comedy,western');

      await page.reload();
      await settled(page);
      expect(await ticked(visit)).toEqual(['Comedy', 'Drama', 'Western']);

      await page.goBack();
      await page.waitForURL(`${site.url}/`);
      await page.goForward();
      await linesOf(visit, 'Drama, Comedy and Western').first().waitFor();
      expect(queryOf(visit)).toBe('?compare=drama,comedy,western');
      expect(log.faults).toEqual([]);
    });

    it('shows the genres of the address and ignores unknown genres', async () => {
      const visit = await site.open();
      await visit.goto('/genre?compare=western,nothing,western,horror');

      expect(await ticked(visit)).toEqual(['Horror', 'Western']);
      expect(await linesOf(visit, 'Western and Horror').count()).toBe(3);
    });

    it('is limited to six genres, states the limit, and can be cleared', async () => {
      const visit = await site.open();
      const { page } = visit;
      await visit.goto('/genre?compare=action,adventure,comedy,crime,drama,family,war');

      expect(await ticked(visit)).toHaveLength(6);
      expect(await boxOf(visit, 'War').isDisabled()).toBe(true);
      await page.getByText('clear one to select another').waitFor();
      await page.getByRole('button', { name: 'Clear all' }).click();

      await page.getByText('Select two or more genres').waitFor();
      expect(queryOf(visit)).toBe('?compare=');
      await page.reload();
      await page.getByText('Select two or more genres').waitFor();
    });

    it('shows the selected money measure', async () => {
      const visit = await site.open();
      await visit.goto('/genre?compare=drama,comedy');
      const { page } = visit;
      await page.getByRole('radio', { name: 'Budget' }).check();

      await page.getByRole('heading', { name: 'Budget by genre and release year' }).waitFor();
      await settled(page);
      expect(visit.log.faults).toEqual([]);
    });
  });
}
