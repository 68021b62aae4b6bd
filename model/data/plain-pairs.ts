/** A string or an int of a Python literal. */
export type PlainValue = string | number;

/** Strings without escapes, and ints that every double holds, as repr() writes them. */
const VALUE = String.raw`(?:'([^'\\\n\r]*)'|"([^"\\\n\r]*)"|(0|[1-9][0-9]{0,14}))`;

/**
 * Reads the commonest cells in a fraction of the time that a parser takes: lists of dicts that have two keys and
 * nothing else, such as `[{'id': 16, 'name': 'Animation'}, {'name': "Child's Play", 'id': 5}]`.
 */
export function pairReader(
  first: string,
  second: string,
): (text: string) => [PlainValue, PlainValue][] | undefined {
  const entry = new RegExp(
    `\\{'(?:${first}|(${second}))': ${VALUE}, '(?:(${first})|${second})': ${VALUE}\\}`,
    'y',
  );

  /** The values under `first` and `second` of every dict; undefined for any text that is not so plain. */
  return (text) => {
    if (text === '[]') return [];
    if (!text.startsWith('[{') || !text.isWellFormed()) return undefined;
    const pairs: [PlainValue, PlainValue][] = [];
    for (entry.lastIndex = 1; ; entry.lastIndex += 2) {
      const found = entry.exec(text);
      if (found === null) return undefined;
      const [, isSecond, single, double, int, isFirst, otherSingle, otherDouble, otherInt] = found;
      // One key each: of a repeated key the last value counts, which is for the parser.
      if ((isSecond === undefined) === (isFirst !== undefined)) return undefined;
      const value = single ?? double ?? Number(int);
      const other = otherSingle ?? otherDouble ?? Number(otherInt);
      pairs.push(isSecond === undefined ? [value, other] : [other, value]);
      const at = entry.lastIndex;
      if (text.startsWith(', ', at)) continue;
      return at === text.length - 1 && text.endsWith(']') ? pairs : undefined;
    }
  };
}
