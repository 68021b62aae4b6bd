import type { NamedId } from './cells.ts';
import { MOVIES_FILE, type MovieRecord } from './source-files.ts';

/** SQL types that DuckDB, Athena, Trino and Spark share. Decimals are below 10^15 and have nine decimal places. */
export type ColumnType = 'bigint' | 'decimal(25,9)' | 'date' | 'boolean' | 'string' | 'array<string>';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly description: string;
}

/** A value in a table's JSON rows. */
export type RowValue = string | number | boolean | null | readonly string[];
/** A row by column name, without {@link LINEAGE_COLUMNS}, which normalize adds. */
export type Row = Readonly<Record<string, RowValue>>;

/** A normalized table. */
export interface Table {
  readonly name: string;
  /** The file of its rows. */
  readonly source: string;
  readonly description: string;
  /** All columns in order, {@link LINEAGE_COLUMNS} first. */
  readonly columns: readonly Column[];
  /** The table's rows for one accepted source row. */
  readonly rows: (record: MovieRecord) => readonly Row[];
}

const column = (name: string, type: ColumnType, description: string): Column => ({ name, type, description });

/** The first columns of every table: the origin of a row. */
export const LINEAGE_COLUMNS: readonly Column[] = [
  column('run_id', 'string', 'The run that wrote the row.'),
  column('source_row', 'bigint', "The record's number in its file, from 1, the header not counted."),
];

/** Partition columns, whose values are in the names of the folders and not in the rows. */
export const PARTITION_COLUMNS: readonly Column[] = [
  column('ingest_year', 'string', 'Year of the ingest month, four digits.'),
  column('ingest_month', 'string', 'Month of the ingest month, two digits.'),
];

/** Decimals of up to 15 digits are exact as JSON numbers; longer ones are strings. */
const decimal = (text: string | null): string | number | null =>
  text !== null && text.replace('.', '').length <= 15 ? Number(text) : text;

const named = (columns: string): readonly Column[] => [
  ...LINEAGE_COLUMNS,
  column('id', 'bigint', `The ${columns}'s id in the dataset.`),
  column('name', 'string', `The ${columns}'s name as this row gives it.`),
  column('movie_id', 'bigint', 'The movie.'),
];

const namedRows = (entries: readonly NamedId[], movieId: number): Row[] =>
  entries.map(({ id, name }) => ({ id, name, movie_id: movieId }));

export const TABLES: readonly Table[] = [
  {
    name: 'movies_metadata',
    source: MOVIES_FILE,
    description: 'One row per movie and ingest month.',
    columns: [
      ...LINEAGE_COLUMNS,
      column('id', 'bigint', "The movie's id in the dataset."),
      column('title', 'string', 'Title as released in English-speaking countries.'),
      column('imdb_id', 'string', "The movie's id at IMDb, such as tt0114709."),
      column('release_date', 'date', 'First release; its year is the movie’s year.'),
      column('budget', 'bigint', 'US dollars as given; 0 means unknown.'),
      column('revenue', 'bigint', 'US dollars as given; 0 means unknown.'),
      column('profit', 'bigint', 'revenue − budget, US dollars; null where either is null.'),
      column('popularity', 'decimal(25,9)', "TMDB's popularity score when the dataset was made."),
      column('runtime', 'decimal(25,9)', 'Minutes; 0 means unknown.'),
      column('vote_average', 'decimal(25,9)', 'Mean of the votes, 0 to 10.'),
      column('vote_count', 'bigint', 'Number of votes.'),
      column('status', 'string', 'Released, Rumored, Post Production, …'),
      column('original_language', 'string', 'ISO 639-1 code.'),
      column('original_title', 'string', 'Title in the original language.'),
      column('adult', 'boolean', 'Whether it is an adult movie.'),
      column('video', 'boolean', 'Whether it is a video rather than a movie.'),
      column('poster_path', 'string', "Path of the poster at TMDB's image server."),
      column('homepage', 'string', "The movie's own page."),
      column('overview', 'string', 'A summary of the plot.'),
      column('tagline', 'string', 'The line on the poster.'),
      column('collection_id', 'bigint', 'The series that the movie belongs to.'),
      column('collection_name', 'string', "The series' name."),
      column('production_countries', 'array<string>', 'ISO 3166-1 codes.'),
      column('spoken_languages', 'array<string>', 'ISO 639-1 codes.'),
    ],
    rows: (movie) => [
      {
        id: movie.id,
        title: movie.title,
        imdb_id: movie.imdb_id,
        release_date: movie.release_date,
        budget: movie.budget,
        revenue: movie.revenue,
        profit: movie.budget === null || movie.revenue === null ? null : movie.revenue - movie.budget,
        popularity: decimal(movie.popularity),
        runtime: decimal(movie.runtime),
        vote_average: decimal(movie.vote_average),
        vote_count: movie.vote_count,
        status: movie.status,
        original_language: movie.original_language,
        original_title: movie.original_title,
        adult: movie.adult,
        video: movie.video,
        poster_path: movie.poster_path,
        homepage: movie.homepage,
        overview: movie.overview,
        tagline: movie.tagline,
        collection_id: movie.belongs_to_collection?.id ?? null,
        collection_name: movie.belongs_to_collection?.name ?? null,
        production_countries: movie.production_countries,
        spoken_languages: movie.spoken_languages,
      },
    ],
  },
  {
    name: 'genres',
    source: MOVIES_FILE,
    description: 'One row per movie and genre.',
    columns: named('genre'),
    rows: (movie) => namedRows(movie.genres, movie.id),
  },
  {
    name: 'production_companies',
    source: MOVIES_FILE,
    description: 'One row per movie and production company.',
    columns: named('company'),
    rows: (movie) => namedRows(movie.production_companies, movie.id),
  },
];

/** The tables that are made from a file. */
export function tablesOf(file: string): readonly Table[] {
  return TABLES.filter((table) => table.source === file);
}
