import { z } from 'zod';
import { type PythonValue, parsePythonLiteral } from './python-literal.ts';

/**
 * The checks of the dataset's cells: text in, value out, or an issue that quarantines the row. Blank (empty or
 * white space alone) is null; nothing else is trimmed, nothing is guessed.
 */

/** A decimal in plain notation with at most nine decimals and no trailing zeros: exact, unlike a double. */
export type DecimalText = string;

/** An entry of a list cell. */
export interface NamedId {
  readonly id: number;
  readonly name: string;
}

const isBlank = (text: string): boolean => text.trim() === '';

/** A cell that reads `parse`'s value, null where blank; undefined from `parse` is an issue. */
function cell<Value, Blank>(expected: string, blank: Blank, parse: (text: string) => Value | undefined) {
  return z.string().transform((text, context): Value | Blank => {
    if (isBlank(text)) return blank;
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: `expected ${expected}` });
    return z.NEVER;
  });
}

/** Any text; null where blank. */
export const text = cell('text', null, (value) => value);

/** `[0-9]{1,15}` above 0; a blank one is an issue too. */
export const identifier = z.string().transform((value, context): number => {
  const id = /^[0-9]{1,15}$/.test(value) ? Number(value) : 0;
  if (id === 0) context.addIssue({ code: 'custom', message: 'expected an id above 0' });
  return id;
});

/** `30000000` or `30000000.0`. */
export const wholeNumberCell = cell('a whole number', null, (value) =>
  /^[0-9]{1,15}(\.0)?$/.test(value) ? Number.parseInt(value, 10) : undefined,
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
export const namedIds = cell('a list of dicts with id and name', [] as NamedId[], (value) => {
  const found = entries(value, namedId);
  return found && [...new Map(found.map((entry) => [entry.id, entry])).values()];
});

/** A list of dicts with a code under `key` and a name: the codes, each once. */
export const codes = (key: string) =>
  cell(`a list of dicts with ${key} and name`, [] as string[], (value) => {
    const found = entries(value, (entry) =>
      typeof entry.get(key) === 'string' && typeof entry.get('name') === 'string'
        ? (entry.get(key) as string)
        : undefined,
    );
    return found && [...new Set(found)];
  });

/** One dict with an id and a name. */
export const collection = cell('a dict with id and name', null, (value): NamedId | null | undefined => {
  const literal = literalOf(value);
  return literal === null ? null : isDict(literal) ? namedId(literal) : undefined;
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

/** The entries of a list cell (`None` is an empty one); undefined where the cell or any entry is no good. */
function entries<Entry>(value: string, read: (entry: Dict) => Entry | undefined): Entry[] | undefined {
  const literal = literalOf(value);
  if (literal === null) return [];
  if (!Array.isArray(literal)) return undefined;
  const found: Entry[] = [];
  for (const item of literal as PythonValue[]) {
    const entry = isDict(item) ? read(item) : undefined;
    if (entry === undefined) return undefined;
    found.push(entry);
  }
  return found;
}

/** Ids keep to the bound of the `id` column (15 digits), so that every table can hold them. */
function namedId(entry: Dict): NamedId | undefined {
  const id = entry.get('id');
  const name = entry.get('name');
  const valid = typeof id === 'number' && id > 0 && id < 1e15 && typeof name === 'string';
  return valid ? { id, name } : undefined;
}

const NUMBER = /^([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/;
const DECIMALS = 9;

/** A number's exact value to nine decimals, half up; undefined where it is none or not below 10^15. */
export function parseDecimal(value: string): DecimalText | undefined {
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

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether the text is a date of the proleptic Gregorian calendar, years 0001 to 9999. */
export function isCalendarDate(value: string): boolean {
  const [matched, year, month, day] = DATE.exec(value) ?? [];
  if (matched === undefined || year === '0000') return false;
  const instant = new Date(`${value}T00:00:00Z`);
  return (
    !Number.isNaN(instant.getTime()) &&
    instant.getUTCMonth() + 1 === Number(month) &&
    instant.getUTCDate() === Number(day)
  );
}
