/** A Python value. Ints are bigints and floats numbers, so that `1.0` is no int; a dict is a Map. */
export type Literal = null | boolean | string | bigint | number | Tuple | Literal[] | Map<unknown, Literal>;

/** A tuple or set, kept apart from lists. */
export interface Tuple {
  readonly tuple: Literal[];
}

type Token = { kind: 'mark'; text: string } | { kind: 'value'; value: Literal };

const TOKEN = new RegExp(
  [
    String.raw`(?<space>[ \t\r\n\f]+)`,
    String.raw`(?<mark>[[\](){},:])`,
    String.raw`(?<word>None|True|False)(?!\w)`,
    String.raw`(?<float>-?(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?|-?\d+[eE][+-]?\d+)(?!\w)`,
    String.raw`(?<int>-?(?:0+|[1-9]\d*))(?!\w)`,
    String.raw`u?'(?<single>(?:[^'\\\r\n]|\\.)*)'`,
    String.raw`u?"(?<double>(?:[^"\\\r\n]|\\.)*)"`,
  ].join('|'),
  'sy',
);
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|(.))/gs;
const WORDS: Record<string, null | boolean> = { None: null, True: true, False: false };
const LETTERS: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
};

/** Returns the text unless it has a lone surrogate, which UTF-8 excludes, or U+0000, which databases exclude. */
function storable(text: string): string {
  if (!text.isWellFormed() || text.includes('\0')) throw new Error(`a text that cannot be stored: ${text}`);
  return text;
}

/** What Python's backslashes mean; an unknown escape stays as it is written, backslash included. */
function unescaped(body: string): string {
  const text = body.replaceAll(ESCAPE, (written, x, u, long, octal, letter) => {
    const hex: string | undefined = x ?? u ?? long;
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    if ('xuUN\r'.includes(letter)) throw new Error(`no escape: ${written}`);
    return LETTERS[letter] ?? written;
  });
  return storable(text);
}

/** The levels of a literal: the outermost value, and up to a hundred levels inside it. */
const MAX_DEPTH = 101;

/** How many levels a value has. */
function levelsOf(value: Literal): number {
  const items = Array.isArray(value) ? value : value instanceof Map ? [...value.values()] : [];
  return 1 + items.reduce((most: number, item) => Math.max(most, levelsOf(item)), 0);
}

/** The source text of a primitive, which a reviver gets as its third argument. */
type Reviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Reads JSON with the types of Python: a number with a fraction or exponent is a float. Throws on everything else. */
function readJson(text: string): Literal {
  const revive: Reviver = (_key, value, { source }) => {
    if (typeof value === 'number') return /^-?\d+$/.test(source!) ? BigInt(source!) : value;
    if (typeof value === 'string') return storable(value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return new Map(Object.entries(value).map(([key, content]) => [storable(key), content]));
  };
  const value = JSON.parse(text, revive as Parameters<typeof JSON.parse>[1]) as Literal;
  if (levelsOf(value) > MAX_DEPTH) throw new Error('nested too deeply');
  return value;
}

/**
 * Reads a cell: valid JSON as JSON, anything else as a Python literal. Throws where it is neither. JSON that this reader
 * refuses for its depth or its texts is refused as Python, too.
 */
export function readLiteral(text: string): Literal {
  try {
    return readJson(text);
  } catch {
    return readPython(text);
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const start = TOKEN.lastIndex;
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) throw new Error(`no Python literal from character ${start + 1}`);
    const body = groups.single ?? groups.double;
    if (groups.mark !== undefined) tokens.push({ kind: 'mark', text: groups.mark });
    else if (groups.word !== undefined) tokens.push({ kind: 'value', value: WORDS[groups.word]! });
    else if (groups.float !== undefined) tokens.push({ kind: 'value', value: Number(groups.float) });
    else if (groups.int !== undefined) tokens.push({ kind: 'value', value: BigInt(groups.int) });
    else if (body !== undefined) tokens.push({ kind: 'value', value: unescaped(body) });
  }
  return tokens;
}

/** Reads what Python's repr() writes of lists, tuples, sets, dicts and scalars. Throws on everything else. */
export function readPython(text: string): Literal {
  const tokens = tokensOf(text);
  let next = 0;
  let depth = 0;

  function takeMark(mark: string): boolean {
    const token = tokens[next];
    if (token?.kind !== 'mark' || token.text !== mark) return false;
    next += 1;
    return true;
  }

  /** Comma-separated items up to the closing mark, a comma after the last one allowed. */
  function sequence<Item>(closing: string, item: () => Item): Item[] {
    const items: Item[] = [];
    while (!takeMark(closing)) {
      items.push(item());
      if (takeMark(',')) continue;
      if (!takeMark(closing)) throw new Error(`neither , nor ${closing}`);
      break;
    }
    return items;
  }

  function entry(): [key: Literal, value?: Literal] {
    const key = value();
    return takeMark(':') ? [key, value()] : [key];
  }

  /** A dict, or a set: the entries of the one have values, those of the other don't. */
  function braces(): Literal {
    const entries = sequence('}', entry);
    if (entries.length > 0 && entries.every(({ length }) => length === 1)) {
      return { tuple: entries.map(([item]) => item) };
    }
    return new Map(
      entries.map(([key, content]) => {
        if (content === undefined) throw new Error('a key without a value');
        if (typeof key === 'object' && key !== null && !('tuple' in key))
          throw new Error('an unhashable key');
        return [key, content];
      }),
    );
  }

  /** A tuple, or a value in parentheses: the comma makes the difference. */
  function parentheses(): Literal {
    const items = sequence(')', value);
    const comma = tokens[next - 2];
    const isValue = items.length === 1 && !(comma?.kind === 'mark' && comma.text === ',');
    return isValue ? items[0]! : { tuple: items };
  }

  function value(): Literal {
    depth += 1;
    if (depth > MAX_DEPTH) throw new Error('nested too deeply');
    const found = valueInside();
    depth -= 1;
    return found;
  }

  function valueInside(): Literal {
    if (takeMark('[')) return sequence(']', value);
    if (takeMark('(')) return parentheses();
    if (takeMark('{')) return braces();
    const token = tokens[next];
    if (token?.kind !== 'value') throw new Error('a value is missing');
    next += 1;
    return token.value;
  }

  const result = value();
  if (next < tokens.length) throw new Error('text after the literal');
  return result;
}
