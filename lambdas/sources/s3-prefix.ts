import { listFolder, listObjects, openObject } from '../../aws/s3.ts';
import { MissingSourceError } from '../../model/errors.ts';
import { readFromS3, s3Location } from './s3-location.ts';
import type { Source, SourceEntry } from './source.ts';

/** A prefix of a bucket that the settings name. @throws SourceError for any other bucket */
export function openPrefix(uri: string): Source {
  const { bucket, path } = s3Location(uri);
  const prefix = path === '' || path.endsWith('/') ? path : `${path}/`;

  async function list(): Promise<SourceEntry[]> {
    const entries: SourceEntry[] = [];
    // What lies in folders below is not part of the drop.
    for await (const { key, bytes, etag } of listFolder(prefix, bucket)) {
      const name = key.slice(prefix.length);
      // Nor is the empty object that consoles make of a folder.
      if (name !== '') entries.push({ name, bytes, version: etag });
    }
    if (entries.length === 0 && (await listObjects(prefix, bucket).next()).done) {
      throw new MissingSourceError(`There is nothing at ${uri}: no object's key begins with "${prefix}".`);
    }
    return entries;
  }

  return {
    list: () => readFromS3(uri, list),
    open: (name, version) =>
      readFromS3(`s3://${bucket}/${prefix}${name}`, () =>
        openObject(prefix + name, version === undefined ? {} : { etag: `"${version}"` }, bucket),
      ),
  };
}
