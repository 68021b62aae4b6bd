import { createReadStream, type Stats } from 'node:fs';
import { access, constants, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { localPath, readLocally } from './local-path.ts';
import { assertVersion, type Source } from './source.ts';

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
        .map(({ name, stats }) => ({ name, bytes: stats.size, version: versionOf(stats) }));
    },
    async open(name, version) {
      const path = join(folder, name);
      const place = `${uri}/${name}`;
      await readLocally(place, () => access(path, constants.R_OK));
      assertVersion(place, version, versionOf(await readLocally(place, () => stat(path))));
      return createReadStream(path, { highWaterMark: CHUNK_BYTES });
    },
  };
}

const versionOf = ({ size, mtimeMs }: Stats): string => `${size} bytes of ${mtimeMs}`;
