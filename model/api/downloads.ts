import { type Column, type ColumnType, LINEAGE_COLUMNS, TABLES, type Table } from '../data/tables.ts';
import { measures } from './measures.ts';

/** The downloads: the content of each file and its licence. */

/** The file formats of every table. */
export const DOWNLOAD_FORMATS = ['csv', 'parquet'] as const;
export type DownloadFormat = (typeof DOWNLOAD_FORMATS)[number];

/** The media types: RFC 4180 defines the one of CSV, the Parquet project the other. */
export const MEDIA_TYPES: Readonly<Record<DownloadFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  parquet: 'application/vnd.apache.parquet',
};

/** Column types that SQL engines share. `decimal(38,0)` is for sums that exceed 64 bits. */
export const DOWNLOAD_TYPES = [
  'bigint',
  'decimal(38,0)',
  'decimal(25,9)',
  'double',
  'date',
  'boolean',
  'string',
  'array<string>',
] as const satisfies readonly (ColumnType | 'decimal(38,0)' | 'double')[];
export type DownloadType = (typeof DOWNLOAD_TYPES)[number];

export interface DownloadColumn {
  readonly name: string;
  readonly type: DownloadType;
  readonly unit: string | null;
  /** The meaning, including that of 0 and null if they are possible. */
  readonly description: string;
}

/** A table for download. */
export interface Download {
  readonly name: DownloadName;
  readonly title: string;
  readonly description: string;
  /** The columns that order and identify its rows, null last. */
  readonly key: readonly string[];
  readonly columns: readonly DownloadColumn[];
}

/** Every table, in the order of the document. */
export const DOWNLOAD_NAMES = [
  'year',
  'genre_year',
  'company_year',
  'company_year_genre',
  'movies_metadata',
  'genres',
  'production_companies',
] as const;
export type DownloadName = (typeof DOWNLOAD_NAMES)[number];

/** The tables that are made from committed parts; the others are made from the statistics. */
export const NORMALIZED_DOWNLOADS = [
  'movies_metadata',
  'genres',
  'production_companies',
] as const satisfies readonly DownloadName[];

/** Whether a table is one of {@link NORMALIZED_DOWNLOADS}. */
export function isNormalized(name: DownloadName): boolean {
  return (NORMALIZED_DOWNLOADS as readonly DownloadName[]).includes(name);
}

const DOLLARS = 'US dollars';
const MOVIES = 'movies';

/** Measures that are sums of money; a hostile file can make them exceed 64 bits. */
const MONEY = Object.keys(measures.shape).filter((name) => /^(total|known)_/.test(name));

function unitOfMeasure(name: string): string | null {
  if (MONEY.includes(name)) return DOLLARS;
  return name.startsWith('average_') ? null : MOVIES;
}

/** The flat block of measures with the API's descriptions. */
const MEASURES: readonly DownloadColumn[] = Object.entries(measures.shape).map(([name, schema]) => ({
  name,
  type: name.startsWith('average_') ? 'double' : 'bigint',
  unit: unitOfMeasure(name),
  description: schema.meta()!.description!,
}));

/** The names of {@link MEASURES} that are sums of money. */
export const MONEY_MEASURES: ReadonlySet<string> = new Set(MONEY);

const column = (
  name: string,
  type: DownloadType,
  description: string,
  unit: string | null = null,
): DownloadColumn => ({ name, type, unit, description });

const YEAR = column(
  'year',
  'bigint',
  "The release date's year, 1 to 9999; null for the movies without a release date.",
);
const genre = (name: string): DownloadColumn => column(name, 'bigint', "The genre's id in the dataset.");
const COMPANY_ID = column('company_id', 'bigint', "The production company's id in the dataset.");
const GENRE_NAME = column(
  'genre_name',
  'string',
  "The genre's name: the non-blank name that most current movies use; # and the id where every name is blank.",
);
const COMPANY_NAME = column(
  'company_name',
  'string',
  "The company's name: the non-blank name that most current movies use; # and the id where every name is blank.",
);

/** Units of the normalized tables' columns. */
const UNITS: Readonly<Record<string, string>> = {
  budget: DOLLARS,
  revenue: DOLLARS,
  profit: DOLLARS,
  runtime: 'minutes',
  vote_count: 'votes',
};
const NOTHING = 'Null if the dataset has no value.';
/** The meaning of null and 0 in columns of movies whose table description doesn't have it; others have {@link NOTHING}. */
const NULLS: Readonly<Record<string, string>> = {
  vote_average: `0 without votes. ${NOTHING}`,
  collection_id: 'Null if the movie is in no collection.',
  collection_name: 'Null if the movie is in no collection.',
  production_countries: 'Empty if the dataset has none. In CSV joined by |.',
  spoken_languages: 'Empty if the dataset has none. In CSV joined by |.',
};

function described(table: Table, { name, description }: Column): string {
  if (table.name !== 'movies_metadata')
    return name === 'name' ? `${description} It may be an empty text.` : description;
  return name === 'id' || /null/.test(description) ? description : `${description} ${NULLS[name] ?? NOTHING}`;
}

/** A normalized table's columns without the lineage columns, and the ingest month. */
function normalizedColumns(name: (typeof NORMALIZED_DOWNLOADS)[number]): DownloadColumn[] {
  const table = TABLES.find((each) => each.name === name)!;
  const lineage = new Set(LINEAGE_COLUMNS.map((each) => each.name));
  return [
    ...table.columns
      .filter((each) => !lineage.has(each.name))
      .map((each) => column(each.name, each.type, described(table, each), UNITS[each.name] ?? null)),
    column(
      'ingest_month',
      'string',
      'The ingest month (YYYY-MM) of this version of the movie; not a release date.',
    ),
  ];
}

const tables: Readonly<Record<DownloadName, Omit<Download, 'name'>>> = {
  year: {
    title: 'Every release year',
    description: 'One row per release year: the measures of its movies, and its most popular genre.',
    key: ['year'],
    columns: [
      YEAR,
      ...MEASURES,
      column(
        'most_popular_genre_id',
        'bigint',
        "The first of the year's genres by average popularity, then movie count, both descending, then name and id; null if no genre has an average.",
      ),
      column('most_popular_genre_name', 'string', 'The name of that genre; null if there is none.'),
      column(
        'most_popular_genre_average_popularity',
        'double',
        "Mean popularity of that genre's movies of the year, to six decimals; null if there is none.",
      ),
    ],
  },
  genre_year: {
    title: 'Every genre, year by year',
    description:
      'One row per genre and release year: the measures of their movies. A movie counts once in each of its genres.',
    key: ['genre_id', 'year'],
    columns: [genre('genre_id'), GENRE_NAME, YEAR, ...MEASURES],
  },
  company_year: {
    title: 'Every production company, year by year',
    description:
      'One row per production company and release year: the measures of their movies. A movie counts once in each of its companies.',
    key: ['company_id', 'year'],
    columns: [COMPANY_ID, COMPANY_NAME, YEAR, ...MEASURES],
  },
  company_year_genre: {
    title: "Every production company's releases by genre and year",
    description:
      'One row per production company, release year and genre: the number of movies. A movie counts once in each of its genres.',
    key: ['company_id', 'year', 'genre_id'],
    columns: [
      COMPANY_ID,
      COMPANY_NAME,
      YEAR,
      genre('genre_id'),
      GENRE_NAME,
      column('movie_count', 'bigint', "The company's movies of this genre released in the year.", MOVIES),
    ],
  },
  movies_metadata: {
    title: 'Every movie',
    description: 'One row per movie: its current version, from the newest ingest month that has it.',
    key: ['id'],
    columns: normalizedColumns('movies_metadata'),
  },
  genres: {
    title: 'The genres of every movie',
    description: 'One row per movie and genre, for joining with movies_metadata by movie_id = id.',
    key: ['movie_id', 'id'],
    columns: normalizedColumns('genres'),
  },
  production_companies: {
    title: 'The production companies of every movie',
    description:
      'One row per movie and production company, for joining with movies_metadata by movie_id = id.',
    key: ['movie_id', 'id'],
    columns: normalizedColumns('production_companies'),
  },
};

/** Every table, in the order of {@link DOWNLOAD_NAMES}. */
export const DOWNLOADS: readonly Download[] = DOWNLOAD_NAMES.map((name) => ({ name, ...tables[name] }));

/** The known licence terms. */
export const LICENCE = {
  name: 'CC0 1.0 (public domain dedication), as the dataset states it',
  url: 'https://creativecommons.org/publicdomain/zero/1.0/',
  text:
    'These tables are made from movies_metadata.csv of The Movies Dataset, which Rounak Banik publishes at ' +
    'https://www.kaggle.com/datasets/rounakbanik/the-movies-dataset under CC0. Its metadata were collected from the API of ' +
    'The Movie Database (TMDB), whose own terms ask for attribution: this product uses the TMDB API but is not endorsed or ' +
    "certified by TMDB. The dataset's user ratings come from GroupLens (MovieLens) under other terms; these tables don't contain " +
    'them. The computed figures add no terms.',
} as const;

/** What users of the files must know in addition to the columns. */
export const DOWNLOAD_NOTES: readonly string[] = [
  'A budget or revenue of 0 means unknown in this dataset. total_profit includes such movies; known_profit includes only movies with both above 0.',
  'Movies without a release date have the year null, which is an empty cell in CSV.',
  'Groups overlap: a movie counts once in each of its genres and once in each of its companies, so the sum of their rows is not the total of a year.',
  'Rows are in a fixed order and depend only on the data: the same data give the same bytes and the same path.',
  'Averages are divided once from exact sums and rounded half up to six decimals, as in the API.',
  'CSV is RFC 4180 in UTF-8 with a byte order mark, so that spreadsheets detect UTF-8; lines end in LF, because line tools and SQL engines read a CR as part of the last cell.',
  'In CSV null is an empty cell, and an empty text is two quotation marks ("").',
  "In CSV a text that begins with =, +, -, @, a tab or a carriage return has an apostrophe (') before it, so that no spreadsheet runs it as a formula. Numbers never have one, nor has Parquet.",
  'In CSV lists are joined by |; in Parquet they are lists.',
];
