import { type PythonValue, parsePythonLiteral } from './python-literal.ts';

/** Deeper cells are refused in both notations, as Python's own parser does; the dataset's cells have two levels. */
const MAX_DEPTH = 100;

/**
 * A single quote after only brackets and white space: the cell is a Python literal, not JSON. Avoids the exception of
 * JSON.parse for most cells.
 */
const PYTHON_QUOTE = /^[[{\s]*'/;
const FRACTION_OR_EXPONENT = /[0-9][.eE]/;
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/gs;

/**
 * The value of a cell: valid JSON (RFC 8259) is read as JSON, any other text as a Python literal. Undefined for a text
 * that is neither, and where a string has U+0000 or a lone surrogate.
 */
export function readLiteral(text: string): PythonValue | undefined {
  try {
    const parsed = PYTHON_QUOTE.test(text) ? undefined : parseJson(text);
    return parsed === undefined ? parsePythonLiteral(text) : pythonValue(parsed.json, 0);
  } catch {
    return undefined;
  }
}

/** The JSON value of a text; undefined if it is not JSON. */
function parseJson(text: string): { readonly json: unknown } | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  // JSON.parse returns 1 for `1.0` and `1e0`, which are not ints. `false` replaces them: no column accepts either.
  if (FRACTION_OR_EXPONENT.test(text)) {
    json = JSON.parse(
      text.replaceAll(STRING_OR_NUMBER, (token) => (/^-?[0-9]+$|^"/.test(token) ? token : 'false')),
    );
  }
  return { json };
}

/** @throws RangeError for more than {@link MAX_DEPTH} levels, TypeError for a text that no table can hold */
function pythonValue(json: unknown, depth: number): PythonValue {
  if (depth > MAX_DEPTH) throw new RangeError();
  if (typeof json === 'string' && !isStorable(json)) throw new TypeError();
  if (typeof json !== 'object' || json === null) return json as PythonValue;
  if (Array.isArray(json)) return json.map((item) => pythonValue(item, depth + 1));
  return new Map(
    Object.entries(json).map(([key, value]) => {
      if (!isStorable(key)) throw new TypeError();
      return [key, pythonValue(value, depth + 1)];
    }),
  );
}

/** Whether documents and databases can hold the text: no U+0000, no lone surrogate. */
const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();
