import { isDatasetFile } from '../../model/data/source-files.ts';
import { shownName } from '../../model/data/visible-text.ts';
import { CorruptArchiveError, SourceError } from '../../model/errors.ts';
import type { ZipEntry } from './zip-directory.ts';

/** The files of the drop in an archive. */
export interface ZipMembers {
  readonly members: readonly ZipMember[];
  /** The folders beside them, which are not part of the drop. */
  readonly folders: readonly string[];
}

/** A member of an archive that is a file of the drop. */
export interface ZipMember extends ZipEntry {
  /** Its name in the drop: the path without the folder that contains all files. */
  readonly name: string;
}

/** The longest file name of common file systems, in bytes. */
const MAX_NAME_BYTES = 255;
/** The upper half of the attributes is the Unix mode, whose upper four bits are the kind of file. */
const UNIX_KIND = 0xf000;
const UNIX_LINK = 0xa000;

/** Files that macOS adds to archives and folders. */
const isJunk = (path: string): boolean => path.startsWith('__MACOSX/') || /(^|\/)\.DS_Store$/.test(path);

/**
 * The files of the drop: those at the archive's root, or in the one folder that contains all files. Files in other folders
 * are not part of the drop.
 * @throws SourceError, CorruptArchiveError
 */
export function membersOf(archive: string, entries: readonly ZipEntry[]): ZipMembers {
  const refuse = (path: string, why: string): SourceError =>
    new SourceError(`The archive ${archive} is refused: its member ${shown(path)} ${why}.`);

  for (const { path } of entries) {
    const fault = faultOf(path);
    if (fault !== null) throw refuse(path, fault);
  }
  const files = entries.filter(({ path }) => !path.endsWith('/') && !isJunk(path));
  const folder = commonFolder(files.map(({ path }) => path));
  const found = files.map((file) => ({ ...file, name: file.path.slice(folder.length) }));
  const members = found.filter(({ name }) => !name.includes('/'));
  const below = found.filter(({ name }) => name.includes('/')).map(({ name }) => name.split('/', 1)[0]!);
  const names = new Set<string>();
  for (const { name, path, entry } of members) {
    if (names.has(name)) {
      throw new CorruptArchiveError(
        `The archive ${archive} contains ${shown(path)} twice; pack it again with each file once.`,
      );
    }
    names.add(name);
    if (entry.isEncrypted()) throw refuse(path, 'is encrypted; pack it without a password');
    if (!entry.canDecodeFileData()) {
      throw refuse(
        path,
        `is compressed by method ${entry.compressionMethod}, which is not supported; use deflate`,
      );
    }
    if (((entry.externalFileAttributes >>> 16) & UNIX_KIND) === UNIX_LINK) {
      throw refuse(path, 'is a link to another file; pack the file itself');
    }
  }
  return { members, folders: [...new Set(below)] };
}

/** A path in the form that messages contain. */
const shown = (path: string): string => `"${shownName(path)}"`;

/** Why a path is refused; null for a path that can't refer to anything outside the archive. */
function faultOf(path: string): string | null {
  if (/\p{Cc}/u.test(path)) return 'has control characters in its name';
  if (path.includes('\\')) return 'has a backslash in its name; the separator of folders is a slash';
  if (path.startsWith('/') || /^[a-z]:/i.test(path))
    return 'has an absolute path; pack it with a relative one';
  const segments = path.replace(/\/$/, '').split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) {
    return 'has a path with "..", "." or an empty folder name; pack it again';
  }
  if (Buffer.byteLength(segments.at(-1)!) > MAX_NAME_BYTES)
    return `has a name of over ${MAX_NAME_BYTES} bytes`;
  return null;
}

/** The deepest folder that contains all files, with its slash; '' if there is none. */
function commonFolder(paths: readonly string[]): string {
  let common = paths[0]?.replace(/[^/]*$/, '') ?? '';
  const parent = (): string => common.replace(/[^/]*\/$/, '');
  while (!paths.every((path) => path.startsWith(common))) common = parent();
  // A folder of part files under the name of a file is not the drop itself.
  while (isDatasetFile(common.split('/').at(-2) ?? '')) common = parent();
  return common;
}
