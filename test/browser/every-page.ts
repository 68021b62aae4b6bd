import { describe, expect, it } from 'vitest';
import { SITE_ROUTES, type SiteRoute } from '../../model/api/site-routes.ts';
import { axeViolations, overflowingElements } from './page-checks.ts';
import { NARROW, type Site, settled } from './site.ts';
import { groupsOf, VIEWS } from './views.ts';

/** The limit of transferred bytes for the first load of a page. */
const BUDGETS: Partial<Record<SiteRoute, number>> = { overview: 200_000 };

/** Tests of every page in both themes and at both widths. */
export function describeEveryPage(site: Site): void {
  describe('Every page', () => {
    it('is in the list of views', () => {
      expect(new Set(VIEWS.map(([, route]) => route))).toEqual(new Set(Object.keys(SITE_ROUTES)));
    });

    it.each(VIEWS)(
      'has no accessibility, layout or console errors in both themes and at both widths: %s',
      async (_, route, path) => {
        const { page, log, goto } = await site.open({ colorScheme: 'light' });
        await goto(path(await groupsOf(site)));

        expect(await page.locator('h1').allInnerTexts()).toEqual([expect.stringMatching(/\S/)]);
        expect(await page.title()).toMatch(
          route === 'overview' ? /^Movie statistics$/ : /^.+ · Movie statistics$/,
        );
        expect(await axeViolations(page)).toEqual([]);
        expect(await overflowingElements(page)).toEqual([]);
        if (BUDGETS[route]) expect(await log.transferred()).toBeLessThan(BUDGETS[route]);

        // Reloads the page, because charts are drawn only once and must be drawn with the dark theme and the narrow width.
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.setViewportSize(NARROW);
        await page.reload();
        await settled(page);

        expect(await page.getAttribute('html', 'data-theme')).toBe('dark');
        expect(await axeViolations(page)).toEqual([]);
        expect(await overflowingElements(page)).toEqual([]);

        await page.emulateMedia({ colorScheme: 'light' });
        await page.locator('html[data-theme=light]').waitFor({ state: 'attached' });
        expect(log.faults).toEqual([]);
      },
    );
  });
}
