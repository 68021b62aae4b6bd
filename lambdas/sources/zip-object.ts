import { MissingSourceError } from '../../model/errors.ts';
import { bucketNamed } from '../runtime/s3.ts';
import { readFromS3, s3Location } from './s3-location.ts';
import { openPrefix } from './s3-prefix.ts';
import type { Source } from './source.ts';
import { openZip } from './zip.ts';

/**
 * A zip archive in a bucket that the settings name, or a prefix whose name ends in .zip. Only the version that was opened is
 * read; a replaced archive is an error.
 * @throws SourceError
 */
export async function openZipObject(uri: string): Promise<Source> {
  const { bucket: name, path: key } = s3Location(uri);
  const bucket = bucketNamed(name);
  // The name of a bucket may end in .zip, too.
  if (key === '') return openPrefix(uri);
  const version = await readFromS3(uri, () => bucket.objectVersion(key));
  if (version !== null) {
    const { bytes: size, etag } = version;
    return openZip(uri, {
      size,
      open: (start, end) => readFromS3(uri, () => bucket.openObject(key, { start, end, etag })),
    });
  }
  const first = await readFromS3(uri, () => bucket.listObjects(`${key}/`).next());
  if (!first.done) return openPrefix(uri);
  throw new MissingSourceError(`The source ${uri} cannot be read: there is no such object.`);
}
