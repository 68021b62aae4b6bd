import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type * as Sources from '../../../lambdas/sources/open-source.ts';
import type { Source, SourceEntry } from '../../../lambdas/sources/source.ts';
import { answerSecrets } from '../../../local/secrets/secrets-manager.ts';
import { type LocalServer, listen } from '../../../local/stack/servers.ts';
import { zip } from '../../fixtures/zip.ts';
import { expectWholeOrPassing } from './cut-schedules.ts';
import { makeKeys, type SftpTestServer, startSftpServer } from './sftp-server.ts';

/** The timeout for the next bytes. */
const SILENCE_MS = 4_000;
const MOVIES = 'movies_metadata.csv';
const FOLDER = '/drops/2026/10';
const CONTENT = Buffer.from(
  Array.from({ length: 400_000 }, (_, index) => (index * 7919 + (index >> 8)) & 0xff),
);

let server: SftpTestServer;
let secrets: LocalServer;
let folder: string;
let sources: typeof Sources;
const opened: Source[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sftp-'));
  secrets = await listen(0, (request, response) => {
    answerSecrets(join(folder, 'secrets.json'), request, response).catch(() => response.destroy());
  });
  Object.assign(process.env, {
    CLIENT_ATTEMPTS: '5',
    CLIENT_SILENCE_MS: String(SILENCE_MS),
    CLIENT_PAUSE_MS: '1',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
  });
  sources = await import('../../../lambdas/sources/open-source.ts');
});
beforeEach(async () => {
  server = await startSftpServer();
  server.files.set(FOLDER, null);
  server.files.set(`${FOLDER}/${MOVIES}`, { content: CONTENT });
  server.files.set(`${FOLDER}/links.csv`, { content: Buffer.from('a\n') });
  process.env.SOURCE_HOSTS = '';
  process.env.SFTP_HOST_KEYS = JSON.stringify({ [server.host]: server.fingerprint });
  process.env.SOURCE_SECRETS = JSON.stringify({ '127.0.0.1': 'drops' });
  await writeSecret({ password: 'pass word' });
});
afterEach(async () => {
  for (const source of opened.splice(0)) await source.close?.();
  await server.close();
});
afterAll(async () => {
  await secrets.close();
  await rm(folder, { recursive: true });
});

const writeSecret = (secret: object): Promise<void> =>
  writeFile(join(folder, 'secrets.json'), JSON.stringify({ drops: secret }), { mode: 0o600 });

async function open(path = `${FOLDER}/`, user = 'movies@'): Promise<Source> {
  const source = await sources.openSource(`sftp://${user}${server.host}${path}`);
  opened.push(source);
  return source;
}
const list = async (path?: string) => (await open(path)).list();
const read = async (name: string, path?: string) => buffer(await (await open(path)).open(name));
const readMovies = () => read(MOVIES);
const refusal = (message: string, name = 'SourceError') => ({
  name,
  message: expect.stringContaining(message),
});

describe('a folder on an SFTP server', () => {
  it.each([FOLDER, `${FOLDER}/`])('the folder %s is listed and read byte for byte', async (path) => {
    const source = await open(path);
    expect(await source.list()).toMatchObject([
      { name: MOVIES, bytes: CONTENT.length },
      { name: 'links.csv', bytes: 2 },
    ]);
    expect((await buffer(await source.open(MOVIES))).equals(CONTENT)).toBe(true);
    expect((await buffer(await source.open('links.csv'))).toString()).toBe('a\n');
    expect(server.connections).toBe(1);
  });

  it('a folder is read from a server that returns few bytes for each request', async () => {
    server.readBytes = 4_321;
    expect((await readMovies()).equals(CONTENT)).toBe(true);
  });

  it('a folder can be the root or a path relative to the home directory of the user', async () => {
    server.files.set('', null);
    server.files.set('/', null);
    server.files.set('/links.csv', { content: Buffer.from('root\n') });
    expect((await read('links.csv', '/')).toString()).toBe('root\n');
    server.files.set('2026', null);
    server.files.set('2026/links.csv', { content: Buffer.from('home\n') });
    expect((await read('links.csv', '/~/2026/')).toString()).toBe('home\n');
  });

  it('the list of a folder contains files and links to files, but no folders and no files in them', async () => {
    server.files.set(`${FOLDER}/below`, null);
    server.files.set('/elsewhere.csv', { content: Buffer.from('abc') });
    server.files.set(`${FOLDER}/keywords.csv`, '/elsewhere.csv');
    server.files.set(`${FOLDER}/folder`, FOLDER);
    expect((await list()).map(({ name, bytes }) => [name, bytes])).toEqual([
      [MOVIES, CONTENT.length],
      ['links.csv', 2],
      ['keywords.csv', 3],
    ]);
    expect((await read('keywords.csv')).toString()).toBe('abc');
    const source = await open();
    expect(await source.folders()).toEqual(['below', 'folder']);
    await source.close!();
  });

  it('a broken link is named in the error', async () => {
    server.files.set(`${FOLDER}/keywords.csv`, '/nowhere');
    await expect(list()).rejects.toMatchObject(refusal('keywords.csv cannot be read: there is no such file'));
  });

  it.each(['../../etc/passwd', 'a/b', 'a\\b', 'a\u0000b', 'a\uFFFDb'])(
    'a folder with a file named %j is rejected',
    async (name) => {
      server.files.set(`${FOLDER}/${name}`, { content: Buffer.of() });
      await expect(list()).rejects.toMatchObject(refusal('rename it'));
    },
  );

  it('files with special characters in their names are read', async () => {
    for (const name of ['mit Leerzeichen.csv', 'ü?#%41.csv', '…']) {
      server.files.set(`${FOLDER}/${name}`, { content: Buffer.from(name) });
      expect((await read(name)).toString()).toBe(name);
    }
  });

  it('a URL with percent-encoded characters in its path is read', async () => {
    server.files.set('/a b/ü', null);
    server.files.set('/a b/ü/links.csv', { content: Buffer.from('x') });
    expect((await read('links.csv', '/a%20b/%C3%BC/')).toString()).toBe('x');
  });

  it('a folder with more than 10,000 entries is rejected', async () => {
    for (let index = 0; index < 10_001; index += 1)
      server.files.set(`${FOLDER}/${index}`, { content: Buffer.of() });
    await expect(list()).rejects.toMatchObject(refusal('contains more than 10000 entries'));
  });

  it.each([
    ['that does not exist', '/drops/2026/11/', 'there is no such file or folder'],
    ['that is a file', `${FOLDER}/links.csv`, 'there is no such file or folder'],
  ])('a folder %s is rejected with a clear message', async (_, path, message) => {
    await expect(list(path)).rejects.toMatchObject(refusal(message));
  });

  it('a file without read permission is rejected', async () => {
    server.files.set(`${FOLDER}/links.csv`, { content: Buffer.from('a'), mode: 0 });
    await expect(read('links.csv')).rejects.toMatchObject(
      refusal('links.csv cannot be read: reading it is not allowed'),
    );
  });
});

describe('a zip archive on an SFTP server', () => {
  const archive = zip([
    { name: 'drop/links.csv', content: 'a\n' },
    { name: `drop/${MOVIES}`, content: CONTENT },
  ]);

  it('an archive is read over one connection', async () => {
    server.files.set('/drop.zip', { content: archive });
    const source = await open('/drop.zip');
    expect(await source.list()).toMatchObject([
      { name: 'links.csv', bytes: 2 },
      { name: MOVIES, bytes: CONTENT.length },
    ]);
    expect((await buffer(await source.open(MOVIES))).equals(CONTENT)).toBe(true);
    expect(server.connections).toBe(1);
  });

  it('a folder whose name ends in .zip is read as a folder', async () => {
    server.files.set('/folder.zip', null);
    server.files.set('/folder.zip/links.csv', { content: Buffer.from('a') });
    expect(await list('/folder.zip')).toMatchObject([{ name: 'links.csv', bytes: 1 }]);
  });

  it('an archive that does not exist is rejected with a clear message', async () => {
    await expect(open('/nowhere.zip')).rejects.toMatchObject(refusal('there is no such file'));
  });

  it('a truncated archive is rejected', async () => {
    server.files.set('/drop.zip', { content: archive.subarray(0, -50) });
    await expect(list('/drop.zip')).rejects.toMatchObject(
      refusal('cannot be unpacked', 'CorruptArchiveError'),
    );
  });
});

describe('an interrupted SFTP connection', () => {
  it('an interrupted SFTP download returns the exact bytes or a transient error', async () => {
    await expectWholeOrPassing({
      schedules: fc.array(fc.integer({ min: 0, max: CONTENT.length + 5_000 }), { maxLength: 8 }),
      numRuns: 8,
      read(cuts) {
        server.cuts = [...cuts];
        return readMovies();
      },
      content: CONTENT,
      fault: refusal('cannot be read at the moment', 'TransientError'),
    });
  });

  it('an interrupted SFTP download resumes at the byte where it stopped', async () => {
    server.cuts = [200_000, 200_000];
    let given = 0;
    server.beforeRead = (sent) => {
      given = Math.max(given, sent);
    };
    expect((await readMovies()).equals(CONTENT)).toBe(true);
    expect(server.connections).toBe(3);
    // No connection has sent the complete file.
    expect(given).toBeLessThan(CONTENT.length);
  });

  it('an SFTP connection that is interrupted during a listing is opened again', async () => {
    server.cuts = [0, 1_500];
    expect(await list()).toHaveLength(2);
  });

  it('an SFTP download that stalls is resumed over a new connection', async () => {
    const first = server.connections + 1;
    server.beforeRead = () => {
      server.silent = server.connections === first;
    };
    expect((await readMovies()).equals(CONTENT)).toBe(true);
    expect(server.connections).toBe(2);
  });

  it('an SFTP server that refuses connections causes a transient error', async () => {
    await server.close();
    await expect(list()).rejects.toMatchObject(refusal('cannot be read at the moment', 'TransientError'));
  });
});

describe('a file that changes on an SFTP server', () => {
  const file = `${FOLDER}/${MOVIES}`;

  it.each([
    ['by its time', { content: Buffer.from(CONTENT).fill('x'), mtime: 1_700_000_001 }],
    ['by its size', { content: CONTENT.subarray(1) }],
  ])('a file that changes while it is read is detected %s', async (_, next) => {
    server.beforeRead = (sent) => {
      if (sent > 100_000) server.files.set(file, next);
    };
    await expect(readMovies()).rejects.toMatchObject(refusal('was changed while it was being read'));
  });

  it('a file that changes after it was listed is detected', async () => {
    const source = await open();
    const [{ name, version }] = (await source.list()) as [SourceEntry];
    expect((await buffer(await source.open(name, version))).equals(CONTENT)).toBe(true);
    server.files.set(file, { content: CONTENT, mtime: 1_700_000_001 });
    await expect(source.open(name, version)).rejects.toMatchObject(
      refusal('was changed after the run listed it'),
    );
  });

  it('a file that changes while it is read is detected after a reconnection', async () => {
    server.cuts = [100_000];
    server.beforeRead = (sent) => {
      if (sent > 50_000) server.files.set(file, { content: CONTENT, mtime: 1_700_000_001 });
    };
    await expect(readMovies()).rejects.toMatchObject(refusal('was changed while it was being read'));
  });
});

describe('the authentication of an SFTP server', () => {
  it.each([
    [
      'a host key that differs from the settings',
      () => `SHA256:${'A'.repeat(43)}`,
      'the connection may be intercepted',
    ],
    [
      'a host key that the settings do not list',
      () => undefined,
      'the setting sftpHostKeys has no key of this host',
    ],
  ])('a server with %s is rejected, and the error contains its fingerprint', async (_, key, message) => {
    process.env.SOURCE_HOSTS = server.host;
    process.env.SFTP_HOST_KEYS = JSON.stringify(key() === undefined ? {} : { [server.host]: key() });
    const failure = await list().catch((error: Error) => error);
    expect(failure).toMatchObject(refusal(message));
    expect((failure as Error).message).toContain(server.fingerprint);
    expect(server.connections).toBe(1);
  });

  it('the settings can list several host keys for a server', async () => {
    process.env.SFTP_HOST_KEYS = JSON.stringify({
      '127.0.0.1': [`SHA256:${'A'.repeat(43)}`, server.fingerprint],
    });
    expect(await list()).toHaveLength(2);
  });

  it('a server that the settings do not list is never contacted', async () => {
    process.env.SFTP_HOST_KEYS = '{}';
    await expect(open()).rejects.toMatchObject(refusal('the setting sourceHosts names none at all'));
    expect(server.connections).toBe(0);
  });

  const keys = makeKeys();
  it.each([
    ['a password', {}, { password: 'pass word' }],
    ['keyboard-interactive authentication', { dialogue: true }, { password: 'pass word' }],
    ['a private key', { password: undefined, publicKey: keys.public }, { privateKey: keys.private }],
  ])('a user can log in with %s', async (_, login, secret) => {
    server.login = { ...server.login, ...login };
    await writeSecret(secret);
    expect(await list()).toHaveLength(2);
  });

  it('a user can log in with a private key that has a passphrase', async () => {
    const pair = makeKeys({ passphrase: 'open sesame', cipher: 'aes256-ctr', rounds: 8 });
    server.login = { username: 'movies', publicKey: pair.public };
    await writeSecret({ privateKey: pair.private, passphrase: 'open sesame' });
    expect(await list()).toHaveLength(2);
    await writeSecret({ privateKey: pair.private, passphrase: 'hunter2' });
    const failure = (await list().catch((error: Error) => error)) as Error;
    expect(failure).toMatchObject(refusal('its privateKey cannot be read'));
    expect(`${failure.message}${failure.cause}`).not.toContain('hunter2');
  });

  it('the user name is read from the secret if the URL has none', async () => {
    await writeSecret({ username: 'movies', password: 'pass word' });
    expect(await (await open(undefined, '')).list()).toHaveLength(2);
  });

  it('a rejected login is reported without a retry and without the password', async () => {
    await writeSecret({ password: 'hunter2' });
    const failure = (await list().catch((error: Error) => error)) as Error;
    expect(failure).toMatchObject(refusal('rejects the login of the user movies'));
    expect(failure.message).not.toContain('hunter2');
    expect(server.connections).toBe(1);
  });

  it.each([
    [
      'has neither a password nor a private key',
      { username: 'movies' },
      'must hold "password" or "privateKey"',
    ],
    ['has an invalid private key', { privateKey: 'hunter2' }, 'its privateKey cannot be read'],
  ])('a server whose secret %s is never contacted', async (_, secret, message) => {
    await writeSecret(secret);
    const failure = (await list().catch((error: Error) => error)) as Error;
    expect(failure).toMatchObject(refusal(message));
    expect(failure.message).not.toContain('hunter2');
    expect(server.connections).toBe(0);
  });

  it('a server without a secret in the settings is rejected', async () => {
    process.env.SOURCE_SECRETS = '{}';
    await expect(open()).rejects.toMatchObject(refusal('the setting sourceSecrets names no secret'));
  });

  it('an SFTP URL with a password is rejected', async () => {
    const failure = (await open(undefined, 'movies:hunter2@').catch((error: Error) => error)) as Error;
    expect(failure).toMatchObject(refusal('contains a password'));
    expect(failure.message).not.toContain('hunter2');
  });
});
