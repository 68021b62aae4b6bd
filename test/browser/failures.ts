import type { Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { FaultLog } from './fault-log.ts';
import { type Site, settled, type Visit } from './site.ts';

const PROBLEM = {
  type: 'about:blank',
  title: 'Upstream storage timed out',
  status: 500,
  detail: 'Try again in a minute.',
};
const problem = (route: Route) =>
  route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(PROBLEM) });
const cut = (route: Route) => route.abort('connectionreset');
/** The response of a captive portal. */
const captivePortal = (route: Route) =>
  route.fulfill({ contentType: 'text/html', body: '<!doctype html><p>Log in' });

const FAILURES = [
  ['status 500', problem, `${PROBLEM.title} (status 500). ${PROBLEM.detail}`],
  ['a reset connection', cut, 'The API did not respond'],
  ['an HTML page instead of JSON', captivePortal, 'The API did not respond'],
] as const;

/** Each page with the document that it requires. */
const PAGES = [
  ['/', '/v1/stats'],
  ['/year', '/v1/stats/year'],
  ['/year/1995', '/v1/stats/year/1995'],
  ['/decade', '/v1/stats/decade'],
  ['/decade/1990', '/v1/stats/decade/1990'],
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

/** Tests of pages while the API fails or is slow. */
export function describeFailures(site: Site): void {
  const alertOn = ({ page }: Visit) => page.getByRole('alert');

  describe('A page whose document fails to load', () => {
    it.each(PAGES)('shows the reason and loads the document after a retry: %s', async (path, document) => {
      const visit = await site.open();
      const { page } = visit;
      await page.route(site.url + document, problem);
      await page.goto(path);
      await alertOn(visit).first().waitFor();

      expect(await alertOn(visit).first().innerText()).toContain(FAILURES[0][2]);
      expect(await page.locator('h1').count()).toBe(1);
      // Requests in progress when interception ends may never complete, so the page must finish loading first.
      await settled(page);
      await page.unroute(site.url + document);
      await alertOn(visit).getByRole('button', { name: 'Try again' }).click();
      await alertOn(visit).waitFor({ state: 'detached' });
      await settled(page);
      expect(othersThan(document, visit.log)).toEqual([]);
    });

    it.each(FAILURES)('shows the error message for %s', async (_, fail, message) => {
      const visit = await site.open();
      const { page } = visit;
      await page.route('**/v1/stats/year', fail);
      await page.goto('/year');

      await alertOn(visit).getByText(message).waitFor();
      // A retry that fails shows the message again.
      const answer = page.waitForEvent('request', (request) => request.url().endsWith('/v1/stats/year'));
      await page.getByRole('button', { name: 'Try again' }).click();
      await answer;
      await alertOn(visit).getByText(message).waitFor();
      await page.unrouteAll();
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('table').waitFor();
    });

    it('shows a search error at the field and finds companies after a retry', async () => {
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

  describe('A page with a slow document', () => {
    it.each(PAGES)('shows that it is loading: %s', async (path, document) => {
      const { page, log } = await site.open();
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

      expect(log.faults).toEqual([]);
    });
  });
}

/** Returns the faults except those of the document whose request the test let fail. */
const othersThan = (document: string, { faults }: FaultLog): string[] =>
  faults.filter((fault) => !fault.includes(document));
