import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** WCAG 2.2 up to AA, and what axe's authors hold for good practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

/** What axe finds on a page as it is, a sentence for each rule and its first elements. */
export async function axeViolations(page: Page): Promise<string[]> {
  // There are no frames, so that the old mode sees everything, and it opens no page of its own.
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
 * Elements that reach beyond the right edge, where the page as a whole scrolls sideways; empty where it doesn't. What
 * scrolls within itself may be as wide as it likes.
 */
const TOO_WIDE = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const scrolls = (each) => ['auto', 'scroll', 'hidden'].includes(getComputedStyle(each).overflowX);
  const within = (each) => each !== document.body && (scrolls(each) || within(each.parentElement));
  const wide = [...document.querySelectorAll('body *')].filter(
    (each) => each.getBoundingClientRect().right > clientWidth + 1 && !within(each.parentElement),
  );
  return ['the page is ' + scrollWidth + ' px wide in ' + clientWidth, ...wide.slice(0, 5).map((each) => each.outerHTML.slice(0, 160))];
})()`;

/** What makes a page scroll sideways, the page itself first. */
export const scrollsSideways = (page: Page): Promise<string[]> => page.evaluate<string[]>(TOO_WIDE);
