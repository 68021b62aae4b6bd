import type { FileEntry, Stats } from 'ssh2';
import { SourceError } from '../../model/errors.ts';
import { sftpAddress } from './sftp-address.ts';
import { type FileVersion, openSftpFiles } from './sftp-files.ts';
import { assertVersion, type Source, type SourceEntry } from './source.ts';
import { openZip } from './zip.ts';

/** Unix's kinds of files, in the upper four bits of the mode. */
const KIND = 0xf000;
const FILE = 0x8000;
const FOLDER = 0x4000;
const LINK = 0xa000;

/**
 * A folder on an SFTP server, or a zip archive there. What lies in folders below is not part of the drop; a link counts as
 * the file that it leads to, as in a folder.
 * @throws SourceError, TransientError
 */
export async function openSftp(uri: string): Promise<Source> {
  const { server, path } = await sftpAddress(uri);
  const folder = path === '/' ? '' : path;
  const base = uri.replace(/\/+$/, '');
  const files = openSftpFiles(server, (at) => (at === path ? uri : `${base}${at.slice(folder.length)}`));
  const close = async (): Promise<void> => files.close();
  const pathOf = (name: string): string => `${folder}/${name}`;

  async function entryOf({ filename: name, attrs, longname }: FileEntry): Promise<SourceEntry | null> {
    const fault = faultOf(name);
    if (fault !== null) {
      throw new SourceError(
        `The drop at ${uri} holds a file named ${JSON.stringify(name.slice(0, 100))}, ${fault}; rename it.`,
      );
    }
    const kind = kindOf(attrs, longname);
    const { mode, size, mtime } = kind === LINK ? await files.stat(pathOf(name)) : attrs;
    return (kind === LINK ? mode & KIND : kind) === FILE
      ? { name, bytes: size, version: versionOf({ size, mtime }) }
      : null;
  }

  const source: Source = {
    async list() {
      const entries = await files.list(path);
      const found: SourceEntry[] = [];
      // One after the other: links are rare.
      for (const entry of entries) {
        const file = await entryOf(entry);
        if (file !== null) found.push(file);
      }
      return found;
    },
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

const versionOf = ({ size, mtime }: FileVersion): string => `${size} bytes of ${mtime}`;

/** Servers that tell no mode begin the long form as ls does. */
function kindOf({ mode }: Pick<Stats, 'mode'>, longname: string): number {
  if (((mode ?? 0) & KIND) !== 0) return mode & KIND;
  return { d: FOLDER, l: LINK }[longname[0] ?? ''] ?? FILE;
}

/** What is wrong with a name that the server gives; null where it can only be that of a file in the folder. */
function faultOf(name: string): string | null {
  if (name === '' || /[/\\\0]/.test(name)) return 'which leads out of the folder';
  if (name.includes('\uFFFD')) return 'which is no UTF-8';
  return null;
}
