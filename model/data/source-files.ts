import { z } from 'zod';
import * as cells from './cells.ts';

/** What `movies_metadata.csv` has in each column: one check a column, by its name. */
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
  tagline: cells.text,
  title: cells.text,
  video: cells.flag,
  vote_average: cells.numberCell,
  vote_count: cells.wholeNumberCell,
};

/** The values of a row whose cells are read so. */
type RecordOf<Cells> = {
  [Column in keyof Cells]: Cells[Column] extends cells.Cell<infer Value> ? Value : never;
};
export type MovieRecord = RecordOf<typeof movieCells>;

/** A row of `movies_metadata.csv` as a zod schema, made from the same checks. */
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
  /** Whether every drop must have it. */
  readonly required: boolean;
  /** The check of each column that the tables need; a file without any is copied and hashed, and no table reads it. */
  readonly cells?: Readonly<Record<string, cells.Cell<unknown>>>;
  readonly description: string;
}

/** The file that every drop must have: the one that the statistics are made from. */
export const MOVIES_FILE = 'movies_metadata.csv';

/** Every file that a drop may hold, by name. Others are copied and reported, never read. */
export const SOURCE_FILES: readonly SourceFile[] = [
  {
    name: MOVIES_FILE,
    required: true,
    cells: movieCells,
    description: 'One row a movie: money, dates, popularity, votes, genres, companies.',
  },
  { name: 'credits.csv', required: false, description: 'Cast and crew of every movie.' },
  { name: 'keywords.csv', required: false, description: 'Plot keywords of every movie.' },
  { name: 'links.csv', required: false, description: 'Ids of every movie at other services.' },
  { name: 'links_small.csv', required: false, description: 'Links of a small subset of the movies.' },
  { name: 'ratings.csv', required: false, description: "Every user's ratings." },
  { name: 'ratings_small.csv', required: false, description: 'Ratings of a small subset of the users.' },
];

/** The dataset's file of that name; undefined for any other file. */
export function sourceFile(name: string): SourceFile | undefined {
  return SOURCE_FILES.find((file) => file.name === name);
}
