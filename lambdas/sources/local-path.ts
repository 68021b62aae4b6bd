import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MissingSourceError, SourceError } from '../../model/errors.ts';
import { optionalEnv } from '../runtime/env.ts';

/**
 * The path of a source on this machine. Only local runs may read one (FOLDER_SOURCES=allowed).
 * @throws SourceError elsewhere
 */
export function localPath(uri: string): string {
  if (optionalEnv('FOLDER_SOURCES') !== 'allowed') {
    throw new SourceError(
      `The source ${uri} is a folder or file, which only a local run can read; give an S3 prefix (s3://bucket/folder/) or an archive in S3 (s3://bucket/drop.zip).`,
    );
  }
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

/** Explanations of the most common errors. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'it is no folder',
  EACCES: 'reading it is not allowed',
};

/** Reads from this machine. @throws SourceError with the reason of a failure */
export async function readLocally<Result>(place: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const Refusal = code === 'ENOENT' ? MissingSourceError : SourceError;
    throw new Refusal(`The source ${place} cannot be read: ${REASONS[code] ?? message}.`, {
      cause: error,
    });
  }
}
