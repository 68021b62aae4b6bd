import { DOWNLOADS, type DownloadName } from '../../model/api/downloads.ts';
import genresCurrent from '../../model/data/sql/genres_current.sql';
import moviesCurrent from '../../model/data/sql/movies_current.sql';
import productionCompaniesCurrent from '../../model/data/sql/production_companies_current.sql';
import type { StatisticName } from '../../model/data/statistics.ts';
import companyYear from './sql/company_year.sql';
import companyYearGenre from './sql/company_year_genre.sql';
import genreYear from './sql/genre_year.sql';
import genres from './sql/genres.sql';
import measures from './sql/measures.sql';
import moviesMetadata from './sql/movies_metadata.sql';
import productionCompanies from './sql/production_companies.sql';
import year from './sql/year.sql';

/** The statistics that the flat tables are made from. */
export const STATISTICS_READ = [
  'years',
  'genres',
  'genre_years',
  'companies',
  'company_years',
  'company_year_genres',
] as const satisfies readonly StatisticName[];

/** The views of the current rows by their names in the queries. */
export const CURRENT: Readonly<Record<string, string>> = {
  movies_current: moviesCurrent,
  genres_current: genresCurrent,
  production_companies_current: productionCompaniesCurrent,
};

const SQL: Readonly<Record<DownloadName, string>> = {
  year,
  genre_year: genreYear,
  company_year: companyYear,
  company_year_genre: companyYearGenre,
  movies_metadata: moviesMetadata,
  genres,
  production_companies: productionCompanies,
};

/** Every table's query over the statistics and the current rows. Rows and columns can have any order. */
export const QUERIES: Readonly<Record<DownloadName, string>> = Object.fromEntries(
  DOWNLOADS.map(({ name, columns }) => {
    const own = columns.map((column) => column.name).filter((column) => column !== 'ingest_month');
    const sql = SQL[name]
      .replaceAll('{{measures}}', measures.trimEnd())
      .replaceAll('{{columns}}', own.join(', '));
    return [name, sql];
  }),
) as Record<DownloadName, string>;
