import { withoutSecrets } from '../../model/addresses.ts';
import { SourceError } from '../../model/errors.ts';
import { optionalEnv } from '../runtime/env.ts';

/**
 * Parses the URL of a server. URLs with a password, a query or a fragment are refused.
 * @throws SourceError, without the password
 */
export function parseSourceUrl(uri: string): URL {
  const shown = withoutSecrets(uri);
  if (!URL.canParse(uri))
    throw new SourceError(`The source ${shown} is not a valid URL; check its spelling.`);
  const url = new URL(uri);
  if (url.hostname === '') throw new SourceError(`The source ${shown} names no host.`);
  if (url.password !== '') {
    throw new SourceError(
      `The source ${shown} contains a password, which every record would show; store it in a secret and name the secret in the setting sourceSecrets.`,
    );
  }
  if (url.search !== '' || url.hash !== '') {
    throw new SourceError(
      `The source ${shown} has a query or fragment; a query may be a signature, which every record would show. Give the URL without it, and credentials in a secret (the setting sourceSecrets).`,
    );
  }
  return url;
}

/**
 * Checks that the setting sourceHosts allows a host, so that a run's input cannot direct this service to other servers.
 * Local runs allow any host (ANY_SOURCE_HOST=allowed).
 * @throws SourceError for any other host
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

/** The setting for a URL: that of its host and port, otherwise that of its host. */
export function settingForHost<Value>(byHost: Readonly<Record<string, Value>>, url: URL): Value | undefined {
  const name = url.hostname.toLowerCase();
  for (const host of [`${name}:${url.port || DEFAULT_PORTS[url.protocol]}`, name]) {
    if (Object.hasOwn(byHost, host)) return byHost[host];
  }
  return undefined;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'sftp:': 22 };
