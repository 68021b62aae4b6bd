import ssh2 from 'ssh2';
import { SourceError } from '../../model/errors.ts';
import { optionalEnv } from '../runtime/env.ts';
import { assertAllowedHost, parseSourceUrl, settingForHost } from './address.ts';
import { credentialsOf } from './secrets.ts';
import type { SftpServer } from './sftp-connection.ts';

const DEFAULT_PORT = 22;

/** The server and path of an `sftp://` URI. */
export interface SftpAddress {
  readonly server: SftpServer;
  /** The path on the server, without a trailing slash. */
  readonly path: string;
}

/**
 * Parses an `sftp://` URI of a host that the settings name, and reads its host keys and secret. A path that begins with
 * `/~/` is relative to the user's home.
 * @throws SourceError
 */
export async function sftpAddress(uri: string): Promise<SftpAddress> {
  const url = parseSourceUrl(uri);
  const allKeys = JSON.parse(optionalEnv('SFTP_HOST_KEYS') ?? '{}') as Record<string, string | string[]>;
  const keys = settingForHost(allKeys, url);
  if (keys === undefined) assertAllowedHost(uri, url);
  const path = pathOf(uri, url);
  const credentials = await credentialsOf(url);
  if (credentials === null) {
    throw new SourceError(
      `The source ${uri} cannot be read: the setting sourceSecrets names no secret for ${url.host}, and SFTP needs a password or a key.`,
    );
  }
  const { secret, password, privateKey, passphrase } = credentials;
  const username = url.username === '' ? credentials.username : decodeURIComponent(url.username);
  const refuse = (why: string): SourceError =>
    new SourceError(`The secret ${secret} cannot be used: ${why}.`);
  if (username === undefined) {
    throw refuse('it holds no "username", and the source names no user (sftp://user@host/folder/)');
  }
  if (password === undefined && privateKey === undefined) {
    throw refuse('for SFTP it must hold "password" or "privateKey"');
  }
  // A key that can't be parsed has its own error, separate from a failed login. No `cause`, because the parser's error
  // may quote the key.
  if (privateKey !== undefined && ssh2.utils.parseKey(privateKey, passphrase) instanceof Error) {
    throw refuse(
      'its privateKey cannot be read; it must be in the format of OpenSSH or PEM, and the passphrase its own',
    );
  }
  return {
    path,
    server: {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? DEFAULT_PORT : Number(url.port),
      username,
      ...(password !== undefined && { password }),
      ...(privateKey !== undefined && { privateKey }),
      ...(passphrase !== undefined && { passphrase }),
      hostKeys: [keys ?? []].flat(),
      place: uri,
    },
  };
}

function pathOf(uri: string, { pathname }: URL): string {
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    throw new SourceError(`The source ${uri} has a path that is no UTF-8; check its percent signs.`);
  }
  if (/\p{Cc}/u.test(path)) throw new SourceError(`The source ${uri} has control characters in its path.`);
  const seen = path.startsWith('/~/') ? path.slice('/~/'.length) : path;
  return seen.replace(/\/+$/, '') || (path.startsWith('/~/') ? '.' : '/');
}
