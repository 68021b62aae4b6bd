import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SourceError } from '../../model/errors.ts';
import { CLIENT_CONFIG } from '../runtime/client-config.ts';
import { optionalEnv } from '../runtime/env.ts';
import { settingForHost } from './address.ts';

const client = new SecretsManagerClient(CLIENT_CONFIG);

/** The fields of a secret's JSON, each a string. Other fields are ignored. */
const FIELDS = ['username', 'password', 'token', 'privateKey', 'passphrase'] as const;

/** The credentials for a server. */
export type Credentials = Readonly<Partial<Record<(typeof FIELDS)[number], string>>> & {
  /** The secret's name, for messages. */
  readonly secret: string;
};

/** Explanations of Secrets Manager's errors by name. */
const REASONS: Readonly<Record<string, string>> = {
  ResourceNotFoundException: 'there is no such secret in this account and region, or it has no value',
  AccessDeniedException:
    'reading it is not allowed; it may be encrypted with a key that this service may not use',
  InvalidRequestException: 'it is marked for deletion',
  DecryptionFailure: 'it cannot be decrypted',
  ValidationException: 'its name is none',
};

/**
 * The credentials that the setting sourceSecrets names for a host; null if it names none.
 * @throws SourceError, without the secret's content
 */
export async function credentialsOf(url: URL): Promise<Credentials | null> {
  const secrets = JSON.parse(optionalEnv('SOURCE_SECRETS') ?? '{}') as Record<string, string>;
  const secret = settingForHost(secrets, url);
  return secret === undefined ? null : readCredentials(secret);
}

async function readCredentials(secret: string): Promise<Credentials> {
  // No `cause`, because errors of JSON.parse quote their input.
  const refuse = (why: string): SourceError =>
    new SourceError(`The secret ${secret} cannot be used: ${why}.`);
  const text = await secretText(secret, refuse);
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw refuse(`it is no JSON; store an object such as {"username": "…", "password": "…"}`);
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw refuse('it is no JSON object');
  }
  const fields = given as Record<string, unknown>;
  const wrong = FIELDS.find((field) => fields[field] !== undefined && typeof fields[field] !== 'string');
  if (wrong !== undefined) throw refuse(`its ${wrong} is no text`);
  const used = FIELDS.filter((field) => fields[field] !== undefined && fields[field] !== '');
  return { secret, ...Object.fromEntries(used.map((field) => [field, fields[field] as string])) };
}

async function secretText(secret: string, refuse: (why: string) => SourceError): Promise<string> {
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secret }));
    if (SecretString === undefined) throw refuse('it is binary; store JSON text');
    return SecretString;
  } catch (error) {
    const reason = REASONS[(error as Error).name];
    throw reason === undefined ? error : refuse(reason);
  }
}

/** The value of an Authorization header. @throws SourceError for a secret without HTTPS credentials */
export function authorizationOf({ secret, username, password, token }: Credentials): string {
  if (token !== undefined && password === undefined) {
    // The characters that RFC 6750, 2.1 allows. A line break would end the header.
    if (/^[\w.~+/=-]+$/.test(token)) return `Bearer ${token}`;
    throw new SourceError(
      `The secret ${secret} cannot be used: its token has characters that no token may have.`,
    );
  }
  if (token === undefined && username !== undefined && password !== undefined) {
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }
  throw new SourceError(
    `The secret ${secret} cannot be used for https: it must hold either "username" and "password" or "token".`,
  );
}
