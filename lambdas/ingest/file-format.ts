import { sourceFile } from '../../model/data/source-files.ts';
import { MalformedCsvError, MissingColumnError, NotUtf8Error } from '../../model/errors.ts';

/** The number of bytes at the beginning of a file that are enough to recognize its format. */
export const BEGINNING_BYTES = 4_096;

/** A format other than comma-separated UTF-8. */
interface Format {
  readonly name: string;
  /** How the operator can fix the file, as an imperative sentence. */
  readonly advice: string;
}

const EXPORT = 'export it as comma-separated UTF-8 text';
const UNPACK = 'unpack it';
const SAVE_AS_UTF8 = 'save it as UTF-8';

/** Formats by their first bytes, in hexadecimal. A longer signature comes before a shorter one that is its prefix. */
const SIGNATURES: readonly (readonly [signature: string, format: Format])[] = [
  ['1f8b', { name: 'gzip-compressed', advice: 'unpack it, or end its name in .csv.gz' }],
  ['504b0304', { name: 'a zip archive', advice: UNPACK }],
  ['d0cf11e0', { name: 'an Excel workbook (.xls)', advice: EXPORT }],
  ['50415231', { name: 'a Parquet file', advice: EXPORT }],
  ['53514c69746520666f726d6174', { name: 'an SQLite database', advice: EXPORT }],
  ['25504446', { name: 'a PDF document', advice: EXPORT }],
  ['425a68', { name: 'bzip2-compressed', advice: UNPACK }],
  ['fd377a585a00', { name: 'xz-compressed', advice: UNPACK }],
  ['28b52ffd', { name: 'zstd-compressed', advice: UNPACK }],
  ['377abcaf', { name: 'a 7z archive', advice: UNPACK }],
  ['fffe0000', { name: 'UTF-32 text', advice: SAVE_AS_UTF8 }],
  ['0000feff', { name: 'UTF-32 text', advice: SAVE_AS_UTF8 }],
  ['fffe', { name: 'UTF-16 text', advice: SAVE_AS_UTF8 }],
  ['feff', { name: 'UTF-16 text', advice: SAVE_AS_UTF8 }],
];

/** Text formats by their first characters. Leading white space and a byte order mark are ignored. */
const TEXT_FORMATS: readonly (readonly [beginning: RegExp, format: Format])[] = [
  [
    /^version https:\/\/git-lfs\./,
    { name: 'a Git LFS pointer, not the file itself', advice: 'fetch the file with "git lfs pull"' },
  ],
  [
    /^<(!doctype html|html|head|body)\b/i,
    { name: 'an HTML page', advice: 'download the file itself; the page may ask for a login' },
  ],
  [/^<\?xml\b/i, { name: 'XML', advice: EXPORT }],
  [/^[[{]\s*["[{]/, { name: 'JSON', advice: EXPORT }],
];

const SEPARATORS: readonly (readonly [separator: string, name: string])[] = [
  ['\t', 'tabs (\\t)'],
  [';', 'semicolons'],
  ['|', 'vertical bars'],
];

/**
 * Explains why a file cannot be read. If its beginning has another format than comma-separated UTF-8, returns an error of the
 * same class that names this format; otherwise returns the given error.
 */
export function explainUnreadable(error: unknown, file: string, beginning: Buffer): unknown {
  const Unreadable = [NotUtf8Error, MalformedCsvError, MissingColumnError].find(
    (candidate) => error instanceof candidate,
  );
  const format = Unreadable && formatOf(beginning, file);
  if (!Unreadable || !format) return error;
  return new Unreadable(`${file}, line 1: the file is ${format.name}; ${format.advice}.`, { cause: error });
}

/** Detects a file's format from its beginning; null if it may be comma-separated UTF-8. */
function formatOf(beginning: Buffer, file: string): Format | null {
  const [, known] =
    SIGNATURES.find(([signature]) =>
      beginning.subarray(0, signature.length / 2).equals(Buffer.from(signature, 'hex')),
    ) ?? [];
  if (known?.name === 'a zip archive' && beginning.includes('[Content_Types].xml')) {
    return { name: 'an Excel workbook (.xlsx)', advice: EXPORT };
  }
  if (known) return known;
  if (isUtf16(beginning)) return { name: 'UTF-16 text', advice: SAVE_AS_UTF8 };
  const text = beginning.toString().replace(/^[\s\ufeff]+/, '');
  return TEXT_FORMATS.find(([pattern]) => pattern.test(text))?.[1] ?? separatedFormat(text, file);
}

/** UTF-16 without a byte order mark: every other byte of the first ASCII characters is zero. */
function isUtf16(bytes: Buffer): boolean {
  const first = [...bytes.subarray(0, 16)];
  const isZero = (parity: number): boolean =>
    first.every((byte, index) => (byte === 0) === (index % 2 === parity));
  return first.length >= 4 && (isZero(0) || isZero(1));
}

/** Detects a header with another separator than the comma; null if no other separator gives more columns. */
function separatedFormat(text: string, file: string): Format | null {
  const line = /^[^\r\n]*/.exec(text)![0];
  const needed = Object.keys(sourceFile(file)?.cells ?? {});
  const found = (separator: string): number => {
    const names = line.split(separator).map((name) => name.replace(/^"(.*)"$/, '$1'));
    return needed.filter((column) => names.includes(column)).length;
  };
  const other = SEPARATORS.find(([separator]) => found(separator) > Math.max(1, found(',')));
  return other === undefined
    ? null
    : { name: `separated by ${other[1]}`, advice: 'export it with commas between the fields' };
}
