import { withoutSecrets } from '../../model/addresses.ts';
import { SourceError } from '../../model/errors.ts';
import { optionalEnv } from '../runtime/env.ts';

/**
 * Reads the address of somebody else's server, and judges whether this service may turn to it.
 * @throws SourceError, which never repeats a password
 */
export function parseSourceUrl(uri: string): URL {
  const shown = withoutSecrets(uri);
  if (!URL.canParse(uri))
    throw new SourceError(`The source ${shown} is no address; check how it is written.`);
  const url = new URL(uri);
  if (url.hostname === '') throw new SourceError(`The source ${shown} names no host.`);
  if (url.password !== '') {
    throw new SourceError(
      `The source ${shown} has a password in it, which would stand in every record; put it into a secret and name that in the setting sourceSecrets.`,
    );
  }
  if (url.search !== '' || url.hash !== '') {
    throw new SourceError(
      `The source ${shown} has something behind its path; addresses with a query may hold signatures, which would stand in every record. Give the plain address, and credentials in a secret (the setting sourceSecrets).`,
    );
  }
  return url;
}

/**
 * Holds a host against the settings: what is asked of this service must not lead it to servers that nobody meant.
 * Local runs may turn to any, by ANY_SOURCE_HOST=allowed.
 * @throws SourceError for a host that the setting sourceHosts doesn't name
 */
export function assertAllowedHost(place: string, url: URL): void {
  if (optionalEnv('ANY_SOURCE_HOST') === 'allowed') return;
  const allowed = (optionalEnv('SOURCE_HOSTS') ?? '').split(',').filter(Boolean);
  if (settingForHost(Object.fromEntries(allowed.map((host) => [host, true])), url)) return;
  const known = allowed.length > 0 ? `only ${allowed.join(', ')}` : 'none at all';
  throw new SourceError(
    `The source ${place} is on the host ${url.host}, but the setting sourceHosts names ${known}.`,
  );
}

/** What the settings say of an address: of its host and port, else of its host, which stands for all its ports. */
export function settingForHost<Value>(byHost: Readonly<Record<string, Value>>, url: URL): Value | undefined {
  const name = url.hostname.toLowerCase();
  for (const host of [`${name}:${url.port || DEFAULT_PORTS[url.protocol]}`, name]) {
    if (Object.hasOwn(byHost, host)) return byHost[host];
  }
  return undefined;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'sftp:': 22 };
