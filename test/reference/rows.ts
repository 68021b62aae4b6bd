import { type Literal, readLiteral } from './literal.ts';
import { readNumber, readWhole } from './numbers.ts';

/** An entry of a cell of genres or production_companies. */
export interface Named {
  readonly id: bigint;
  readonly name: string;
}

/** An accepted row. Decimals are in billionths. */
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
  /** As written: an id may occur twice. */
  readonly genres: readonly Named[];
  readonly companies: readonly Named[];
  readonly runtime: bigint | null;
  readonly adult: boolean | null;
  readonly video: boolean | null;
  readonly collection: Named | null;
  /** As written: a code may occur twice. */
  readonly countries: readonly string[];
  readonly languages: readonly string[];
  /** The columns of any text. */
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

/** The columns of any text. */
export const TEXTS = [
  ...['homepage', 'imdb_id', 'original_language', 'original_title', 'overview', 'poster_path', 'status'],
  'tagline',
] as const;

/** Cells by column name. */
export type Cells = Readonly<Record<ColumnName, string>>;

/** Thrown by the reader of an invalid cell. */
class InvalidCell extends Error {}

const isBlank = (text: string): boolean => text.trim() === '';

function valid<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new InvalidCell();
  return value;
}

const whole = (text: string): bigint => valid(readWhole(text));
const decimal = (text: string): bigint => valid(readNumber(text));

function movieId(text: string): bigint {
  if (!/^[0-9]{1,15}$/.test(text) || BigInt(text) === 0n) throw new InvalidCell();
  return BigInt(text);
}

function flag(text: string): boolean {
  if (text !== 'True' && text !== 'False') throw new InvalidCell();
  return text === 'True';
}

function date(text: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (parts === null) throw new InvalidCell();
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > days[month - 1]!) throw new InvalidCell();
  return text;
}

function literal(text: string): Literal {
  try {
    return readLiteral(text);
  } catch {
    throw new InvalidCell();
  }
}

function entry(value: Literal): Map<unknown, Literal> {
  if (!(value instanceof Map)) throw new InvalidCell();
  return value;
}

/** Names have at most 1,000 characters, so that lists of them fit into a document. */
function name(value: Literal | undefined): string {
  if (typeof value !== 'string') throw new InvalidCell();
  return limited(value, 1_000);
}

function limited(value: string, characters: number): string {
  if (Array.from(value).length > characters) throw new InvalidCell();
  return value;
}

function text(cell: string): string {
  if (cell.includes('\0')) throw new InvalidCell();
  return cell;
}

/** Titles and taglines are texts that movie lists contain: at most 10,000 characters. */
function listedText(cell: string): string {
  return limited(text(cell), 10_000);
}

/** Ids have at most 15 digits, as in the column id. */
const MAX_ID = 10n ** 15n;

function named(value: Literal): Named {
  const dict = entry(value);
  const id = dict.get('id');
  if (typeof id !== 'bigint' || id <= 0n || id >= MAX_ID) throw new InvalidCell();
  return { id, name: name(dict.get('name')) };
}

/** Reads a list cell, each entry by `read`; `None` and `null` have no entries. */
const listOf =
  <Item>(read: (value: Literal) => Item) =>
  (cell: string): Item[] => {
    const value = literal(cell);
    if (value === null) return [];
    if (!Array.isArray(value)) throw new InvalidCell();
    return value.map(read);
  };

const coded = (key: string) =>
  listOf((value) => {
    name(entry(value).get('name'));
    return name(entry(value).get(key));
  });

function collection(cell: string): Named | null {
  const value = literal(cell);
  return value === null ? null : named(value);
}

/**
 * Returns the movie of a valid row, and the sorted reason codes of any other. `invalid` are columns that no table reads and
 * whose cells have a text that cannot be stored.
 */
export function validateRow(cells: Cells, invalid: readonly string[] = []): Movie | string[] {
  const reasons = invalid.map((column) => column || '(unnamed column)');

  function read<Value>(column: ColumnName, reader: (text: string) => Value): Value | null {
    const cell = cells[column];
    if (isBlank(cell) && column !== 'id') return null;
    try {
      return reader(cell);
    } catch (error) {
      if (!(error instanceof InvalidCell)) throw error;
      reasons.push(column);
      return null;
    }
  }

  const id = read('id', movieId);
  const releaseDate = read('release_date', date);
  const movie = {
    title: read('title', listedText),
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
      TEXTS.map((column) => [column, read(column, column === 'tagline' ? listedText : text)]),
    ) as Movie['texts'],
  };

  return id === null || reasons.length > 0 ? reasons.toSorted() : { id, ...movie };
}
