import { SOURCE_FILES, sourceFile } from '../../model/data/source-files.ts';
import { shownNames } from '../../model/data/visible-text.ts';
import { DuplicateFileError, FileTooLargeError, MissingFileError, SourceError } from '../../model/errors.ts';
import type { DropFile } from '../../model/runs/plan.ts';
import type { SourceEntry } from '../sources/source.ts';

/** The longest name of a file that S3 sources, archives and folders share, in bytes. Keys have 1,024. */
const MAX_NAME_BYTES = 255;

/**
 * Names travel through the state machine, whose state has 256 KB, and each file takes eight of the 25,000 events of its
 * history: past either the execution would end without a word.
 */
const MAX_FILES = 500;

/** Listings and deletes are XML, which can't say control characters; dots alone are no names in URLs. */
const isKeyName = (name: string): boolean =>
  !/\p{Cc}|^\.{1,2}$/u.test(name) && Buffer.byteLength(name) <= MAX_NAME_BYTES;

/**
 * Tells what a source's files are: the dataset's (plain or gzipped), and others, which are copied under their own
 * names. Sorted by name.
 * @throws SourceError, MissingFileError, DuplicateFileError, FileTooLargeError
 */
export function dropFiles(entries: readonly SourceEntry[], source: string, maxBytes: number): DropFile[] {
  if (entries.length > MAX_FILES) {
    throw new SourceError(
      `The drop at ${source} holds ${entries.length} files; a run takes at most ${MAX_FILES}, so give the folder of one month alone.`,
    );
  }
  const unusable = entries.find(({ name }) => !isKeyName(name));
  if (unusable) {
    throw new SourceError(
      `The drop at ${source} holds a file named ${JSON.stringify(unusable.name.slice(0, 100))}, which no raw copy can be named after (control characters, "." or "..", or over ${MAX_NAME_BYTES} bytes); rename it.`,
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
        `The drop at ${source} holds both ${name} and ${name}.gz; leave only one of them.`,
      );
    }
    if (required && forms.length === 0) {
      const held = shownNames(files.map(({ file }) => file)) || 'nothing';
      throw new MissingFileError(`The drop at ${source} has no ${name} (nor ${name}.gz); it holds ${held}.`);
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
