import { z } from 'zod';
import { readLiteral } from './literals.ts';
import { pairReader } from './plain-pairs.ts';
import type { PythonValue } from './python-literal.ts';

/**
 * The readers of the dataset's cells. A reader returns a cell's value, or undefined for an invalid cell, whose row is
 * quarantined. A blank cell (empty or white space only) is null; nothing else is trimmed or guessed.
 */

/** Reads the cells of a column. A plain function rather than a schema, because it runs for every cell of every month. */
export interface Cell<Value> {
  /** A description of a valid cell, for messages. */
  readonly expected: string;
  /** Returns the cell's value; undefined for an invalid cell. */
  readonly read: (text: string) => Value | undefined;
}

/** A reader as a zod schema, whose issues contain {@link Cell.expected}. */
export function cellSchema<Value>({ expected, read }: Cell<Value>) {
  return z.string().transform((text, context): Value => {
    const value = read(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: `expected ${expected}` });
    return z.NEVER;
  });
}

/** A decimal in plain notation with at most nine decimals and no trailing zeros: exact, unlike a double. */
export type DecimalText = string;

/** An entry of a list cell. */
export interface NamedId {
  readonly id: number;
  readonly name: string;
}

const isBlank = (text: string): boolean => text === '' || text.trim() === '';

/** A reader that returns `blank` for a blank cell, and the result of `parse` for any other. */
function cell<Value, Blank>(
  expected: string,
  blank: Blank,
  parse: (text: string) => Value | undefined,
): Cell<Value | Blank> {
  return { expected, read: (text) => (isBlank(text) ? blank : parse(text)) };
}

/** Whether a raw cell has U+0000, which no column accepts. Lone surrogates cannot occur in it, because files are UTF-8. */
export const hasNul = (value: string): boolean => value.includes('\0');

/** Any text. */
export const text = cell('text', null, (value) => (hasNul(value) ? undefined : value));

/** The longest name in characters (code points), so that lists of names fit into a document of 5 MB. */
const MAX_NAME_LENGTH = 1_000;
/** The longest text of a movie list in characters: 20 movies with two such texts are 2.4 MB at six bytes a character. */
const MAX_LISTED_LENGTH = 10_000;

/** A text that movie lists contain, such as a title. */
export const listedText = cell('a text of at most 10,000 characters', null, (value) =>
  isAtMost(MAX_LISTED_LENGTH, value) && !hasNul(value) ? value : undefined,
);

/** A character is one or two UTF-16 code units, so the characters of most texts need not be counted. */
const isAtMost = (characters: number, value: string): boolean =>
  value.length <= characters || (value.length <= 2 * characters && [...value].length <= characters);

const isName = (value: PythonValue | undefined): value is string =>
  typeof value === 'string' && isAtMost(MAX_NAME_LENGTH, value);

/** `[0-9]{1,15}` above 0; a blank cell is invalid. */
export const identifier: Cell<number> = {
  expected: 'an id above 0',
  read: (value) => (/^[0-9]{1,15}$/.test(value) && Number(value)) || undefined,
};

/** `30000000` or `30000000.0`. */
export const wholeNumberCell = cell('a whole number', null, (value) =>
  /^[0-9]{1,15}(\.0)?$/.test(value) ? Number(value) : undefined,
);

/** `81.0`, `8.2e-05`: below 10^15, kept to nine decimals. */
export const numberCell = cell('a number', null, parseDecimal);

/** A calendar date, `YYYY-MM-DD`. */
export const date = cell('a calendar date YYYY-MM-DD', null, (value) =>
  isCalendarDate(value) ? value : undefined,
);

/** `True` or `False`. */
export const flag = cell('True or False', null, (value) =>
  value === 'True' ? true : value === 'False' ? false : undefined,
);

/** A list of dicts with an id and a name, each id once; the last name of a repeated id counts. */
export const namedIds = cell(
  'a list of dicts with id and name',
  [] as NamedId[],
  entries('id', 'name', namedId, (found) =>
    found.length < 2 ? found : [...new Map(found.map((entry) => [entry.id, entry])).values()],
  ),
);

/** A list of dicts with a code under `key` and a name: the codes, each once. */
export const codes = (key: string) =>
  cell(
    `a list of dicts with ${key} and name`,
    [] as string[],
    entries(
      key,
      'name',
      (code, name) => (isName(code) && isName(name) ? code : undefined),
      (found) => (found.length < 2 ? found : [...new Set(found)]),
    ),
  );

/** One dict with an id and a name. */
export const collection = cell('a dict with id and name', null, (value): NamedId | null | undefined => {
  const literal = readLiteral(value);
  if (literal === null) return null;
  return isDict(literal) ? namedId(literal.get('id'), literal.get('name')) : undefined;
});

type Dict = ReadonlyMap<string, PythonValue>;

const isDict = (value: PythonValue | undefined): value is Dict => value instanceof Map;

/**
 * Reads a list cell (`None` and `null` are empty lists). `entryOf` makes an entry from each dict's values of two keys; an
 * invalid entry makes the cell invalid.
 */
function entries<Entry>(
  first: string,
  second: string,
  entryOf: (first: PythonValue | undefined, second: PythonValue | undefined) => Entry | undefined,
  each: (found: Entry[]) => Entry[],
): (value: string) => Entry[] | undefined {
  const plainPairs = pairReader(first, second);
  return (value) => {
    const pairs = plainPairs(value) ?? literalPairs(value, first, second);
    if (pairs === undefined) return undefined;
    const found: Entry[] = [];
    for (const pair of pairs) {
      const entry = entryOf(pair[0], pair[1]);
      if (entry === undefined) return undefined;
      found.push(entry);
    }
    return each(found);
  };
}

type Pair = readonly [PythonValue | undefined, PythonValue | undefined];

/** Each dict's values of two keys, in any notation; undefined if the cell is not a list of dicts. */
function literalPairs(value: string, first: string, second: string): Pair[] | undefined {
  const literal = readLiteral(value);
  if (literal === null) return [];
  if (!Array.isArray(literal) || !literal.every(isDict)) return undefined;
  return literal.map((dict) => [dict.get(first), dict.get(second)]);
}

/** Ids have at most 15 digits, as in the column `id`. */
function namedId(id: PythonValue | undefined, name: PythonValue | undefined): NamedId | undefined {
  const valid = typeof id === 'number' && id > 0 && id < 1e15 && isName(name);
  return valid ? { id, name } : undefined;
}

const NUMBER = /^([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/;
const DECIMALS = 9;

/** Matches most numbers: those that {@link parseDecimal} returns unchanged except for a trailing `.0`. */
const PLAIN_NUMBER = /^(0|[1-9][0-9]{0,14})(?:\.0|\.[0-9]{0,8}[1-9])?$/;

/** A number's exact value rounded half up to nine decimals; undefined for any other text and from 10^15 on. */
export function parseDecimal(value: string): DecimalText | undefined {
  if (PLAIN_NUMBER.test(value)) return value.endsWith('.0') ? value.slice(0, -2) : value;
  const [matched, whole = '', fraction = '', exponent = '0'] = NUMBER.exec(value) ?? [];
  if (matched === undefined) return undefined;
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return '0';
  /** Represents the value 0.{digits} × 10^magnitude. */
  const magnitude = digits.length - fraction.length + Number(exponent);
  if (magnitude > 15) return undefined;
  if (magnitude < -DECIMALS) return '0';
  const kept = magnitude + DECIMALS;
  const rounded =
    BigInt(digits.slice(0, kept).padEnd(kept, '0') || '0') + (digits.charAt(kept) >= '5' ? 1n : 0n);
  const scaled = String(rounded).padStart(DECIMALS + 1, '0');
  const decimals = scaled.slice(-DECIMALS).replace(/0+$/, '');
  return scaled.slice(0, -DECIMALS) + (decimals && `.${decimals}`);
}

const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the text is a date of the proleptic Gregorian calendar, years 0001 to 9999. */
export function isCalendarDate(value: string): boolean {
  if (!DATE.test(value)) return false;
  const [year, month, day] = [Number(value.slice(0, 4)), Number(value.slice(5, 7)), Number(value.slice(8))];
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
  return year > 0 && day > 0 && day <= days;
}
