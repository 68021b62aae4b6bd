import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Site } from './site.ts';

type Figures = Readonly<Record<string, number | null>>;
interface Entry extends Figures {
  readonly id: number;
}
type Document = Readonly<Record<string, readonly (Figures & { readonly slug?: string })[]>>;

/** The measures of the headline figures by title. */
const HEADLINES = {
  Movies: 'movie_count',
  Revenue: 'total_revenue',
  Budget: 'total_budget',
  'Known profit': 'known_profit',
  'Average popularity': 'average_popularity',
  'Average vote': 'average_vote',
} as const;

/** The columns of a table of groups. Each has a measure and the number of movies that it is computed from. */
const COLUMNS = {
  Movies: ['movie_count', 'movie_count'],
  Revenue: ['total_revenue', 'movies_with_revenue'],
  Budget: ['total_budget', 'movies_with_budget'],
  'Known profit': ['known_profit', 'movies_with_both'],
  'Both known': ['movies_with_both', 'movie_count'],
  Popularity: ['average_popularity', 'movie_count'],
  Vote: ['average_vote', 'movie_count'],
} as const;

/** Tables of groups: page, caption, document, list in the document, and the path of an entry's page. */
const TABLES = [
  ['/year', 'Movies, money and popularity by release year', '/v1/stats/year', 'years', 'year'],
  ['/decade', 'Movies, money and popularity by decade', '/v1/stats/decade', 'decades', 'decade'],
  ['/decade/1990', 'Release years of the 1990s', '/v1/stats/decade/1990', 'years', 'year'],
  ['/genre', 'Movies, money and popularity by genre', '/v1/stats/genre', 'genres', 'genre'],
  ['/company', 'Production companies by revenue, page 1 of 1', '/v1/stats/company', 'companies', 'company'],
  ['/year/1995', 'Genres, 1995', '/v1/stats/year/1995', 'genres', 'genre'],
  [
    '/genre/drama',
    'Production companies with the highest revenue, Drama',
    '/v1/stats/genre/drama',
    'companies',
    'company',
  ],
] as const;

interface Row {
  readonly href: string | null;
  readonly values: readonly (string | null)[];
}

/** Reads the rows of a table by the link in each: the figures by column, null for unknown. */
async function rowsOf(table: Locator): Promise<ReadonlyMap<string | null, Figures>> {
  const titles = await table.getByRole('columnheader').allInnerTexts();
  const rows = await table.locator('tbody tr').evaluateAll((all): Row[] =>
    all.map((row) => ({
      href: row.querySelector('a')?.getAttribute('href') ?? null,
      values: [...row.children].map((cell) => cell.querySelector('data')?.getAttribute('value') ?? null),
    })),
  );
  const figures = ({ values }: Row) =>
    values.map((value, index) => [titles[index]!.trim(), value === null ? null : Number(value)] as const);
  return new Map(rows.map((row) => [row.href, Object.fromEntries(figures(row))]));
}

/** Returns the expected figures of a group's row. Sums over no movies are null. */
const shownOf = (group: Figures): Figures =>
  Object.fromEntries(
    Object.entries(COLUMNS).map(([title, [field, over]]) => [
      title,
      group[over] === 0 ? null : group[field]!,
    ]),
  );

const tableOn = (page: Page, name: string): Locator => page.getByRole('table', { name, exact: true });

/** Tests that pages show the figures of the API. */
export function describeFigures(site: Site): void {
  describe('The figures', () => {
    it.each([
      ['/', '/v1/stats'],
      ['/year/1995', '/v1/stats/year/1995'],
      ['/decade/1990', '/v1/stats/decade/1990'],
      ['/genre/drama', '/v1/stats/genre/drama'],
      ['/company/4', '/v1/stats/company/4'],
    ])('at the top of %s equal those of %s', async (path, document) => {
      const { page, goto } = await site.open();
      const group = await site.json<Figures>(document);
      await goto(path);

      for (const [name, field] of Object.entries(HEADLINES)) {
        const fact = page.locator('dl > div', { has: page.getByText(name, { exact: true }) });
        const value = await fact.locator('data').first().getAttribute('value');
        expect({ name, value: Number(value) }).toEqual({ name, value: group[field] });
      }
    });

    it.each(TABLES)(
      'on %s in the table “%s” equal those of %s',
      async (path, caption, document, list, kind) => {
        const { page, goto } = await site.open();
        const { [list]: groups } = await site.json<Document>(document);
        await goto(path);
        const shown = await rowsOf(tableOn(page, caption));

        expect(shown.size).toBeGreaterThanOrEqual(Math.min(groups!.length, 10));
        const expected = new Map(
          groups!.map((group) => [
            group[kind] === null ? '/year/unknown' : `/${kind}/${group.slug ?? group[kind] ?? group.id}`,
            shownOf(group),
          ]),
        );
        for (const [href, figures] of shown) {
          expect({ href, ...figures }).toMatchObject({ href, ...expected.get(href!) });
        }
      },
    );

    it('of a ranking are in the order of the document', async () => {
      const { page, goto } = await site.open();
      const { entries } = await site.json<{ entries: readonly (Entry & { value: number })[] }>(
        '/v1/stats/ranking/company/known-profit',
      );
      await goto('/ranking/company/known-profit');
      const shown = await rowsOf(page.getByRole('table'));

      expect([...shown].map(([href, row]) => [href, row['Known profit']])).toEqual(
        entries.slice(0, 50).map(({ id, value }) => [`/company/${id}`, value]),
      );
    });

    it('of movies on a year’s page equal those of the year’s document', async () => {
      const { page, goto } = await site.open();
      const { movies } = await site.json<{ movies: readonly { title: string; revenue: number }[] }>(
        '/v1/stats/year/1995',
      );
      await goto('/year/1995');
      const rows = tableOn(page, 'Movies with the highest revenue, 1995').locator('tbody tr');
      const first = movies.slice(0, 10);

      expect(await rows.locator('th').allInnerTexts()).toEqual(first.map(({ title }) => title));
      const revenues = await rows
        .locator('td:nth-child(3) data')
        .evaluateAll((all) => all.map((each) => Number(each.getAttribute('value'))));
      expect(revenues).toEqual(first.map(({ revenue }) => revenue));
    });

    it('of months on the status page equal those of the status document, newest first', async () => {
      const { page, goto } = await site.open();
      const { months } = await site.json<{ months: readonly Figures[] }>('/v1/status');
      await goto('/status');
      const rows = tableOn(page, 'Rows of movies_metadata.csv by ingest month').locator('tbody tr');
      const values = await rows.evaluateAll((all) =>
        all.map((row) => [...row.querySelectorAll('data')].map((each) => Number(each.getAttribute('value')))),
      );

      expect(values).toEqual(
        months
          .toReversed()
          .map(({ read, accepted, quarantined, duplicates }) => [read, accepted, quarantined, duplicates]),
      );
    });
  });
}
