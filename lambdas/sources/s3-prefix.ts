import { SourceError } from '../../model/errors.ts';
import { optionalEnv } from '../runtime/env.ts';
import { listObjects, openObject } from '../runtime/s3.ts';
import type { Source, SourceEntry } from './source.ts';

/**
 * A prefix of a bucket that the settings name (SOURCE_BUCKETS).
 * @throws SourceError for any other bucket
 */
export function openPrefix(uri: string): Source {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/?(.*)$/i.exec(uri) ?? [];
  const allowed = (optionalEnv('SOURCE_BUCKETS') ?? '').split(',').filter(Boolean);
  if (!allowed.includes(bucket)) {
    const known = allowed.length > 0 ? `only ${allowed.join(', ')}` : 'none at all';
    throw new SourceError(
      `The source ${uri} is in the bucket "${bucket}", but the setting sourceBuckets names ${known}.`,
    );
  }
  const prefix = path === '' || path.endsWith('/') ? path : `${path}/`;
  return {
    async list() {
      const entries: SourceEntry[] = [];
      for await (const { key, bytes } of listObjects(prefix, bucket)) {
        const name = key.slice(prefix.length);
        // What lies in folders below is not part of the drop, nor is the empty object that consoles make of a folder.
        if (name !== '' && !name.includes('/')) entries.push({ name, bytes });
      }
      return entries;
    },
    open: (name) => openObject(prefix + name, undefined, bucket),
  };
}
