import { withoutSecrets } from '../../model/addresses.ts';
import { SourceError } from '../../model/errors.ts';
import { type Month, monthParts } from '../../model/months.ts';
import { openFolder } from './folder.ts';
import { openPrefix } from './s3-prefix.ts';
import type { Source } from './source.ts';
import { openZipFile } from './zip-file.ts';
import { openZipAddress } from './zip-https.ts';
import { openZipObject } from './zip-object.ts';

/** A source's URI for a month, with `{yyyy}` and `{mm}` replaced. */
export function sourceUri(template: string, month: Month): string {
  const [year, monthNumber] = monthParts(month);
  return template.replaceAll('{yyyy}', year).replaceAll('{mm}', monthNumber);
}

/**
 * Opens a source by its URI.
 * @throws SourceError for a URI that cannot be read from here
 */
export async function openSource(uri: string): Promise<Source> {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(uri)?.[1]?.toLowerCase() ?? 'file';
  const zip = /\.zip$/i.test(uri);
  switch (scheme) {
    case 'file':
      return zip ? openZipFile(uri) : openFolder(uri);
    case 's3':
      return zip ? openZipObject(uri) : openPrefix(uri);
    case 'https':
      return openZipAddress(uri);
    case 'sftp': {
      // Loaded on demand, because the SSH client is slow to load.
      const { openSftp } = await import('./sftp.ts');
      return openSftp(uri);
    }
    case 'http':
      throw new SourceError(
        `The source ${withoutSecrets(uri)} is neither encrypted nor authenticated; give an address that begins with https://.`,
      );
    default:
      throw new SourceError(
        `The source ${withoutSecrets(uri)} begins with ${scheme}://, which cannot be read; give an S3 prefix (s3://bucket/folder/), a folder on an SFTP server (sftp://user@host/folder/), an archive (s3://bucket/drop.zip, https://host/drop.zip) or, on a local run, a folder.`,
      );
  }
}
