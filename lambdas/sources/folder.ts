import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SourceError } from '../../model/errors.ts';
import { optionalEnv } from '../runtime/env.ts';
import type { Source } from './source.ts';

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
  const folder = uri.startsWith('file:') ? fileURLToPath(uri) : resolve(uri);
  return {
    async list() {
      const names = await namesIn(folder, uri);
      const found = await Promise.all(
        names.map(async (name) => ({ name, stats: await stat(join(folder, name)) })),
      );
      // What lies in folders below is not part of the drop.
      return found
        .filter(({ stats }) => stats.isFile())
        .map(({ name, stats }) => ({ name, bytes: stats.size }));
    },
    open: async (name) => createReadStream(join(folder, name), { highWaterMark: 1024 * 1024 }),
  };
}

async function namesIn(folder: string, uri: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT' ? 'there is no such folder' : code === 'ENOTDIR' ? 'it is no folder' : String(code);
    throw new SourceError(`The source ${uri} cannot be read: ${why}.`, { cause: error });
  }
}
