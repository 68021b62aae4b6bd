import { movie } from '../../model/api/fields.ts';
import { COMPANIES_PER_PAGE, TOP_COMPANIES, TOP_MOVIES } from '../../model/api/limits.ts';
import genresCurrent from '../../model/data/sql/genres_current.sql';
import moviesCurrent from '../../model/data/sql/movies_current.sql';
import productionCompaniesCurrent from '../../model/data/sql/production_companies_current.sql';
import type { StatisticName } from '../../model/data/statistics.ts';
import { type ColumnType, LINEAGE_COLUMNS, PARTITION_COLUMNS, TABLES } from '../../model/data/tables.ts';
import companies from './sql/companies.sql';
import companyMeasures from './sql/company_measures.sql';
import companyMovies from './sql/company_movies.sql';
import companyPages from './sql/company_pages.sql';
import companyPlaces from './sql/company_places.sql';
import companyReleases from './sql/company_releases.sql';
import companyYearGenres from './sql/company_year_genres.sql';
import companyYearMeasures from './sql/company_year_measures.sql';
import companyYears from './sql/company_years.sql';
import decades from './sql/decades.sql';
import genreCompanies from './sql/genre_companies.sql';
import genreMovies from './sql/genre_movies.sql';
import genreYears from './sql/genre_years.sql';
import genres from './sql/genres.sql';
import measures from './sql/measures.sql';
import names from './sql/names.sql';
import totals from './sql/totals.sql';
import yearCompanies from './sql/year_companies.sql';
import yearMovies from './sql/year_movies.sql';
import years from './sql/years.sql';

const LINEAGE = [...LINEAGE_COLUMNS, ...PARTITION_COLUMNS].map(({ name }) => name);
const NAMED = [...LINEAGE, 'id', 'name', 'movie_id'];

/** The columns of movies_metadata that the measures are computed from. */
const MEASURED = [
  'id',
  'release_date',
  'budget',
  'revenue',
  'profit',
  'popularity',
  'vote_average',
  'vote_count',
];
/** The columns of a movie in a list. The schema of the API documents defines them. */
const LISTED = Object.keys(movie.shape);

/** The tables that the statistics read, and the columns that are loaded from each. */
export const TABLES_READ: Readonly<Record<string, readonly string[]>> = {
  movies_metadata: [...new Set([...LINEAGE, ...MEASURED, ...LISTED])],
  genres: NAMED,
  production_companies: NAMED,
};

/**
 * The SQL expression for the JSON value of a movie's column in a list. The query must name movies_current `m`. A decimal is cast to
 * text and then to a double, because text is rounded to the nearest double.
 * @throws Error for a name that is not a column of movies_metadata
 */
function listedColumn(name: string): string {
  const columns = TABLES.find((table) => table.name === 'movies_metadata')!.columns;
  const column = columns.find((each) => each.name === name);
  if (column === undefined)
    throw new Error(`The movie lists have ${name}, which is no column of movies_metadata.`);
  const sql: Partial<Record<ColumnType, string>> = {
    date: `cast(m.${name} as varchar)`,
    'decimal(25,9)': `cast(cast(m.${name} as varchar) as double)`,
  };
  return `${sql[column.type] ?? `m.${name}`} as ${name}`;
}

const INCLUDES: Readonly<Record<string, string>> = {
  measures,
  measure_columns: [...measures.matchAll(/ as (\w+),?$/gm)].map(([, name]) => name).join(', '),
  movie: LISTED.map(listedColumn).join(',\n  '),
  top_companies: String(TOP_COMPANIES),
  top_movies: String(TOP_MOVIES),
  companies_per_page: String(COMPANIES_PER_PAGE),
};

/** Replaces every `{{name}}` with a shared column list or limit. @throws Error for an unknown name */
function include(sql: string): string {
  return sql.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const text = INCLUDES[name];
    if (text === undefined) throw new Error(`{{${name}}} is neither a shared column list nor a limit.`);
    return text.trimEnd();
  });
}

/** All characters that ECMAScript's `trim` removes. SQL engines have different definitions of white space. */
const WHITE_SPACE = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code))
  .filter((character) => character.trim() === '')
  .join('');

/** The query for the names of the entities whose rows are in the table `entries`. */
function namesIn(entries: string): string {
  return names.replace('{{white_space}}', WHITE_SPACE).replace('{{entries}}', entries);
}

/** Tables that several statistics read, computed once in this order. */
export const INTERMEDIATES: Readonly<Record<string, string>> = {
  movies_current: moviesCurrent,
  genres_current: genresCurrent,
  production_companies_current: productionCompaniesCurrent,
  genre_names: namesIn('genres_current'),
  company_names: namesIn('production_companies_current'),
  company_releases: companyReleases,
  company_places: companyPlaces,
  company_measures: include(companyMeasures),
  company_year_measures: include(companyYearMeasures),
};

/** Every statistic's query over the tables and the intermediates. */
export const STATISTICS: Readonly<Record<StatisticName, string>> = {
  totals: include(totals),
  years: include(years),
  decades: include(decades),
  genres: include(genres),
  genre_years: include(genreYears),
  genre_companies: include(genreCompanies),
  genre_movies: include(genreMovies),
  year_companies: include(yearCompanies),
  year_movies: include(yearMovies),
  companies: include(companies),
  company_pages: include(companyPages),
  company_years: include(companyYears),
  company_year_genres: include(companyYearGenres),
  company_movies: include(companyMovies),
};
