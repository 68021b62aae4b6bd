import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** WCAG 2.2 up to level AA, and axe's best practices. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

/** Returns the violations that axe finds on a page, one sentence per rule with its first elements. */
export async function axeViolations(page: Page): Promise<string[]> {
  // Legacy mode opens no extra page. It doesn't check frames, of which there are none.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(RULES).analyze();
  return violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}, ${nodes.length} times: ${nodes
        .slice(0, 3)
        .map(({ html, failureSummary }) => `${html} ${failureSummary}`)
        .join(' | ')}`,
  );
}

/**
 * Lists elements beyond the right edge of a page that scrolls horizontally. Elements within scrollable containers are
 * ignored.
 */
const OVERFLOWING = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const scrolls = (each) => ['auto', 'scroll', 'hidden'].includes(getComputedStyle(each).overflowX);
  const within = (each) => each !== document.body && (scrolls(each) || within(each.parentElement));
  const wide = [...document.querySelectorAll('body *')].filter(
    (each) => each.getBoundingClientRect().right > clientWidth + 1 && !within(each.parentElement),
  );
  return ['the page is ' + scrollWidth + ' px wide in ' + clientWidth, ...wide.slice(0, 5).map((each) => each.outerHTML.slice(0, 160))];
})()`;

/** Returns the elements that make a page scroll horizontally, after the width of the page. Empty if it doesn't scroll. */
export const overflowingElements = (page: Page): Promise<string[]> => page.evaluate<string[]>(OVERFLOWING);
