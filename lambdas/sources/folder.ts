import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SourceError } from '../../model/errors.ts';
import { optionalEnv } from '../runtime/env.ts';
import type { Source } from './source.ts';

const CHUNK_BYTES = 1024 * 1024;

/**
 * A folder on this machine: local runs alone are allowed to read one, by FOLDER_SOURCES=allowed.
 * @throws SourceError elsewhere
 */
export function openFolder(uri: string): Source {
  if (optionalEnv('FOLDER_SOURCES') !== 'allowed') {
    throw new SourceError(
      `The source ${uri} is a folder, which only a local run can read; give an S3 prefix (s3://bucket/folder/).`,
    );
  }
  const folder = pathOf(uri);
  return {
    async list() {
      const names = await attempt(uri, () => readdir(folder));
      const found = await Promise.all(
        names.map(async (name) => ({
          name,
          stats: await attempt(`${uri}/${name}`, () => stat(join(folder, name))),
        })),
      );
      // What lies in folders below is not part of the drop.
      return found
        .filter(({ stats }) => stats.isFile())
        .map(({ name, stats }) => ({ name, bytes: stats.size }));
    },
    open: async (name) => createReadStream(join(folder, name), { highWaterMark: CHUNK_BYTES }),
  };
}

function pathOf(uri: string): string {
  if (!/^file:/i.test(uri)) return resolve(uri);
  try {
    return fileURLToPath(uri);
  } catch (error) {
    throw new SourceError(
      `The source ${uri} is no file URI of this machine (${(error as Error).message}); write file:///absolute/path.`,
      { cause: error },
    );
  }
}

/** What people most often get wrong, in words. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'it is no folder',
  EACCES: 'reading it is not allowed',
};

/** @throws SourceError telling why the place can't be read */
async function attempt<Result>(place: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new SourceError(`The source ${place} cannot be read: ${REASONS[code] ?? message}.`, {
      cause: error,
    });
  }
}
