import { describe, expect, it } from 'vitest';
import { SOURCE_FILES } from '../../model/data/source-files.ts';
import type { Company, Measures, Years } from '../../site/src/api/documents.ts';
import { genreReleases, genreTotals } from '../../site/src/format/genre-releases.ts';
import { genreCounts, hasFewMovies, lastKnownYears, sampleSize } from '../../site/src/format/genres.ts';
import { figure, figureInFull, known } from '../../site/src/format/measures.ts';
import { reasonInWords, reasonTotals } from '../../site/src/format/reasons.ts';
import { coverage } from '../../site/src/format/sentences.ts';

const NOTHING: Measures = {
  movie_count: 3,
  movies_with_budget: 0,
  movies_with_revenue: 0,
  movies_with_both: 0,
  total_budget: 0,
  total_revenue: 0,
  total_profit: 0,
  known_profit: 0,
  average_popularity: null,
  average_vote: null,
};
const plain = (text: string | undefined) => text?.replaceAll('\u00a0', ' ');

describe('A measure', () => {
  it('is unknown for a sum or average over no movies, and counts are always known', () => {
    const names = Object.keys(NOTHING) as (keyof Measures)[];
    expect(names.filter((name) => known(NOTHING, name) !== undefined)).toEqual([
      'movie_count',
      'movies_with_budget',
      'movies_with_revenue',
      'movies_with_both',
    ]);
  });

  it('is known if one movie has a value, including 0', () => {
    const evens: Measures = {
      ...NOTHING,
      movies_with_budget: 1,
      movies_with_revenue: 1,
      movies_with_both: 1,
    };
    expect(known(evens, 'known_profit')).toBe(0);
    expect(known({ ...evens, movies_with_both: 0 }, 'known_profit')).toBeUndefined();
    expect(known({ ...NOTHING, movies_with_budget: 1, total_profit: -5 }, 'total_profit')).toBe(-5);
    expect(known({ ...NOTHING, average_vote: 0 }, 'average_vote')).toBe(0);
  });

  it('is formatted by kind, with the full value where it is rounded', () => {
    expect([plain(figure('money', 1.25e9)), figureInFull('money', 1.25e9)]).toEqual([
      '$1.3 bn',
      '$1,250,000,000',
    ]);
    expect([figure('count', 1234), figureInFull('count', 1234)]).toEqual(['1,234', undefined]);
    expect([figure('popularity', 4.360378), figureInFull('popularity', 4.360378)]).toEqual([
      '4.36',
      '4.360378',
    ]);
    expect(figure('vote', 6.904566)).toBe('6.9');
    expect(figure('ratio', 3.3168)).toBe('3.32×');
  });

  it('has a sentence that states for how many movies it is known', () => {
    expect(
      plain(coverage({ ...NOTHING, movie_count: 14, movies_with_budget: 4, movies_with_revenue: 2 })),
    ).toBe('The budget is known for 4 of 14 movies, the revenue for 2, and both for 0.');
    expect(coverage(NOTHING)).toBe('No budget or revenue is known.');
  });
});

const entry = (year: number | null, slug: string | null): Years['years'][number] => {
  const genre = {
    id: 1,
    slug: slug ?? '',
    name: slug?.toUpperCase() ?? '',
    average_popularity: 1,
    movie_count: 3,
  };
  return { ...NOTHING, year, most_popular_genre: slug === null ? null : genre };
};

describe('The most popular genres', () => {
  const years = [entry(1990, 'b'), entry(1991, 'a'), entry(1992, 'b'), entry(1993, null), entry(null, 'a')];

  it('are counted over the known release years', () => {
    expect(genreCounts(years)).toEqual([
      { name: 'B', slug: 'b', years: 2 },
      { name: 'A', slug: 'a', years: 1 },
    ]);
  });

  it('state their number of movies if the document has it', () => {
    const genre = { name: 'Drama', average_popularity: 1 };

    expect([plain(sampleSize({ ...genre, movie_count: 1234 })), sampleSize(genre)]).toEqual([
      'n = 1,234',
      '',
    ]);
    expect(hasFewMovies({ ...genre, movie_count: 9 })).toBe(true);
    expect(hasFewMovies({ ...genre, movie_count: 10 })).toBe(false);
    expect(hasFewMovies(genre)).toBe(false);
  });

  it('of the latest years are those of the last known years with a most popular genre', () => {
    expect(lastKnownYears(years, 2).map(({ year }) => year)).toEqual([1992, 1991]);
  });
});

describe('Releases by genre', () => {
  const genre = (slug: string, movie_count: number) => ({
    id: 1,
    slug,
    name: slug.toUpperCase(),
    movie_count,
  });
  const year = (
    value: number | null,
    genres: Company['years'][number]['genres'],
  ): Company['years'][number] => ({
    ...NOTHING,
    year: value,
    genres,
  });
  const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

  it('are listed for the six most frequent genres and never summed over genres', () => {
    const years = [
      year(
        1990,
        many.map((slug, index) => genre(slug, 10 - index)),
      ),
      year(1991, [genre('h', 1), genre('b', 2)]),
      year(null, [genre('h', 1)]),
    ];
    const releases = genreReleases(years);

    expect(genreTotals(years).map(({ slug, count }) => `${slug}${count}`)).toEqual([
      'b11',
      'a10',
      'c8',
      'd7',
      'e6',
      'f5',
      'h5',
      'g4',
    ]);
    expect(releases).toEqual([
      { year: 1990, name: 'B', count: 9 },
      { year: 1991, name: 'B', count: 2 },
      { year: 1990, name: 'A', count: 10 },
      { year: 1990, name: 'C', count: 8 },
      { year: 1990, name: 'D', count: 7 },
      { year: 1990, name: 'E', count: 6 },
      { year: 1990, name: 'F', count: 5 },
    ]);
  });
});

describe('Reasons of quarantine', () => {
  it('are summed over the months, most rows first', () => {
    const months = [{ budget: 1, id: 2 }, { budget: 4 }].map((movies_metadata) => ({
      reasons: { movies_metadata },
    }));
    expect(reasonTotals(months)).toEqual([
      { code: 'budget', rows: 5 },
      { code: 'id', rows: 2 },
    ]);
  });

  it('have a description for every validated column and a default for others', () => {
    const faulty = SOURCE_FILES.flatMap(({ cells = {} }) =>
      Object.entries(cells).flatMap(([column, { read }]) => (read('?') === undefined ? [column] : [])),
    );
    expect(faulty.length).toBeGreaterThan(10);
    for (const code of ['column_count', ...faulty]) {
      expect(reasonInWords(code), code).not.toMatch(/^The value of the column/);
    }
    expect(reasonInWords('new_column')).toBe('The value of the column new_column is invalid');
  });
});
