import { type Literal, readLiteral } from './literal.ts';
import { readNumber, readWhole } from './numbers.ts';

/** An entry of a genres or production_companies cell. */
export interface Named {
  readonly id: bigint;
  readonly name: string;
}

/** What an accepted row says. Numbers are in billionths. */
export interface Movie {
  readonly id: bigint;
  readonly title: string | null;
  readonly releaseDate: string | null;
  readonly year: bigint | null;
  readonly budget: bigint | null;
  readonly revenue: bigint | null;
  readonly popularity: bigint | null;
  readonly voteAverage: bigint | null;
  readonly voteCount: bigint | null;
  /** As written: an id may come twice. */
  readonly genres: readonly Named[];
  readonly companies: readonly Named[];
  readonly runtime: bigint | null;
  readonly adult: boolean | null;
  readonly video: boolean | null;
  readonly collection: Named | null;
  /** As written: a code may come twice. */
  readonly countries: readonly string[];
  readonly languages: readonly string[];
  /** The columns that hold any text. */
  readonly texts: Readonly<Record<(typeof TEXTS)[number], string | null>>;
}

/** Every column that the tables read. */
export const COLUMNS = [
  ...['adult', 'belongs_to_collection', 'budget', 'genres', 'homepage', 'id', 'imdb_id', 'original_language'],
  ...[
    'original_title',
    'overview',
    'popularity',
    'poster_path',
    'production_companies',
    'production_countries',
  ],
  ...['release_date', 'revenue', 'runtime', 'spoken_languages', 'status', 'tagline', 'title', 'video'],
  ...['vote_average', 'vote_count'],
] as const;
export type ColumnName = (typeof COLUMNS)[number];

/** The columns that hold any text, but the title. */
export const TEXTS = [
  ...['homepage', 'imdb_id', 'original_language', 'original_title', 'overview', 'poster_path', 'status'],
  'tagline',
] as const;

/** A cell by column name. */
export type Cells = Readonly<Record<ColumnName, string>>;

/** Thrown by a reader whose cell is faulty. */
class Faulty extends Error {}

const isBlank = (text: string): boolean => text.trim() === '';

function need<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Faulty();
  return value;
}

const whole = (text: string): bigint => need(readWhole(text));
const decimal = (text: string): bigint => need(readNumber(text));

function movieId(text: string): bigint {
  if (!/^[0-9]{1,15}$/.test(text) || BigInt(text) === 0n) throw new Faulty();
  return BigInt(text);
}

function flag(text: string): boolean {
  if (text !== 'True' && text !== 'False') throw new Faulty();
  return text === 'True';
}

function date(text: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (parts === null) throw new Faulty();
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > days[month - 1]!) throw new Faulty();
  return text;
}

function literal(text: string): Literal {
  try {
    return readLiteral(text);
  } catch {
    throw new Faulty();
  }
}

function entry(value: Literal): Map<unknown, Literal> {
  if (!(value instanceof Map)) throw new Faulty();
  return value;
}

function text(dict: Map<unknown, Literal>, key: string): string {
  const value = dict.get(key);
  if (typeof value !== 'string') throw new Faulty();
  return value;
}

/** Ids keep to the 15 digits of the id column. */
const MAX_ID = 10n ** 15n;

function named(value: Literal): Named {
  const dict = entry(value);
  const id = dict.get('id');
  if (typeof id !== 'bigint' || id <= 0n || id >= MAX_ID) throw new Faulty();
  return { id, name: text(dict, 'name') };
}

/** Reads a list cell whose entries must each be as `read` says; `None` has no entries. */
const listOf =
  <Item>(read: (value: Literal) => Item) =>
  (cell: string): Item[] => {
    const value = literal(cell);
    if (value === null) return [];
    if (!Array.isArray(value)) throw new Faulty();
    return value.map(read);
  };

const coded = (key: string) =>
  listOf((value) => {
    text(entry(value), 'name');
    return text(entry(value), key);
  });

function collection(cell: string): Named | null {
  const value = literal(cell);
  return value === null ? null : named(value);
}

/** Judges a row: the movie, or the sorted reason codes for which it is quarantined. */
export function validateRow(cells: Cells): Movie | string[] {
  const reasons: string[] = [];

  function read<Value>(column: ColumnName, reader: (text: string) => Value): Value | null {
    const cell = cells[column];
    if (isBlank(cell) && column !== 'id') return null;
    try {
      return reader(cell);
    } catch (error) {
      if (!(error instanceof Faulty)) throw error;
      reasons.push(column);
      return null;
    }
  }

  const id = read('id', movieId);
  const releaseDate = read('release_date', date);
  const movie = {
    title: read('title', (cell) => cell),
    releaseDate,
    year: releaseDate === null ? null : BigInt(releaseDate.slice(0, 4)),
    budget: read('budget', whole),
    revenue: read('revenue', whole),
    popularity: read('popularity', decimal),
    voteAverage: read('vote_average', decimal),
    voteCount: read('vote_count', whole),
    genres: read('genres', listOf(named)) ?? [],
    companies: read('production_companies', listOf(named)) ?? [],
    runtime: read('runtime', decimal),
    adult: read('adult', flag),
    video: read('video', flag),
    collection: read('belongs_to_collection', collection),
    countries: read('production_countries', coded('iso_3166_1')) ?? [],
    languages: read('spoken_languages', coded('iso_639_1')) ?? [],
    texts: Object.fromEntries(
      TEXTS.map((column) => [column, read(column, (cell) => cell)]),
    ) as Movie['texts'],
  };

  return id === null || reasons.length > 0 ? reasons.toSorted() : { id, ...movie };
}
