import { pipeline, Readable } from 'node:stream';
import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';
import { CorruptArchiveError, SourceError } from '../../model/errors.ts';
import type { ArchiveBytes } from './archive.ts';
import { assertVersion, type Source } from './source.ts';
import { readZipDirectory } from './zip-directory.ts';
import { membersOf, type ZipMember } from './zip-members.ts';

const STORED = 0;

/**
 * A zip archive, read in place: its directory, then each member as a stream. Memory use is independent of the sizes of
 * the archive and of its members.
 */
export function openZip(archive: string, bytes: ArchiveBytes): Source {
  async function read() {
    const directory = await readZipDirectory(archive, bytes);
    return { directory, ...membersOf(archive, directory.entries) };
  }
  return {
    whole: true,
    async list() {
      const { members } = await read();
      return members.map(({ name, entry }) => ({
        name,
        bytes: entry.uncompressedSize,
        version: versionOf(entry),
      }));
    },
    folders: async () => (await read()).folders,
    async open(name, version) {
      const { directory, members } = await read();
      const member = members.find((candidate) => candidate.name === name);
      if (member === undefined) {
        throw new SourceError(
          `The archive ${archive} no longer contains ${name}; it was changed, run it again.`,
        );
      }
      assertVersion(`${archive} (${name})`, version, versionOf(member.entry));
      const start = await directory.dataStart(member);
      return Readable.from(unpack(archive, member, () => openPacked(bytes, member, start)));
    },
  };
}

/** A member's content; equal content in another archive has the same version. */
const versionOf = ({ crc32: checksum, uncompressedSize }: ZipMember['entry']): string =>
  `${uncompressedSize} bytes of ${checksum.toString(16)}`;

async function openPacked(bytes: ArchiveBytes, { entry }: ZipMember, start: number): Promise<Readable> {
  const end = start + entry.compressedSize;
  return start === end ? Readable.from([]) : bytes.open(start, end);
}

/**
 * The member's unpacked bytes, checked against the size and the checksum in the directory. No bytes beyond that size are
 * returned.
 * @throws CorruptArchiveError
 */
async function* unpack(
  archive: string,
  { path, entry }: ZipMember,
  open: () => Promise<Readable>,
): AsyncGenerator<Buffer> {
  const { compressionMethod, compressedSize, uncompressedSize } = entry;
  const corrupt = (why: string, cause?: unknown): CorruptArchiveError =>
    new CorruptArchiveError(
      `${path} in ${archive} cannot be unpacked: ${why}; the archive may be damaged, fetch it again.`,
      { cause },
    );
  let size = 0;
  let checksum = 0;
  const packed = await open();
  // pipeline passes an error of the source on to the last stream, which ends the reader.
  const inflate: InflateRaw | null =
    compressionMethod === STORED ? null : pipeline(packed, createInflateRaw(), () => {});
  try {
    for await (const chunk of (inflate ?? packed) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > uncompressedSize)
        throw corrupt(`it has more than the ${uncompressedSize} bytes that it should have`);
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code?.startsWith('Z_') ? corrupt(message, error) : error;
  }
  if (size < uncompressedSize)
    throw corrupt(`it has only ${size} of the ${uncompressedSize} bytes that it should have`);
  if (checksum !== entry.crc32) throw corrupt('its checksum (CRC-32) is wrong');
  if (inflate !== null && inflate.bytesWritten < compressedSize) {
    throw corrupt(`only ${inflate.bytesWritten} of its ${compressedSize} packed bytes belong to it`);
  }
}
