import { type Entry, fromRandomAccessReaderPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { CorruptArchiveError, SourceError } from '../../model/errors.ts';
import type { ArchiveBytes } from './archive.ts';
import { DirectoryReader } from './zip-directory-reader.ts';

/** A drop is a handful of files; more entries than this were made to fill the memory: each may hold 200 KB of names and notes. */
const MAX_ENTRIES = 1_000;
/** What stands before a member's name at least. */
const LOCAL_HEADER_BYTES = 30;
/** What every entry of a directory begins with. */
const ENTRY_SIGNATURE = Buffer.from('PK\u0001\u0002');

/** One entry of an archive's directory. */
export interface ZipEntry {
  /** Its path as the archive spells it. */
  readonly path: string;
  readonly entry: Entry;
}

/** The table of contents that stands at an archive's end. */
export interface ZipDirectory {
  readonly entries: readonly ZipEntry[];
  /** Where an entry's packed bytes begin. @throws CorruptArchiveError where no such entry is there */
  dataStart(entry: ZipEntry): Promise<number>;
}

/**
 * Reads an archive's directory by its last bytes, and refuses one whose entries share bytes: that is how bombs are built.
 * @throws CorruptArchiveError, SourceError
 */
export async function readZipDirectory(archive: string, bytes: ArchiveBytes): Promise<ZipDirectory> {
  const reader = new DirectoryReader(bytes);

  /** What the library finds wrong is the archive's fault, unless its bytes could not be read at all. */
  async function reading<Result>(read: () => Promise<Result>): Promise<Result> {
    try {
      return await read();
    } catch (error) {
      if (reader.failure !== null) throw reader.failure;
      if (error instanceof SourceError) throw error;
      const [why] = (error as Error).message.split('. ');
      throw new CorruptArchiveError(
        `The archive ${archive} cannot be unpacked: ${why}; it may be damaged or cut off, fetch it again.`,
        { cause: error },
      );
    }
  }

  const file = await reading(() =>
    fromRandomAccessReaderPromise(reader, bytes.size, { autoClose: false, decodeStrings: false }),
  );
  const entries = await reading(async () => {
    const counted = await readEntries(archive, file);
    // The library stops at the count. What goes on behind it would be left out and nobody told.
    if (await isEntryAt(reader, Number(file.readEntryCursor))) {
      throw new Error(`its directory holds more than the ${counted.length} entries that its end counts`);
    }
    return counted;
  });
  const shared = firstOverlap(entries);
  if (shared !== undefined) {
    throw new CorruptArchiveError(
      `The archive ${archive} cannot be unpacked: ${JSON.stringify(shared)} lies where another member does; pack it anew.`,
    );
  }
  return {
    entries,
    dataStart: ({ path, entry }) =>
      reading(async () => {
        const { fileName, fileDataStart } = await file.readLocalFileHeaderPromise(entry);
        if (!fileName.equals(entry.fileNameRaw)) throw new Error(`${path} has another name where it lies`);
        return fileDataStart;
      }),
  };
}

async function readEntries(archive: string, file: ZipFile): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  for await (const entry of file.eachEntry()) {
    if (entries.length === MAX_ENTRIES) {
      throw new SourceError(
        `The archive ${archive} has more than ${MAX_ENTRIES} entries; a drop is a handful of files.`,
      );
    }
    const path = getFileNameLowLevel(
      entry.generalPurposeBitFlag,
      entry.fileNameRaw,
      entry.extraFields,
      // Backslashes stay what they are: they are judged like the rest of the name.
      true,
    );
    entries.push({ path, entry });
  }
  return entries;
}

/** Whether another entry of the directory begins there. What stands behind the last one is longer than a signature. */
async function isEntryAt(reader: DirectoryReader, position: number): Promise<boolean> {
  const signature = Buffer.alloc(ENTRY_SIGNATURE.length);
  await new Promise<void>((resolve, reject) => {
    reader.read(signature, 0, signature.length, position, (error) =>
      error === null ? resolve() : reject(error),
    );
  });
  return signature.equals(ENTRY_SIGNATURE);
}

function firstOverlap(entries: readonly ZipEntry[]): string | undefined {
  let end = 0;
  const places = entries.toSorted(
    (a, b) => a.entry.relativeOffsetOfLocalHeader - b.entry.relativeOffsetOfLocalHeader,
  );
  for (const { path, entry } of places) {
    if (entry.relativeOffsetOfLocalHeader < end) return path;
    end =
      entry.relativeOffsetOfLocalHeader + LOCAL_HEADER_BYTES + entry.fileNameLength + entry.compressedSize;
  }
  return undefined;
}
