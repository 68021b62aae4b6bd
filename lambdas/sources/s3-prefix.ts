import { MissingSourceError } from '../../model/errors.ts';
import { bucketNamed } from '../runtime/s3.ts';
import { readFromS3, s3Location } from './s3-location.ts';
import type { Source, SourceEntry } from './source.ts';

/** A prefix of a bucket that the settings name. @throws SourceError for any other bucket */
export function openPrefix(uri: string): Source {
  const { bucket: name, path } = s3Location(uri);
  const bucket = bucketNamed(name);
  const prefix = path === '' || path.endsWith('/') ? path : `${path}/`;

  async function list(): Promise<SourceEntry[]> {
    const entries: SourceEntry[] = [];
    // What lies in folders below is not part of the drop.
    for await (const { key, bytes, etag } of bucket.listFolder(prefix)) {
      const file = key.slice(prefix.length);
      // Nor is the empty object that consoles make of a folder.
      if (file !== '') entries.push({ name: file, bytes, version: etag });
    }
    if (entries.length === 0 && (await bucket.listObjects(prefix).next()).done) {
      throw new MissingSourceError(`There is nothing at ${uri}: no object's key begins with "${prefix}".`);
    }
    return entries;
  }

  return {
    list: () => readFromS3(uri, list),
    open: (file, version) =>
      readFromS3(`s3://${name}/${prefix}${file}`, () =>
        bucket.openObject(prefix + file, version === undefined ? {} : { etag: `"${version}"` }),
      ),
  };
}
