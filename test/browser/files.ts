import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Download, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Site } from './site.ts';
import { groupsOf, VIEWS } from './views.ts';

interface Downloads {
  readonly tables: readonly {
    readonly name: string;
    readonly files: readonly {
      readonly name: string;
      readonly path: string;
      readonly bytes: number;
      readonly sha256: string;
    }[];
  }[];
}

async function downloadBy(
  page: Page,
  click: () => Promise<void>,
): Promise<{ download: Download; body: Buffer }> {
  const event = page.waitForEvent('download');
  await click();
  const download = await event;
  return { download, body: readFileSync(await download.path()) };
}

/** Tests of the files that pages offer. */
export function describeFiles(site: Site): void {
  describe('The files of a page', () => {
    it('include JSON documents that exist, on every page', async () => {
      const { page, goto } = await site.open();
      const groups = await groupsOf(site);
      const documents = new Map<string, string>();
      for (const [, , path] of VIEWS) {
        await goto(path(groups));
        const links = page.locator('a[href^="/v1/"]');
        const hrefs = await links.evaluateAll((all) => all.map((each) => each.getAttribute('href')!));
        for (const href of hrefs) documents.set(href, path(groups));
      }

      expect(documents.size).toBeGreaterThanOrEqual(12);
      for (const [href, path] of documents) {
        const response = await fetch(site.url + href);
        expect({ path, href, status: response.status }).toEqual({ path, href, status: 200 });
        await response.json();
      }
    });

    it('include downloads with the listed names, sizes and hashes', async () => {
      const { page, log, goto } = await site.open();
      const { tables } = await site.json<Downloads>('/v1/downloads');
      await goto('/downloads');
      const files = tables.flatMap((table) => table.files);
      const shown = page.getByRole('main').locator('a[download]');
      const paths = await shown.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
      expect(paths).toEqual(files.map(({ path }) => path));

      // Browsers limit the number of simultaneous downloads to ten, so the test downloads two tables in both formats.
      for (const { name, path, bytes, sha256 } of [...files.slice(0, 2), ...files.slice(8, 10)]) {
        const link = page.locator(`a[href="${path}"]`);
        const { download, body } = await downloadBy(page, () => link.click());

        expect([download.suggestedFilename(), body.byteLength]).toEqual([name, bytes]);
        expect(createHash('sha256').update(body).digest('hex')).toBe(sha256);
      }
      expect(log.faults).toEqual([]);
    });

    it('include each table as CSV with all rows in the displayed order', async () => {
      const { page, goto } = await site.open();
      const { years } = await site.json<{ years: readonly { year: number | null; total_revenue: number }[] }>(
        '/v1/stats/year',
      );
      await goto('/year');
      const button = page.getByRole('button', { name: 'Download this table as CSV' });
      const { download, body } = await downloadBy(page, () => button.click());
      const lines = body.toString('utf8').trimEnd().split('\n');

      expect(download.suggestedFilename()).toBe('years.csv');
      expect(lines).toHaveLength(years.length + 1);
      expect(lines[1]!.split(',')[0]).toBe(String(years.findLast(({ year }) => year !== null)!.year));
    });

    it('include the ids of movies and companies in CSV', async () => {
      const { page, goto } = await site.open();
      const year =
        await site.json<Record<'movies' | 'companies', readonly { id: number }[]>>('/v1/stats/year/1995');
      await goto('/year/1995');
      for (const name of ['movies', 'companies'] as const) {
        const section = page.locator('section', { has: page.locator(`h2#${name}`) });
        const button = section.getByRole('button', { name: 'Download this table as CSV' });
        const { body } = await downloadBy(page, () => button.click());
        const [header, first] = body.toString('utf8').split('\n');

        expect(header).toMatch(/^\uFEFFid,/);
        expect(first!.split(',')[0]).toBe(String(year[name][0]!.id));
      }
    });
  });
}
