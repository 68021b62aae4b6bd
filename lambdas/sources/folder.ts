import { createReadStream, type Stats } from 'node:fs';
import { access, constants, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { localPath, readLocally } from './local-path.ts';
import { assertVersion, type Source } from './source.ts';

const CHUNK_BYTES = 1024 * 1024;

/** A folder on this machine. @throws SourceError if folders are not allowed as sources */
export function openFolder(uri: string): Source {
  const folder = localPath(uri);

  async function entries(): Promise<{ name: string; stats: Stats }[]> {
    const names = await readLocally(uri, () => readdir(folder));
    return Promise.all(
      names.map(async (name) => ({
        name,
        stats: await readLocally(`${uri}/${name}`, () => stat(join(folder, name))),
      })),
    );
  }

  return {
    async list() {
      const files = (await entries()).filter(({ stats }) => stats.isFile());
      return files.map(({ name, stats }) => ({ name, bytes: stats.size, version: versionOf(stats) }));
    },
    async folders() {
      return (await entries()).filter(({ stats }) => stats.isDirectory()).map(({ name }) => name);
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
