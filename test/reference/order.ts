/** Compares two items; negative where the first comes first. */
export type Compare<Item> = (a: Item, b: Item) => number;

/** Ascending by what `of` gives. */
export const ascending =
  <Item>(of: (item: Item) => bigint): Compare<Item> =>
  (a, b) =>
    of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0;

/** Descending by what `of` gives; null comes last. */
export const descending =
  <Item>(of: (item: Item) => bigint | null): Compare<Item> =>
  (a, b) => {
    const [x, y] = [of(a), of(b)];
    if (x === null || y === null) return (x === null ? 1 : 0) - (y === null ? 1 : 0);
    return x > y ? -1 : x < y ? 1 : 0;
  };

/** Ascending by code point: not by UTF-16 unit, which puts U+1F600 before U+FF21. */
export const byCodePoint =
  <Item>(of: (item: Item) => string): Compare<Item> =>
  (a, b) => {
    const x = Array.from(of(a), (character) => character.codePointAt(0)!);
    const y = Array.from(of(b), (character) => character.codePointAt(0)!);
    const at = x.findIndex((point, index) => point !== y[index]);
    if (at === -1) return x.length - y.length;
    return y[at] === undefined ? 1 : x[at]! - y[at];
  };

/** By the first comparison that distinguishes two items. */
export const inOrder =
  <Item>(...compares: readonly Compare<Item>[]): Compare<Item> =>
  (a, b) =>
    compares.map((compare) => compare(a, b)).find((result) => result !== 0) ?? 0;

/** Years ascend, the unknown year last. */
export const byYear: Compare<bigint | null> = (a, b) => {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  return a < b ? -1 : a > b ? 1 : 0;
};
