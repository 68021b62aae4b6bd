import { listObjects, objectVersion, openObject } from '../../aws/s3.ts';
import { MissingSourceError } from '../../model/errors.ts';
import { readFromS3, s3Location } from './s3-location.ts';
import { openPrefix } from './s3-prefix.ts';
import type { Source } from './source.ts';
import { openZip } from './zip.ts';

/**
 * A zip archive in a bucket that the settings name, or a prefix that is named like one. It is read as it was when it was
 * opened: a version that is replaced meanwhile is never mixed with the next.
 * @throws SourceError
 */
export async function openZipObject(uri: string): Promise<Source> {
  const { bucket, path: key } = s3Location(uri);
  // A bucket may be named like an archive, too.
  if (key === '') return openPrefix(uri);
  const version = await readFromS3(uri, () => objectVersion(key, bucket));
  if (version !== null) {
    const { bytes: size, etag } = version;
    return openZip(uri, {
      size,
      open: (start, end) => readFromS3(uri, () => openObject(key, { start, end, etag }, bucket)),
    });
  }
  const first = await readFromS3(uri, () => listObjects(`${key}/`, bucket).next());
  if (!first.done) return openPrefix(uri);
  throw new MissingSourceError(`The source ${uri} cannot be read: there is no such object.`);
}
