import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { openFolder } from './folder.ts';
import { localPath, readLocally } from './local-path.ts';
import type { Source } from './source.ts';
import { openZip } from './zip.ts';

const CHUNK_BYTES = 1024 * 1024;

/** A zip archive on this machine, or a folder whose name ends in .zip. @throws SourceError */
export async function openZipFile(uri: string): Promise<Source> {
  const path = localPath(uri);
  const stats = await readLocally(uri, () => stat(path));
  if (stats.isDirectory()) return openFolder(uri);
  await readLocally(uri, () => access(path, constants.R_OK));
  return openZip(uri, {
    size: stats.size,
    open: async (start, end) => createReadStream(path, { start, end: end - 1, highWaterMark: CHUNK_BYTES }),
  });
}
