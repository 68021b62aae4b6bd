import { type Entry, fromRandomAccessReaderPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { CorruptArchiveError, SourceError } from '../../model/errors.ts';
import type { ArchiveBytes } from './archive.ts';
import { DirectoryReader } from './zip-directory-reader.ts';

/** More entries than a drop may have. The limit protects the memory, because an entry may have 200 KB. */
const MAX_ENTRIES = 1_000;
/** The smallest local header before a member's name. */
const LOCAL_HEADER_BYTES = 30;
/** The first bytes of every entry of a directory. */
const ENTRY_SIGNATURE = Buffer.from('PK\u0001\u0002');

/** One entry of an archive's directory. */
export interface ZipEntry {
  /** Its path as the archive spells it. */
  readonly path: string;
  readonly entry: Entry;
}

/** The directory at an archive's end. */
export interface ZipDirectory {
  readonly entries: readonly ZipEntry[];
  /** The offset of an entry's compressed bytes. @throws CorruptArchiveError for a wrong local header */
  dataStart(entry: ZipEntry): Promise<number>;
}

/**
 * Reads an archive's directory. Archives whose entries share bytes are refused, because zip bombs are built that way.
 * @throws CorruptArchiveError, SourceError
 */
export async function readZipDirectory(archive: string, bytes: ArchiveBytes): Promise<ZipDirectory> {
  const reader = new DirectoryReader(bytes);

  /** Errors of the library mean a corrupt archive, except where reading the bytes failed. */
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
    // The library stops at the number of entries in the end record, and would ignore further ones silently.
    if (await isEntryAt(reader, Number(file.readEntryCursor))) {
      throw new Error(`its directory contains more entries than the ${counted.length} of its end record`);
    }
    return counted;
  });
  const shared = firstOverlap(entries);
  if (shared !== undefined) {
    throw new CorruptArchiveError(
      `The archive ${archive} cannot be unpacked: ${JSON.stringify(shared)} overlaps another member; pack it again.`,
    );
  }
  return {
    entries,
    dataStart: ({ path, entry }) =>
      reading(async () => {
        const { fileName, fileDataStart } = await file.readLocalFileHeaderPromise(entry);
        if (!fileName.equals(entry.fileNameRaw))
          throw new Error(`${path} has another name in its local header`);
        return fileDataStart;
      }),
  };
}

async function readEntries(archive: string, file: ZipFile): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  for await (const entry of file.eachEntry()) {
    if (entries.length === MAX_ENTRIES) {
      throw new SourceError(
        `The archive ${archive} has more than ${MAX_ENTRIES} entries; give an archive with the files of one drop only.`,
      );
    }
    const path = getFileNameLowLevel(
      entry.generalPurposeBitFlag,
      entry.fileNameRaw,
      entry.extraFields,
      // Backslashes are kept, and validated with the name.
      true,
    );
    entries.push({ path, entry });
  }
  return entries;
}

/** Whether another entry of the directory begins at a position. The end record after the last one is longer than a signature. */
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
