import { describe, expect, it } from 'vitest';
import { expectFocus, type Site, settled, type Visit } from './site.ts';

const themeOf = ({ page }: Visit) => page.getAttribute('html', 'data-theme');
const mainLink = ({ page }: Visit, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name });

/** Tests of features of all pages: themes, keyboard navigation and sortable tables. */
export function describeReading(site: Site): void {
  describe('The theme', () => {
    it('is kept on other pages and after a reload once the user selects it', async () => {
      const visit = await site.open({ colorScheme: 'light' });
      const { page, goto } = visit;
      await goto('/about');
      expect(await themeOf(visit)).toBe('light');
      await page.getByRole('button', { name: 'Dark theme' }).click();
      await page.locator('html[data-theme=dark]').waitFor({ state: 'attached' });

      await mainLink(visit, 'Rankings').click();
      await page.waitForURL('**/ranking');
      expect(await themeOf(visit)).toBe('dark');
      await page.reload();
      await settled(page);
      expect(await themeOf(visit)).toBe('dark');

      await page.getByRole('button', { name: 'Light theme' }).click();
      await page.locator('html[data-theme=light]').waitFor({ state: 'attached' });
    });

    it('follows the system by default', async () => {
      const visit = await site.open({ colorScheme: 'dark' });
      await visit.goto('/about');
      expect(await themeOf(visit)).toBe('dark');

      await visit.page.emulateMedia({ colorScheme: 'light' });
      await visit.page.locator('html[data-theme=light]').waitFor({ state: 'attached' });
    });
  });

  describe('The keyboard', () => {
    it('reaches the link to the content first', async () => {
      const { page, goto } = await site.open();
      await goto('/year');
      await page.keyboard.press('Tab');
      const skip = page.getByRole('link', { name: 'Skip to the content' });
      await expectFocus(skip);
      expect(await skip.boundingBox()).toMatchObject({ x: expect.any(Number), y: expect.any(Number) });
      expect((await skip.boundingBox())!.y).toBeGreaterThanOrEqual(0);

      await page.keyboard.press('Enter');
      await expectFocus(page.getByRole('main'));
    });

    it('has the focus on the heading at the top of the page after a link', async () => {
      const visit = await site.open();
      const { page, goto } = visit;
      await goto('/year');
      const link = page.getByRole('contentinfo').getByRole('link', { name: 'About the figures' });
      await link.focus();
      expect(await page.evaluate<number>('scrollY')).toBeGreaterThan(0);
      await page.keyboard.press('Enter');

      await expectFocus(page.getByRole('heading', { level: 1, name: 'About the figures' }));
      expect(await page.evaluate<number>('scrollY')).toBe(0);
      expect(await mainLink(visit, 'About').getAttribute('aria-current')).toBe('page');
    });

    it('sorts a table numerically and sets aria-sort', async () => {
      const { page, log, goto } = await site.open();
      await goto('/year');
      const heading = page.getByRole('columnheader', { name: 'Revenue', exact: true });
      const column = (await page.getByRole('columnheader').allInnerTexts()).findIndex(
        (text) => text.trim() === 'Revenue',
      );
      const figures = async () => {
        const cells = page.locator(`tbody tr > :nth-child(${column + 1})`);
        const values = await cells.evaluateAll((all) =>
          all.map((cell) => cell.querySelector('data')?.getAttribute('value') ?? null),
        );
        return values.map((value) => (value === null ? null : Number(value)));
      };
      await heading.getByRole('button').focus();
      await page.keyboard.press('Enter');
      expect(await heading.getAttribute('aria-sort')).toBe('descending');
      expect(await figures()).toEqual(inOrder(await figures(), (a, b) => b - a));

      await page.keyboard.press('Enter');
      expect(await heading.getAttribute('aria-sort')).toBe('ascending');
      expect(await figures()).toEqual(inOrder(await figures(), (a, b) => a - b));
      await expectFocus(heading.getByRole('button'));
      expect(await page.locator('[aria-sort]').count()).toBe(1);
      expect(log.faults).toEqual([]);
    });

    it('expands a long table to all rows', async () => {
      const { page, goto } = await site.open();
      const { years } = await site.json<{ years: unknown[] }>('/v1/stats/year');
      await goto('/year');
      await page.getByRole('button', { name: `Show all ${years.length} rows` }).press('Enter');

      await expect.poll(() => page.locator('tbody tr').count()).toBe(years.length);
    });
  });
}

/** Sorts numbers. Unknown values are last. */
function inOrder(values: readonly (number | null)[], order: (a: number, b: number) => number) {
  const known = values.filter((value) => value !== null).toSorted(order);
  return [...known, ...values.filter((value) => value === null)];
}
