import type { FileEntry, Stats } from 'ssh2';
import { shownName } from '../../model/data/visible-text.ts';
import { SourceError } from '../../model/errors.ts';
import { sftpAddress } from './sftp-address.ts';
import { type FileVersion, openSftpFiles } from './sftp-files.ts';
import { assertVersion, type Source, type SourceEntry } from './source.ts';
import { openZip } from './zip.ts';

/** The kind of a file, in the upper four bits of a Unix mode. */
const KIND = 0xf000;
const FILE = 0x8000;
const FOLDER = 0x4000;
const LINK = 0xa000;

/**
 * A folder on an SFTP server, or a zip archive there. A link counts as the file or folder that it points to.
 * @throws SourceError, TransientError
 */
export async function openSftp(uri: string): Promise<Source> {
  const { server, path } = await sftpAddress(uri);
  const folder = path === '/' ? '' : path;
  const base = uri.replace(/\/+$/, '');
  const files = openSftpFiles(server, (at) => (at === path ? uri : `${base}${at.slice(folder.length)}`));
  const close = async (): Promise<void> => files.close();
  const pathOf = (name: string): string => `${folder}/${name}`;

  async function entryOf({ filename: name, attrs, longname }: FileEntry): Promise<SftpEntry> {
    const fault = faultOf(name);
    if (fault !== null) {
      throw new SourceError(
        `The drop at ${uri} contains a file named "${shownName(name)}", ${fault}; rename it.`,
      );
    }
    const kind = kindOf(attrs, longname);
    const { mode, size, mtime } = kind === LINK ? await files.stat(pathOf(name)) : attrs;
    return {
      kind: kind === LINK ? mode & KIND : kind,
      entry: { name, bytes: size, version: versionOf({ size, mtime }) },
    };
  }

  /** The files or the folders. Links are resolved one after the other, because they are rare. */
  async function entriesOf(kind: number): Promise<SourceEntry[]> {
    const found: SourceEntry[] = [];
    for (const listed of await files.list(path)) {
      const resolved = await entryOf(listed);
      if (resolved.kind === kind) found.push(resolved.entry);
    }
    return found;
  }

  const source: Source = {
    list: () => entriesOf(FILE),
    folders: async () => (await entriesOf(FOLDER)).map(({ name }) => name),
    async open(name, listed) {
      const version = await files.stat(pathOf(name));
      assertVersion(`${base}/${name}`, listed, versionOf(version));
      return files.open(pathOf(name), version, 0, version.size);
    },
    close,
  };
  if (!/\.zip$/i.test(path)) return source;
  try {
    const version = await files.stat(path);
    if ((version.mode & KIND) === FOLDER) return source;
    const archive = openZip(uri, {
      size: version.size,
      open: async (start, end) => files.open(path, version, start, end),
    });
    return { ...archive, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A listed file with its kind. */
interface SftpEntry {
  readonly kind: number;
  readonly entry: SourceEntry;
}

const versionOf = ({ size, mtime }: FileVersion): string => `${size} bytes of ${mtime}`;

/** The kind of a file. For servers that send no mode, it is the first letter of the long name, as in the output of ls. */
function kindOf({ mode }: Pick<Stats, 'mode'>, longname: string): number {
  if (((mode ?? 0) & KIND) !== 0) return mode & KIND;
  return { d: FOLDER, l: LINK }[longname[0] ?? ''] ?? FILE;
}

/** Why a name from the server is refused; null for a name that can only refer to an entry of the folder. */
function faultOf(name: string): string | null {
  if (name === '' || /[/\\\0]/.test(name)) return 'which points outside the folder';
  if (name.includes('\uFFFD')) return 'which is not UTF-8';
  return null;
}
