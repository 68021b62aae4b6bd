/**
 * Reads the Python literals in the dataset's cells, such as `[{'id': 16, 'name': "Child's Play"}]`: what Python's
 * repr() writes of dicts, lists, tuples, strings, numbers, booleans and None. Nothing is evaluated.
 * https://docs.python.org/3/reference/lexical_analysis.html#string-and-bytes-literals
 */

/** A float; a type of its own because `1.0` is not an int. */
export interface PythonFloat {
  readonly float: number;
}
/** A tuple or set; a type of its own because the dataset's columns accept lists only. */
export interface PythonTuple {
  readonly tuple: readonly PythonValue[];
}
/** A list is an array, a dict a Map of its string keys, an int a number (a bigint from 2^53 on). */
export type PythonValue =
  | null
  | boolean
  | string
  | number
  | bigint
  | PythonFloat
  | PythonTuple
  | readonly PythonValue[]
  | ReadonlyMap<string, PythonValue>;

/** The text is not a Python literal; `offset` is the first character that cannot belong to one. */
export class PythonLiteralError extends Error {
  override readonly name = 'PythonLiteralError';
  readonly offset: number;
  constructor(what: string, offset: number) {
    super(`${what} at character ${offset + 1}`);
    this.offset = offset;
  }
}

/** Deeper nesting is refused, as Python's own parser does; the dataset's cells have two levels. */
const MAX_DEPTH = 100;
const WHITE_SPACE = /[ \t\r\n\f]*/y;
const NUMBER = /[+-]?(\d+\.\d*([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?|\d+[eE][+-]?\d+|0+|[1-9]\d*)(?![\w.])/y;
const WORD = /(None|True|False)(?!\w)/y;
const WORDS: Record<string, null | boolean> = { None: null, True: true, False: false };
const SIMPLE_ESCAPES: Record<string, string> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const HEX_ESCAPES: Record<string, RegExp> = {
  x: /[0-9a-fA-F]{2}/y,
  u: /[0-9a-fA-F]{4}/y,
  U: /[0-9a-fA-F]{8}/y,
};
const OCTAL = /[0-7]{1,3}/y;

/**
 * Parses one literal, white space around it allowed.
 * @throws PythonLiteralError for any other text
 */
export function parsePythonLiteral(text: string): PythonValue {
  let at = 0;

  function fail(what: string): never {
    throw new PythonLiteralError(what, at);
  }

  function match(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  }

  /** Skips white space, and then the given character if it is next. Returns whether the character was skipped. */
  function take(character: string): boolean {
    match(WHITE_SPACE);
    if (text[at] !== character) return false;
    at += 1;
    return true;
  }

  function value(depth: number): PythonValue {
    if (depth > MAX_DEPTH) fail(`more than ${MAX_DEPTH} levels of nesting`);
    match(WHITE_SPACE);
    switch (text[at]) {
      case '[':
        at += 1;
        return items(']', depth);
      case '(':
        at += 1;
        return parenthesized(depth);
      case '{':
        at += 1;
        return dict(depth);
      case "'":
      case '"':
        return string();
      case 'u':
        at += 1;
        return string();
      default:
        return scalar();
    }
  }

  /** Comma-separated values up to the closing bracket; a trailing comma is allowed. */
  function items(closing: string, depth: number, first?: PythonValue): PythonValue[] {
    const found: PythonValue[] = first === undefined ? [] : [first];
    while (!take(closing)) {
      if (found.length > 0) comma(closing);
      if (take(closing)) {
        if (found.length === 0) fail('a comma without a value');
        break;
      }
      found.push(value(depth + 1));
    }
    return found;
  }

  function comma(closing: string): void {
    if (!take(',')) fail(`expected "," or "${closing}"`);
  }

  /** `(1)` is the value itself, `(1,)` and `()` are tuples. */
  function parenthesized(depth: number): PythonValue {
    if (take(')')) return { tuple: [] };
    const first = value(depth + 1);
    return take(')') ? first : { tuple: items(')', depth, first) };
  }

  /** A dict, or a set where no colon follows the first value. The last value of a repeated key counts. */
  function dict(depth: number): PythonValue {
    const entries = new Map<string, PythonValue>();
    let empty = true;
    while (!take('}')) {
      if (!empty) comma('}');
      if (take('}')) {
        if (empty) fail('a comma without a value');
        break;
      }
      const key = value(depth + 1);
      if (!take(':')) {
        if (empty) return { tuple: items('}', depth, key) };
        fail('expected ":"');
      }
      if (typeof key === 'object' && key !== null && !('float' in key || 'tuple' in key))
        fail('an unhashable key');
      const content = value(depth + 1);
      if (typeof key === 'string') entries.set(key, content);
      empty = false;
    }
    return entries;
  }

  function string(): string {
    const quote = text[at];
    if (quote !== "'" && quote !== '"') fail('expected a quote');
    const opening = at;
    at += 1;
    let content = '';
    let plainFrom = at;
    for (;;) {
      const character = text[at];
      if (character === quote) break;
      if (character === undefined || character === '\n' || character === '\r') {
        at = opening;
        fail('a string that is never closed');
      }
      if (character === '\\') {
        content += text.slice(plainFrom, at);
        at += 1;
        content += escaped();
        plainFrom = at;
      } else {
        at += 1;
      }
    }
    content += text.slice(plainFrom, at);
    at += 1;
    // UTF-8 has no lone surrogates, and databases no U+0000.
    if (!content.isWellFormed()) fail('a lone surrogate');
    if (content.includes('\0')) fail('the character U+0000');
    return content;
  }

  function escaped(): string {
    const kind = text[at];
    if (kind === undefined) fail('a string that is never closed');
    const simple = SIMPLE_ESCAPES[kind];
    if (simple !== undefined) {
      at += 1;
      return simple;
    }
    const octal = match(OCTAL);
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    const hex = HEX_ESCAPES[kind];
    if (hex === undefined) {
      if (kind === 'N') fail('a named character, which is not supported,');
      return '\\'; // Python keeps the backslash of an escape it doesn't know.
    }
    at += 1;
    const digits = match(hex);
    if (digits === undefined) fail('a cut-off escape');
    const codePoint = Number.parseInt(digits, 16);
    if (codePoint > 0x10ffff) fail('an escape beyond the last character');
    return String.fromCodePoint(codePoint);
  }

  function scalar(): PythonValue {
    const word = match(WORD);
    if (word !== undefined) return WORDS[word]!;
    const number = match(NUMBER);
    if (number === undefined) fail('not a Python literal');
    if (/[.eE]/.test(number)) return { float: Number(number) };
    const int = Number(number);
    return Number.isSafeInteger(int) ? int : BigInt(number);
  }

  const parsed = value(0);
  match(WHITE_SPACE);
  if (at < text.length) fail('more text after the literal');
  return parsed;
}
