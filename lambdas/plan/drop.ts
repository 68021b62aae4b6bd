import { isDatasetFile, MOVIES_FILE, SOURCE_FILES, sourceFile } from '../../model/data/source-files.ts';
import { shownName, shownNames } from '../../model/data/visible-text.ts';
import { DuplicateFileError, FileTooLargeError, MissingFileError, SourceError } from '../../model/errors.ts';
import type { DropFile } from '../../model/runs/plan.ts';
import type { SourceEntry } from '../sources/source.ts';

/** The longest file name that every kind of source supports, in bytes. S3 keys can have up to 1,024. */
const MAX_NAME_BYTES = 255;

/**
 * A file's name is part of the execution's state (at most 256 KB), and each file adds eight events to its history (at most
 * 25,000). An execution beyond either quota ends without a record.
 */
const MAX_FILES = 500;

/** S3's listings are XML, which has no control characters, and "." and ".." are not names in URLs. */
const isKeyName = (name: string): boolean =>
  !/\p{Cc}|^\.{1,2}$/u.test(name) && Buffer.byteLength(name) <= MAX_NAME_BYTES;

/**
 * The files of a drop, sorted by name: those of the dataset (plain or gzipped), and others, which are copied under their
 * own names. `folders` are the folders beside them, for the error.
 * @throws SourceError, MissingFileError, DuplicateFileError, FileTooLargeError
 */
export function dropFiles(
  entries: readonly SourceEntry[],
  source: string,
  maxBytes: number,
  folders: readonly string[] = [],
): DropFile[] {
  if (entries.length > MAX_FILES) {
    throw new SourceError(
      `The drop at ${source} contains ${entries.length} files; a run takes at most ${MAX_FILES}, so give the folder of one month only.`,
    );
  }
  const unusable = entries.find(({ name }) => !isKeyName(name));
  if (unusable) {
    throw new SourceError(
      `The drop at ${source} contains a file named "${shownName(unusable.name)}", which cannot be the name of a raw copy (control characters, "." or "..", or over ${MAX_NAME_BYTES} bytes); rename it.`,
    );
  }
  const files = entries.map(({ name, bytes, version }): DropFile => {
    const plain = name.endsWith('.gz') ? name.slice(0, -'.gz'.length) : name;
    const known = sourceFile(plain) !== undefined;
    return {
      file: known ? plain : name,
      source_name: name,
      source_bytes: bytes,
      source_version: version,
      gzipped: known && plain !== name,
      known,
    };
  });
  for (const { name, required } of SOURCE_FILES) {
    const forms = files.filter(({ file }) => file === name);
    if (forms.length > 1) {
      throw new DuplicateFileError(
        `The drop at ${source} contains both ${name} and ${name}.gz; leave only one of them.`,
      );
    }
    if (required && forms.length === 0) {
      throw new MissingFileError(
        `The drop at ${source} has no ${name} (nor ${name}.gz); it ${contentsText(
          files.map(({ file }) => file),
          folders,
        )}.`,
      );
    }
  }
  const large = files.find(({ source_bytes }) => (source_bytes ?? 0) > maxBytes);
  if (large) {
    throw new FileTooLargeError(
      `${large.source_name} at ${source} has ${large.source_bytes} bytes; one function can ingest ${maxBytes} (the setting maxFileBytes).`,
    );
  }
  return files.toSorted((a, b) => (a.file < b.file ? -1 : 1));
}

/**
 * Describes the contents of a drop without the required file. If it has folders, also states how to correct the source
 * or the drop.
 */
function contentsText(files: readonly string[], folders: readonly string[]): string {
  const contents = [listText('folder', folders), listText('file', files)].filter((list) => list !== null);
  if (contents.length === 0) return 'is empty';
  const text = `contains ${contents.join(' and ')}`;
  if (folders.length === 0) return text;
  // Spark writes a folder of part files under the name of a file.
  const parts = folders.find(isDatasetFile);
  return parts === undefined
    ? `${text}; files in folders are not read, so give the folder that contains ${MOVIES_FILE} as the source`
    : `${text}; files in folders are not read, so write ${parts} as a single file instead of a folder of parts`;
}

function listText(kind: string, names: readonly string[]): string | null {
  if (names.length === 0) return null;
  return `the ${names.length === 1 ? kind : `${kind}s`} ${shownNames(names)}`;
}
