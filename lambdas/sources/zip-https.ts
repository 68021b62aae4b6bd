import { SourceError } from '../../model/errors.ts';
import { assertAllowedHost, parseSourceUrl } from './address.ts';
import { openHttpsArchive } from './https-archive.ts';
import { createExchange } from './https-exchange.ts';
import { authorizationOf, credentialsOf } from './secrets.ts';
import type { Source } from './source.ts';
import { openZip } from './zip.ts';

/**
 * A zip archive at an HTTPS URL of a host that the settings name, read in place.
 * @throws SourceError, TransientError
 */
export async function openZipAddress(uri: string): Promise<Source> {
  const url = parseSourceUrl(uri);
  if (url.username !== '') {
    throw new SourceError(
      `The source https://${url.host}${url.pathname} contains a user name; store name and password in a secret and name the secret in the setting sourceSecrets.`,
    );
  }
  if (!/\.zip$/i.test(url.pathname)) {
    throw new SourceError(
      `The source ${uri} is not an archive; a drop by HTTPS is one file whose address ends in .zip.`,
    );
  }
  assertAllowedHost(uri, url);
  const credentials = await credentialsOf(url);
  const exchange = createExchange(url, credentials && authorizationOf(credentials));
  try {
    return {
      ...openZip(url.href, await openHttpsArchive(url.href, exchange)),
      close: async () => exchange.close(),
    };
  } catch (error) {
    exchange.close();
    throw error;
  }
}
