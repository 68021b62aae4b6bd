import { SourceError } from '../../model/errors.ts';
import { type Month, monthParts } from '../../model/months.ts';
import { openFolder } from './folder.ts';
import { openPrefix } from './s3-prefix.ts';
import type { Source } from './source.ts';
import { openZipFile } from './zip-file.ts';
import { openZipObject } from './zip-object.ts';

/** A source's URI for a month: `{yyyy}` and `{mm}` filled in. */
export function sourceUri(template: string, month: Month): string {
  const [year, monthNumber] = monthParts(month);
  return template.replaceAll('{yyyy}', year).replaceAll('{mm}', monthNumber);
}

/**
 * Opens a source by its URI.
 * @throws SourceError telling why it can't be used from here
 */
export async function openSource(uri: string): Promise<Source> {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(uri)?.[1]?.toLowerCase() ?? 'file';
  const zip = /\.zip$/i.test(uri);
  switch (scheme) {
    case 'file':
      return zip ? openZipFile(uri) : openFolder(uri);
    case 's3':
      return zip ? openZipObject(uri) : openPrefix(uri);
    default:
      throw new SourceError(
        `The source ${uri} begins with ${scheme}://, which cannot be read; give an S3 prefix (s3://bucket/folder/), an archive (s3://bucket/drop.zip) or, on a local run, a folder.`,
      );
  }
}
