import { MissingSourceError } from '../../model/errors.ts';
import { bucketNamed } from '../runtime/s3.ts';
import { readFromS3, s3Location } from './s3-location.ts';
import type { Source, SourceEntry } from './source.ts';

/** The most objects that are read to name the folders below a prefix: one page of a listing. */
const MAX_OBJECTS_FOR_FOLDERS = 1_000;

/** A prefix of a bucket that the settings name. @throws SourceError for any other bucket */
export function openPrefix(uri: string): Source {
  const { bucket: name, path } = s3Location(uri);
  const bucket = bucketNamed(name);
  const prefix = path === '' || path.endsWith('/') ? path : `${path}/`;

  async function list(): Promise<SourceEntry[]> {
    const entries: SourceEntry[] = [];
    for await (const { key, bytes, etag } of bucket.listFolder(prefix)) {
      const file = key.slice(prefix.length);
      // Consoles create an empty object for the folder itself.
      if (file !== '') entries.push({ name: file, bytes, version: etag });
    }
    if (entries.length === 0 && (await bucket.listObjects(prefix).next()).done) {
      throw new MissingSourceError(`There is nothing at ${uri}: no object's key begins with "${prefix}".`);
    }
    return entries;
  }

  async function folders(): Promise<string[]> {
    const names = new Set<string>();
    let objects = 0;
    for await (const { key } of bucket.listObjects(prefix)) {
      const [folder, ...below] = key.slice(prefix.length).split('/');
      if (below.length > 0) names.add(folder!);
      objects += 1;
      if (objects === MAX_OBJECTS_FOR_FOLDERS) break;
    }
    return [...names];
  }

  return {
    list: () => readFromS3(uri, list),
    folders: () => readFromS3(uri, folders),
    open: (file, version) =>
      readFromS3(`s3://${name}/${prefix}${file}`, () =>
        bucket.openObject(prefix + file, version === undefined ? {} : { etag: `"${version}"` }),
      ),
  };
}
