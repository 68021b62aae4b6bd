/** The most names that a message lists, and the most characters of each. */
const MAX_NAMES = 30;
const MAX_NAME_LENGTH = 60;

/** Escapes with a letter. Every other invisible character is written as its code point. */
const LETTERS: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Control, format, private and unassigned characters, lone surrogates, and every white space except the plain space. */
const INVISIBLE = /(?! )[\p{C}\p{Z}]/gu;

/** The text on one line, with each invisible character as an escape such as `\ufeff`, `\u00a0` or `\t`. */
export function visibleText(text: string): string {
  return text.replaceAll(INVISIBLE, (character) => {
    const code = character.codePointAt(0)!.toString(16);
    return LETTERS[character] ?? (code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`);
  });
}

/** A name of a column or file for messages and reports, shortened to 60 characters. */
export function shownName(name: string): string {
  const beginning = [...name.slice(0, 2 * MAX_NAME_LENGTH + 1)].slice(0, MAX_NAME_LENGTH).join('');
  return visibleText(beginning) + (beginning.length < name.length ? '…' : '');
}

/** A column's name; `(unnamed column)` if its name in the header is empty. */
export const shownColumn = (name: string): string => (name === '' ? '(unnamed column)' : shownName(name));

/** Up to 30 names as a comma-separated list, and the number of the others. */
export function shownNames(names: readonly string[], shown: (name: string) => string = shownName): string {
  const listed = names.slice(0, MAX_NAMES).map(shown);
  return [...listed, ...(names.length > MAX_NAMES ? [`and ${names.length - MAX_NAMES} more`] : [])].join(
    ', ',
  );
}
