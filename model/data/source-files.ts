import { z } from 'zod';
import * as cells from './cells.ts';

/** The readers of `movies_metadata.csv`, by column. */
const movieCells = {
  adult: cells.flag,
  belongs_to_collection: cells.collection,
  budget: cells.wholeNumberCell,
  genres: cells.namedIds,
  homepage: cells.text,
  id: cells.identifier,
  imdb_id: cells.text,
  original_language: cells.text,
  original_title: cells.text,
  overview: cells.text,
  popularity: cells.numberCell,
  poster_path: cells.text,
  production_companies: cells.namedIds,
  production_countries: cells.codes('iso_3166_1'),
  release_date: cells.date,
  revenue: cells.wholeNumberCell,
  runtime: cells.numberCell,
  spoken_languages: cells.codes('iso_639_1'),
  status: cells.text,
  tagline: cells.listedText,
  title: cells.listedText,
  video: cells.flag,
  vote_average: cells.numberCell,
  vote_count: cells.wholeNumberCell,
};

/** The values of an accepted row. */
type RecordOf<Cells> = {
  [Column in keyof Cells]: Cells[Column] extends cells.Cell<infer Value> ? Value : never;
};
export type MovieRecord = RecordOf<typeof movieCells>;

/** A row of `movies_metadata.csv` as a zod schema, made from the same readers. */
export const movieRecord = z.object(
  Object.fromEntries(
    Object.entries(movieCells).map(([column, cell]) => [
      column,
      cells.cellSchema(cell as cells.Cell<unknown>),
    ]),
  ),
) as unknown as z.ZodType<MovieRecord>;

/** A file of the dataset. */
export interface SourceFile {
  readonly name: string;
  /** Whether every drop must contain it. */
  readonly required: boolean;
  /** The readers of the columns that the tables need. A file without them is copied and hashed only. */
  readonly cells?: Readonly<Record<string, cells.Cell<unknown>>>;
  readonly description: string;
}

/** The one required file of a drop, which the statistics are computed from. */
export const MOVIES_FILE = 'movies_metadata.csv';

/** The files of the dataset. A drop's other files are copied and reported, never parsed. */
export const SOURCE_FILES: readonly SourceFile[] = [
  {
    name: MOVIES_FILE,
    required: true,
    cells: movieCells,
    description: 'One row per movie: money, dates, popularity, votes, genres, companies.',
  },
  { name: 'credits.csv', required: false, description: 'Cast and crew of every movie.' },
  { name: 'keywords.csv', required: false, description: 'Plot keywords of every movie.' },
  { name: 'links.csv', required: false, description: 'Ids of every movie at other services.' },
  { name: 'links_small.csv', required: false, description: 'Links of a small subset of the movies.' },
  { name: 'ratings.csv', required: false, description: "Every user's ratings." },
  { name: 'ratings_small.csv', required: false, description: 'Ratings of a small subset of the users.' },
];

/** The dataset's file with this name; undefined for any other file. */
export function sourceFile(name: string): SourceFile | undefined {
  return SOURCE_FILES.find((file) => file.name === name);
}

/** Whether a file or folder has the name of one of the dataset's files, plain or gzipped. */
export const isDatasetFile = (name: string): boolean => sourceFile(name.replace(/\.gz$/, '')) !== undefined;
