import { describe, expect, it } from 'vitest';
import { type Site, settled, type Visit } from './site.ts';

const boxOf = ({ page }: Visit, genre: string) => page.getByRole('checkbox', { name: genre, exact: true });
const ticked = ({ page }: Visit) => page.locator('label:has(input[type=checkbox]:checked)').allInnerTexts();
const linesOf = ({ page }: Visit, names: string) =>
  page.getByRole('img', { name: `A line each for ${names}.` });
const queryOf = ({ page }: Visit) => new URL(page.url()).search;

/** How genres are compared: needs those of the sample months. */
export function describeComparison(site: Site): void {
  describe('The comparison of genres', () => {
    it('begins with the largest genres', async () => {
      const visit = await site.open();
      await visit.goto('/genre');

      expect((await ticked(visit)).toSorted()).toEqual(['Comedy', 'Drama', 'Thriller']);
      expect(await linesOf(visit, 'Drama, Comedy and Thriller').count()).toBe(3);
    });

    it('stands in the address: a reload and the way back and forth keep it', async () => {
      const visit = await site.open();
      const { page, watch } = visit;
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
      expect(watch.faults).toEqual([]);
    });

    it('of another address shows what that names, and nothing of what does not exist', async () => {
      const visit = await site.open();
      await visit.goto('/genre?compare=western,nothing,western,horror');

      expect(await ticked(visit)).toEqual(['Horror', 'Western']);
      expect(await linesOf(visit, 'Western and Horror').count()).toBe(3);
    });

    it('holds six, says so, and lets all be taken out', async () => {
      const visit = await site.open();
      const { page } = visit;
      await visit.goto('/genre?compare=action,adventure,comedy,crime,drama,family,war');

      expect(await ticked(visit)).toHaveLength(6);
      expect(await boxOf(visit, 'War').isDisabled()).toBe(true);
      await page.getByText('take one out to add another').waitFor();
      await page.getByRole('button', { name: 'Take out all' }).click();

      await page.getByText('Tick two or more genres').waitFor();
      expect(queryOf(visit)).toBe('?compare=');
      await page.reload();
      await page.getByText('Tick two or more genres').waitFor();
    });

    it('draws other money when it is asked to', async () => {
      const visit = await site.open();
      await visit.goto('/genre?compare=drama,comedy');
      const { page } = visit;
      await page.getByRole('radio', { name: 'Budget' }).check();

      await page.getByRole('heading', { name: 'Budget by genre and release year' }).waitFor();
      await settled(page);
      expect(visit.watch.faults).toEqual([]);
    });
  });
}
