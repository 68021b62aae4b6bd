import { createReadStream } from 'node:fs';
import { access, constants, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { localPath, readLocally } from './local-path.ts';
import type { Source } from './source.ts';

const CHUNK_BYTES = 1024 * 1024;

/** A folder on this machine. @throws SourceError where it may not be read */
export function openFolder(uri: string): Source {
  const folder = localPath(uri);
  return {
    async list() {
      const names = await readLocally(uri, () => readdir(folder));
      const found = await Promise.all(
        names.map(async (name) => ({
          name,
          stats: await readLocally(`${uri}/${name}`, () => stat(join(folder, name))),
        })),
      );
      // What lies in folders below is not part of the drop.
      return found
        .filter(({ stats }) => stats.isFile())
        .map(({ name, stats }) => ({ name, bytes: stats.size }));
    },
    async open(name) {
      const path = join(folder, name);
      await readLocally(`${uri}/${name}`, () => access(path, constants.R_OK));
      return createReadStream(path, { highWaterMark: CHUNK_BYTES });
    },
  };
}
