import type { Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type Site, settled, type Visit } from './site.ts';
import type { Watch } from './watch.ts';

const PROBLEM = {
  type: 'about:blank',
  title: 'The storage does not answer',
  status: 500,
  detail: 'Ask again in a minute.',
};
const problem = (route: Route) =>
  route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(PROBLEM) });
const cut = (route: Route) => route.abort('connectionreset');
/** What a network that wants a login first gives instead of an answer. */
const otherPage = (route: Route) =>
  route.fulfill({ contentType: 'text/html', body: '<!doctype html><p>Log in' });

const FAILURES = [
  ['status 500', problem, `${PROBLEM.title} (status 500). ${PROBLEM.detail}`],
  ['a cut connection', cut, 'The API gave no answer'],
  ['a page instead of JSON', otherPage, 'The API gave no answer'],
] as const;

/** A page, and the document that it is nothing without. */
const PAGES = [
  ['/', '/v1/stats'],
  ['/year', '/v1/stats/year'],
  ['/year/1995', '/v1/stats/year/1995'],
  ['/genre', '/v1/stats/genre/drama'],
  ['/genre/drama', '/v1/stats/genre/drama'],
  ['/company', '/v1/stats/company'],
  ['/company/1', '/v1/stats/company/1'],
  ['/ranking', '/v1/stats/ranking'],
  ['/ranking/year/total-revenue', '/v1/stats/ranking/year/total-revenue'],
  ['/downloads', '/v1/downloads'],
  ['/docs', '/v1/openapi.json'],
  ['/status', '/v1/status'],
] as const;

/** How pages are when the API isn't. */
export function describeFailures(site: Site): void {
  const alertOn = ({ page }: Visit) => page.getByRole('alert');

  describe('A page whose document cannot be had', () => {
    it.each(PAGES)('says why and has it after another try: %s', async (path, document) => {
      const visit = await site.open();
      const { page } = visit;
      await page.route(site.url + document, problem);
      await page.goto(path);
      await alertOn(visit).first().waitFor();

      expect(await alertOn(visit).first().innerText()).toContain(FAILURES[0][2]);
      expect(await page.locator('h1').count()).toBe(1);
      // A request under way while interception ends may never be answered: the scripts of other charts come first.
      await settled(page);
      await page.unroute(site.url + document);
      await alertOn(visit).getByRole('button', { name: 'Try again' }).click();
      await alertOn(visit).waitFor({ state: 'detached' });
      await settled(page);
      expect(othersThan(document, visit.watch)).toEqual([]);
    });

    it.each(FAILURES)('tells what went wrong: %s', async (_, fail, told) => {
      const visit = await site.open();
      const { page } = visit;
      await page.route('**/v1/stats/year', fail);
      await page.goto('/year');

      await alertOn(visit).getByText(told).waitFor();
      // Trying again while it still fails says so again.
      const answer = page.waitForEvent('request', (request) => request.url().endsWith('/v1/stats/year'));
      await page.getByRole('button', { name: 'Try again' }).click();
      await answer;
      await alertOn(visit).getByText(told).waitFor();
      await page.unrouteAll();
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('table').waitFor();
    });

    it('of a search says so beside the field, and finds after another try', async () => {
      const visit = await site.open();
      const { page } = visit;
      await page.route('**/v1/stats/company/search**', cut);
      await visit.goto('/company');
      await page.getByRole('searchbox').fill('meridian');
      await alertOn(visit).waitFor();
      await page.unrouteAll();
      await page.getByRole('button', { name: 'Try again' }).click();

      await page.getByRole('search').getByRole('link', { name: 'Meridian Gull Entertainment' }).waitFor();
      await alertOn(visit).waitFor({ state: 'detached' });
    });
  });

  describe('A slow answer', () => {
    it.each(PAGES)('lets the page say that it is loading: %s', async (path, document) => {
      const { page, watch } = await site.open();
      const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      await page.route(site.url + document, async (route) => {
        ask();
        await released;
        await route.continue();
      });
      await page.goto(path);
      await asked;
      await page
        .getByRole('status')
        .getByText(/^Loading/)
        .first()
        .waitFor();
      release();
      await settled(page);

      expect(watch.faults).toEqual([]);
    });
  });
}

/** The faults that aren't about a document that was made to fail. */
const othersThan = (document: string, { faults }: Watch): string[] =>
  faults.filter((fault) => !fault.includes(document));
