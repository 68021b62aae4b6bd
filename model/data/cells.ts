import { z } from 'zod';
import { pairReader } from './plain-pairs.ts';
import { type PythonValue, parsePythonLiteral } from './python-literal.ts';

/**
 * The checks of the dataset's cells: text in, value out, or a fault that quarantines the row. Blank (empty or white
 * space alone) is null; nothing else is trimmed, nothing is guessed.
 */

/** How a column's cells are read: plain functions, because every cell of every month passes one of them. */
export interface Cell<Value> {
  /** What a cell should be, for people. */
  readonly expected: string;
  /** The cell's value; undefined where it is faulty. */
  readonly read: (text: string) => Value | undefined;
}

/** A cell's check as a zod schema, which explains what it expected. */
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

/** A cell that reads what `parse` gives, and `blank` where there is nothing. */
function cell<Value, Blank>(
  expected: string,
  blank: Blank,
  parse: (text: string) => Value | undefined,
): Cell<Value | Blank> {
  return { expected, read: (text) => (isBlank(text) ? blank : parse(text)) };
}

/** Any text; null where blank. */
export const text = cell('text', null, (value) => value);

/** `[0-9]{1,15}` above 0; a blank one is faulty too. */
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

/** A real calendar date, `YYYY-MM-DD`. */
export const date = cell('a calendar date YYYY-MM-DD', null, (value) =>
  isCalendarDate(value) ? value : undefined,
);

/** `True` or `False`, as Python prints them. */
export const flag = cell('True or False', null, (value) =>
  value === 'True' ? true : value === 'False' ? false : undefined,
);

/** A list of dicts with an id and a name, each id once: of one that comes again, the last name counts. */
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
      (code, name) => (typeof code === 'string' && typeof name === 'string' ? code : undefined),
      (found) => (found.length < 2 ? found : [...new Set(found)]),
    ),
  );

/** One dict with an id and a name. */
export const collection = cell('a dict with id and name', null, (value): NamedId | null | undefined => {
  const literal = literalOf(value);
  if (literal === null) return null;
  return isDict(literal) ? namedId(literal.get('id'), literal.get('name')) : undefined;
});

type Dict = ReadonlyMap<string, PythonValue>;

const isDict = (value: PythonValue | undefined): value is Dict => value instanceof Map;

/** The cell's literal; undefined where it is none. */
function literalOf(value: string): PythonValue | undefined {
  try {
    return parsePythonLiteral(value);
  } catch {
    return undefined;
  }
}

/**
 * Reads a list cell (`None` is an empty one) whose dicts each have an entry in the values under two keys; faulty where
 * the cell or any entry is.
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

/** The values under two keys of every dict of a list, however it is written; undefined where it is none. */
function literalPairs(value: string, first: string, second: string): Pair[] | undefined {
  const literal = literalOf(value);
  if (literal === null) return [];
  if (!Array.isArray(literal) || !literal.every(isDict)) return undefined;
  return literal.map((dict) => [dict.get(first), dict.get(second)]);
}

/** Ids keep to the bound of the `id` column (15 digits), so that every table can hold them. */
function namedId(id: PythonValue | undefined, name: PythonValue | undefined): NamedId | undefined {
  const valid = typeof id === 'number' && id > 0 && id < 1e15 && typeof name === 'string';
  return valid ? { id, name } : undefined;
}

const NUMBER = /^([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/;
const DECIMALS = 9;

/** What most numbers look like, spelled as {@link parseDecimal} spells its values, but for the `.0`. */
const PLAIN_NUMBER = /^(0|[1-9][0-9]{0,14})(?:\.0|\.[0-9]{0,8}[1-9])?$/;

/** A number's exact value to nine decimals, half up; undefined where it is none or not below 10^15. */
export function parseDecimal(value: string): DecimalText | undefined {
  if (PLAIN_NUMBER.test(value)) return value.endsWith('.0') ? value.slice(0, -2) : value;
  const [matched, whole = '', fraction = '', exponent = '0'] = NUMBER.exec(value) ?? [];
  if (matched === undefined) return undefined;
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return '0';
  /** The value is 0.{digits} times ten to this power. */
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
