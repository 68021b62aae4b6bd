import { beforeAll, describe, expect, it } from 'vitest';
import { monthSucceeds, serve, temporaryFolder } from '../e2e/commands.ts';
import { dropOf, optionsFor } from '../e2e/drops.ts';
import { csvOf, listCell, type Row } from '../reference/sample.ts';
import { axeViolations, overflowingElements } from './page-checks.ts';
import { NARROW, useSite } from './site.ts';

const dataDir = temporaryFolder();
const site = useSite(() => serve(dataDir));
const release = async (...rows: Row[]): Promise<void> => {
  await monthSucceeds(...optionsFor(dropOf('2026-10', csvOf(rows)), dataDir));
};

/** Pages with their text before the first release. */
const PAGES = [
  ['/', /No data has been published yet/],
  ['/year', /No data has been published yet/],
  ['/decade', /No data has been published yet/],
  ['/genre', /No data has been published yet/],
  ['/company', /No data has been published yet/],
  ['/company?q=a', /no company can be found/],
  ['/ranking', /No data has been published yet/],
  ['/downloads', /No data has been published yet/],
  ['/status', /No data has been published yet/],
  ['/year/1995', /was not found/],
  ['/year/unknown', /was not found/],
  ['/decade/1990', /was not found/],
  ['/genre/drama', /was not found/],
  ['/company/3', /was not found/],
  ['/ranking/year/total-revenue', /was not found/],
  ['/docs', /No data has been published yet/],
  ['/about', /About the figures/],
] as const;

describe('Before the first release', () => {
  it.each(PAGES)('%s shows that no data exists', async (path, message) => {
    const { page, log, goto } = await site.open({ viewport: NARROW });
    await goto(path);

    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.getByRole('main').innerText()).toMatch(message);
    expect(await axeViolations(page)).toEqual([]);
    expect(await overflowingElements(page)).toEqual([]);
    expect(log.faults.filter((fault) => !fault.includes('/v1'))).toEqual([]);
  });

  it('the overview shows the notice once', async () => {
    const { page, goto } = await site.open();
    await goto('/');

    await expect.poll(() => page.getByText('No data has been published yet').count()).toBe(1);
  });
});

describe('A release of one movie without year, genres, companies and money', () => {
  beforeAll(() => release({ id: '1', title: 'Alone' }));

  it.each([
    ['/', '1 movie'],
    ['/year', 'Unknown year'],
    ['/year/unknown', 'No movie of this release year has a genre'],
    ['/decade', 'Unknown year'],
    ['/genre', 'The data has no genres'],
    ['/company', 'no production companies'],
    ['/company?q=a', 'No company name contains'],
    ['/ranking', 'Rankings'],
    ['/ranking/year/total-revenue', 'No entry of the data'],
    ['/ranking/company/average-vote', 'No entry of the data'],
    ['/downloads', '1 row'],
    ['/docs', 'Reference'],
    ['/status', 'No month has quarantined rows'],
    ['/about', 'The measures'],
  ])('%s shows “%s” without errors', async (path, text) => {
    const { page, log, goto } = await site.open({ viewport: NARROW });
    await goto(path);
    await page.getByRole('main').getByText(text).first().waitFor();

    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.getByRole('main').innerText()).not.toMatch(/NaN|Infinity|undefined/);
    expect(await axeViolations(page)).toEqual([]);
    expect(await overflowingElements(page)).toEqual([]);
    expect(log.faults.filter((fault) => !fault.includes('/v1/stats/company/search/a'))).toEqual([]);
  });
});

describe('A release with markup in its names and a movie without votes', () => {
  const NAMES = [
    '</script><script>document.title=0</script>',
    '<img src=x onerror="document.title=0">',
    'Tom &amp; Jerry &lt;b&gt;',
    // A word that is longer than a line.
    `Films${'gesellschaft'.repeat(12)}`,
  ];

  beforeAll(() =>
    release(
      ...NAMES.map((name, index) => ({
        id: String(index + 1),
        title: `A movie ${name}`,
        release_date: '1995-05-06',
        budget: '1000000',
        revenue: String(9_000_000 - index),
        popularity: '3.5',
        vote_average: index === 0 ? '0' : '6.5',
        vote_count: index === 0 ? '0' : '10',
        genres: listCell([index + 1, `A genre ${name}`]),
        production_companies: listCell([index + 1, `A company ${name}`]),
      })),
    ),
  );

  it.each([
    ['/', ['genre']],
    ['/year', ['genre']],
    ['/year/1995', ['movie', 'genre', 'company']],
    ['/genre', ['genre']],
    ['/company', ['company']],
    ['/company?q=a', ['company']],
    ['/ranking/genre/total-revenue', ['genre']],
    ['/ranking/company/total-revenue', ['company']],
  ])('displays names as text on %s', async (path, kinds) => {
    const { page, log, goto } = await site.open({ viewport: NARROW });
    await goto(path);

    const text = await page.getByRole('main').innerText();
    for (const kind of kinds) {
      // The most popular genre is the first by code points. Every other list has all names.
      const names = ['/', '/year'].includes(path) ? NAMES.slice(0, 1) : NAMES;
      for (const name of names) expect(text).toContain(`A ${kind} ${name}`);
    }
    expect(await page.locator('img, main script').count()).toBe(0);
    expect(await page.title()).not.toBe('0');
    expect(await overflowingElements(page)).toEqual([]);
    expect(log.faults).toEqual([]);
  });

  it.each(NAMES.map((name, index) => [index + 1, name] as const))(
    'displays the name as text in the heading and the title of company %i: %s',
    async (id, name) => {
      const { page, log, goto } = await site.open({ viewport: NARROW });
      await goto(`/company/${id}`);

      expect(await page.locator('h1').innerText()).toBe(`A company ${name}`);
      expect(await page.title()).toBe(`A company ${name} · Movie statistics`);
      expect(await page.getByRole('main').innerText()).toContain(`A movie ${name}`);
      expect(await overflowingElements(page)).toEqual([]);
      expect(log.faults).toEqual([]);
    },
  );

  it('displays “no votes” for the movie without votes', async () => {
    const { page, goto } = await site.open();
    await goto('/year/1995');
    const votes = page
      .getByRole('table', { name: 'Movies with the highest revenue' })
      .locator('td:nth-child(7)');

    expect(await votes.allInnerTexts()).toEqual(['no votes', '6.5', '6.5', '6.5']);
  });

  it('displays the name of a genre as text in its heading', async () => {
    const { page, log, goto } = await site.open({ viewport: NARROW });
    const { genres } = await site.json<{ genres: { slug: string; name: string }[] }>('/v1/stats/genre');
    expect(genres).toHaveLength(NAMES.length);
    for (const { slug, name } of genres) {
      await goto(`/genre/${slug}`);
      expect(await page.locator('h1').innerText()).toBe(name);
      expect(await overflowingElements(page)).toEqual([]);
    }
    expect(log.faults).toEqual([]);
  });
});
