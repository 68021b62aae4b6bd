import { CorruptArchiveError, SourceError } from '../../model/errors.ts';
import type { ZipEntry } from './zip-directory.ts';

/** A member of an archive that is a file of the drop. */
export interface ZipMember extends ZipEntry {
  /** Its name in the drop: the path without the folder that holds everything. */
  readonly name: string;
}

/** What a file may be called on the systems that drops come from, in bytes. */
const MAX_NAME_BYTES = 255;
/** The upper half of the attributes is Unix's mode, whose upper four bits tell the kind of file. */
const UNIX_KIND = 0xf000;
const UNIX_LINK = 0xa000;

/** What macOS adds to archives and folders. */
const isJunk = (path: string): boolean => path.startsWith('__MACOSX/') || /(^|\/)\.DS_Store$/.test(path);

/**
 * The files of the drop: those at the archive's root, or in the one folder that holds everything, as archives of a whole
 * folder have it. What lies in folders below is not part of the drop, as in a folder.
 * @throws SourceError, CorruptArchiveError
 */
export function membersOf(archive: string, entries: readonly ZipEntry[]): ZipMember[] {
  const refuse = (path: string, why: string): SourceError =>
    new SourceError(`The archive ${archive} is refused: its member ${shown(path)} ${why}.`);

  for (const { path } of entries) {
    const fault = faultOf(path);
    if (fault !== null) throw refuse(path, fault);
  }
  const files = entries.filter(({ path }) => !path.endsWith('/') && !isJunk(path));
  const folder = commonFolder(files.map(({ path }) => path));
  const members = files
    .map((file) => ({ ...file, name: file.path.slice(folder.length) }))
    .filter(({ name }) => !name.includes('/'));
  if (files.length > 0 && members.length === 0) {
    const folders = [
      ...new Set(files.map(({ path }) => path.slice(0, path.indexOf('/', folder.length) + 1))),
    ];
    throw new SourceError(
      `The archive ${archive} has its files in several folders (${folders.slice(0, 5).map(shown).join(', ')}); put them at its root or into one folder.`,
    );
  }
  const names = new Set<string>();
  for (const { name, path, entry } of members) {
    if (names.has(name)) {
      throw new CorruptArchiveError(
        `The archive ${archive} holds ${shown(path)} twice, and nothing tells which one counts; pack it anew.`,
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
  return members;
}

/** A name as it may stand in a message, whatever is in it. */
const shown = (path: string): string => JSON.stringify(path.length > 100 ? `${path.slice(0, 100)}…` : path);

/** What is wrong with a path; null where it leads to a place within the archive and nowhere else. */
function faultOf(path: string): string | null {
  if (/\p{Cc}/u.test(path)) return 'has control characters in its name';
  if (path.includes('\\')) return 'has a backslash in its name; the separator of folders is a slash';
  if (path.startsWith('/') || /^[a-z]:/i.test(path))
    return 'has an absolute path; pack it with a relative one';
  const segments = path.replace(/\/$/, '').split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) {
    return 'has a path with "..", "." or an empty folder name; pack it anew';
  }
  if (Buffer.byteLength(segments.at(-1)!) > MAX_NAME_BYTES)
    return `has a name of over ${MAX_NAME_BYTES} bytes`;
  return null;
}

/** The deepest folder, with its slash, that all paths lie in; '' where there is none. */
function commonFolder(paths: readonly string[]): string {
  let common = paths[0]?.replace(/[^/]*$/, '') ?? '';
  while (!paths.every((path) => path.startsWith(common))) common = common.replace(/[^/]*\/$/, '');
  return common;
}
