import type {
  GenreDocument,
  GenresDocument,
  IndexDocument,
  StatsDocument,
  StatusDocument,
  YearDocument,
  YearsDocument,
} from '../../model/api/documents.ts';
import { ALL_ENDPOINTS, ENDPOINTS } from '../../model/api/endpoints.ts';
import { MOVIES_FILE } from '../../model/data/source-files.ts';
import type { StatisticRows } from '../../model/data/statistics.ts';
import type { MonthCommit } from '../../model/runs/reports.ts';
import { type Genres, mostPopular } from './genres.ts';
import { measuresOf } from './measures.ts';

/** The rows for the documents of years and genres, which fit into memory. */
export type OverviewRows = {
  readonly [Name in
    | 'years'
    | 'genres'
    | 'genre_years'
    | 'genre_companies'
    | 'genre_movies'
    | 'year_companies'
    | 'year_movies']: readonly StatisticRows[Name][];
};

const companyEntry = (row: StatisticRows['year_companies'] | StatisticRows['genre_companies']) => ({
  id: row.id,
  name: row.name,
  ...measuresOf(row),
});

/** The list of all paths. */
export function indexDocument(): IndexDocument {
  return {
    title: 'Movie statistics',
    description: 'Budget, revenue, profit, popularity and releases by year, genre and production company.',
    paths: ALL_ENDPOINTS.map(({ path, summary, example }) => ({ path, summary, example })),
  };
}

/** The ingested months with their runs and row counts. */
export function statusDocument(
  commits: readonly MonthCommit[],
  movieCount: number,
  release: { run_id: string; published_at: string },
): StatusDocument {
  return {
    month: commits.at(-1)?.month ?? null,
    ...release,
    movie_count: movieCount,
    months: commits.map(({ month, run_id, files }) => {
      const { read, accepted, quarantined, duplicates, reasons } = files.find(
        ({ file }) => file === MOVIES_FILE,
      )!.counts!;
      return {
        month,
        run_id,
        read,
        accepted,
        quarantined,
        duplicates,
        reasons: { movies_metadata: reasons },
      };
    }),
  };
}

/** The measures over all movies. */
export function statsDocument(totals: StatisticRows['totals']): StatsDocument {
  return {
    ...measuresOf(totals),
    year_count: totals.year_count,
    genre_count: totals.genre_count,
    company_count: totals.company_count,
    links: {
      years: ENDPOINTS.years.path,
      decades: ENDPOINTS.decades.path,
      genres: ENDPOINTS.genres.path,
      companies: ENDPOINTS.companies.path,
      rankings: ENDPOINTS.rankings.path,
      company_search: ENDPOINTS.companySearch.path,
      downloads: ENDPOINTS.downloads.path,
      status: ENDPOINTS.status.path,
      openapi: ENDPOINTS.openapi.path,
    },
  };
}

/** The document of every year, ascending. The document of movies without a release date is last. */
export function yearDocuments(rows: OverviewRows, genres: Genres): YearDocument[] {
  const genreYears = Map.groupBy(rows.genre_years, ({ year }) => year);
  const companies = Map.groupBy(rows.year_companies, ({ year }) => year);
  const movies = Map.groupBy(rows.year_movies, ({ year }) => year);
  return rows.years.map((row) => {
    const entries = (genreYears.get(row.year) ?? [])
      .map((genre) => ({ ...genres.name(genre.genre_id), ...measuresOf(genre) }))
      .sort(genres.byPopularity);
    return {
      year: row.year,
      ...measuresOf(row),
      most_popular_genre: mostPopular(entries),
      genres: entries,
      companies: (companies.get(row.year) ?? []).map(companyEntry),
      movies: movies.get(row.year) ?? [],
    };
  });
}

/** The list of all years. */
export function yearsDocument(years: readonly YearDocument[]): YearsDocument {
  return {
    years: years.map(({ genres: _, companies: __, movies: ___, most_popular_genre, ...year }) => ({
      ...year,
      most_popular_genre,
    })),
  };
}

/** Every genre's document, by name. */
export function genreDocuments(rows: OverviewRows, genres: Genres): GenreDocument[] {
  const years = Map.groupBy(rows.genre_years, ({ genre_id }) => genre_id);
  const companies = Map.groupBy(rows.genre_companies, ({ genre_id }) => genre_id);
  const movies = Map.groupBy(rows.genre_movies, ({ genre_id }) => genre_id);
  return rows.genres.map((row) => ({
    ...genres.name(row.id),
    ...measuresOf(row),
    years: (years.get(row.id) ?? []).map((year) => ({ year: year.year, ...measuresOf(year) })),
    companies: (companies.get(row.id) ?? []).map(companyEntry),
    movies: movies.get(row.id) ?? [],
  }));
}

/** The list of all genres. */
export function genresDocument(genres: readonly GenreDocument[]): GenresDocument {
  return { genres: genres.map(({ years: _, companies: __, movies: ___, ...genre }) => genre) };
}
