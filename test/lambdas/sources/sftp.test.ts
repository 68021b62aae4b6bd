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

/** Bytes that don't come are waited for this long. */
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

describe('a folder by SFTP', () => {
  it.each([FOLDER, `${FOLDER}/`])('is listed and read byte for byte (%s)', async (path) => {
    const source = await open(path);
    expect(await source.list()).toMatchObject([
      { name: MOVIES, bytes: CONTENT.length },
      { name: 'links.csv', bytes: 2 },
    ]);
    expect((await buffer(await source.open(MOVIES))).equals(CONTENT)).toBe(true);
    expect((await buffer(await source.open('links.csv'))).toString()).toBe('a\n');
    expect(server.connections).toBe(1);
  });

  it('is read from a server that gives a few bytes at a time', async () => {
    server.readBytes = 4_321;
    expect((await readMovies()).equals(CONTENT)).toBe(true);
  });

  it('may be the root, or seen from the home of the user', async () => {
    server.files.set('', null);
    server.files.set('/', null);
    server.files.set('/links.csv', { content: Buffer.from('root\n') });
    expect((await read('links.csv', '/')).toString()).toBe('root\n');
    server.files.set('2026', null);
    server.files.set('2026/links.csv', { content: Buffer.from('home\n') });
    expect((await read('links.csv', '/~/2026/')).toString()).toBe('home\n');
  });

  it('lists files and links to files, but neither folders nor the files in them', async () => {
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

  it('says which link leads nowhere', async () => {
    server.files.set(`${FOLDER}/keywords.csv`, '/nowhere');
    await expect(list()).rejects.toMatchObject(refusal('keywords.csv cannot be read: there is no such file'));
  });

  it.each(['../../etc/passwd', 'a/b', 'a\\b', 'a\u0000b', 'a\uFFFDb'])(
    'with the name %j in it is refused',
    async (name) => {
      server.files.set(`${FOLDER}/${name}`, { content: Buffer.of() });
      await expect(list()).rejects.toMatchObject(refusal('rename it'));
    },
  );

  it('of any names that a file may have is read', async () => {
    for (const name of ['mit Leerzeichen.csv', 'ü?#%41.csv', '…']) {
      server.files.set(`${FOLDER}/${name}`, { content: Buffer.from(name) });
      expect((await read(name)).toString()).toBe(name);
    }
  });

  it('may have a path with percent signs in its address', async () => {
    server.files.set('/a b/ü', null);
    server.files.set('/a b/ü/links.csv', { content: Buffer.from('x') });
    expect((await read('links.csv', '/a%20b/%C3%BC/')).toString()).toBe('x');
  });

  it('with more entries than a drop can have is refused while it is listed', async () => {
    for (let index = 0; index < 10_001; index += 1)
      server.files.set(`${FOLDER}/${index}`, { content: Buffer.of() });
    await expect(list()).rejects.toMatchObject(refusal('contains more than 10000 entries'));
  });

  it.each([
    ['that is not there', '/drops/2026/11/', 'there is no such file or folder'],
    ['that is a file', `${FOLDER}/links.csv`, 'there is no such file or folder'],
  ])('%s is missed in a sentence', async (_, path, message) => {
    await expect(list(path)).rejects.toMatchObject(refusal(message));
  });

  it('gives no file that this service may not read', async () => {
    server.files.set(`${FOLDER}/links.csv`, { content: Buffer.from('a'), mode: 0 });
    await expect(read('links.csv')).rejects.toMatchObject(
      refusal('links.csv cannot be read: reading it is not allowed'),
    );
  });
});

describe('a zip archive by SFTP', () => {
  const archive = zip([
    { name: 'drop/links.csv', content: 'a\n' },
    { name: `drop/${MOVIES}`, content: CONTENT },
  ]);

  it('is read where it lies', async () => {
    server.files.set('/drop.zip', { content: archive });
    const source = await open('/drop.zip');
    expect(await source.list()).toMatchObject([
      { name: 'links.csv', bytes: 2 },
      { name: MOVIES, bytes: CONTENT.length },
    ]);
    expect((await buffer(await source.open(MOVIES))).equals(CONTENT)).toBe(true);
    expect(server.connections).toBe(1);
  });

  it('gives way to a folder of that name', async () => {
    server.files.set('/folder.zip', null);
    server.files.set('/folder.zip/links.csv', { content: Buffer.from('a') });
    expect(await list('/folder.zip')).toMatchObject([{ name: 'links.csv', bytes: 1 }]);
  });

  it('that is not there is missed in a sentence', async () => {
    await expect(open('/nowhere.zip')).rejects.toMatchObject(refusal('there is no such file'));
  });

  it('that is damaged is refused', async () => {
    server.files.set('/drop.zip', { content: archive.subarray(0, -50) });
    await expect(list('/drop.zip')).rejects.toMatchObject(
      refusal('cannot be unpacked', 'CorruptArchiveError'),
    );
  });
});

describe('a connection by SFTP that breaks', () => {
  it('wherever and how often it does so, ends in the same bytes or an error', async () => {
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

  it('is taken up where it broke off', async () => {
    server.cuts = [200_000, 200_000];
    let given = 0;
    server.beforeRead = (sent) => {
      given = Math.max(given, sent);
    };
    expect((await readMovies()).equals(CONTENT)).toBe(true);
    expect(server.connections).toBe(3);
    // No connection has had to give everything.
    expect(given).toBeLessThan(CONTENT.length);
  });

  it('while a folder is listed is made anew', async () => {
    server.cuts = [0, 1_500];
    expect(await list()).toHaveLength(2);
  });

  it('by falling silent is taken up again', async () => {
    const first = server.connections + 1;
    server.beforeRead = () => {
      server.silent = server.connections === first;
    };
    expect((await readMovies()).equals(CONTENT)).toBe(true);
    expect(server.connections).toBe(2);
  });

  it('that nobody takes is given up as a passing fault in the end', async () => {
    await server.close();
    await expect(list()).rejects.toMatchObject(refusal('cannot be read at the moment', 'TransientError'));
  });
});

describe('a file that is changed while it is read by SFTP', () => {
  const file = `${FOLDER}/${MOVIES}`;

  it.each([
    ['by its time', { content: Buffer.from(CONTENT).fill('x'), mtime: 1_700_000_001 }],
    ['by its size', { content: CONTENT.subarray(1) }],
  ])('is noticed at its end, %s', async (_, next) => {
    server.beforeRead = (sent) => {
      if (sent > 100_000) server.files.set(file, next);
    };
    await expect(readMovies()).rejects.toMatchObject(refusal('was changed while it was being read'));
  });

  it('is noticed since it was listed', async () => {
    const source = await open();
    const [{ name, version }] = (await source.list()) as [SourceEntry];
    expect((await buffer(await source.open(name, version))).equals(CONTENT)).toBe(true);
    server.files.set(file, { content: CONTENT, mtime: 1_700_000_001 });
    await expect(source.open(name, version)).rejects.toMatchObject(
      refusal('was changed after the run listed it'),
    );
  });

  it('is noticed when a connection is taken up again', async () => {
    server.cuts = [100_000];
    server.beforeRead = (sent) => {
      if (sent > 50_000) server.files.set(file, { content: CONTENT, mtime: 1_700_000_001 });
    };
    await expect(readMovies()).rejects.toMatchObject(refusal('was changed while it was being read'));
  });
});

describe('a server by SFTP', () => {
  it.each([
    [
      'another key than the settings have',
      () => `SHA256:${'A'.repeat(43)}`,
      'the connection may be intercepted',
    ],
    [
      'a key where the settings have none',
      () => undefined,
      'the setting sftpHostKeys has no key of this host',
    ],
  ])('that shows %s is refused by the fingerprint that was seen', async (_, key, message) => {
    process.env.SOURCE_HOSTS = server.host;
    process.env.SFTP_HOST_KEYS = JSON.stringify(key() === undefined ? {} : { [server.host]: key() });
    const failure = await list().catch((error: Error) => error);
    expect(failure).toMatchObject(refusal(message));
    expect((failure as Error).message).toContain(server.fingerprint);
    expect(server.connections).toBe(1);
  });

  it('may have several keys', async () => {
    process.env.SFTP_HOST_KEYS = JSON.stringify({
      '127.0.0.1': [`SHA256:${'A'.repeat(43)}`, server.fingerprint],
    });
    expect(await list()).toHaveLength(2);
  });

  it('that the settings do not name is never turned to', async () => {
    process.env.SFTP_HOST_KEYS = '{}';
    await expect(open()).rejects.toMatchObject(refusal('the setting sourceHosts names none at all'));
    expect(server.connections).toBe(0);
  });

  const keys = makeKeys();
  it.each([
    ['a password', {}, { password: 'pass word' }],
    ['a password in a dialogue', { dialogue: true }, { password: 'pass word' }],
    ['a key', { password: undefined, publicKey: keys.public }, { privateKey: keys.private }],
  ])('lets in by %s', async (_, login, secret) => {
    server.login = { ...server.login, ...login };
    await writeSecret(secret);
    expect(await list()).toHaveLength(2);
  });

  it('lets in by a key with a passphrase', async () => {
    const pair = makeKeys({ passphrase: 'open sesame', cipher: 'aes256-ctr', rounds: 8 });
    server.login = { username: 'movies', publicKey: pair.public };
    await writeSecret({ privateKey: pair.private, passphrase: 'open sesame' });
    expect(await list()).toHaveLength(2);
    await writeSecret({ privateKey: pair.private, passphrase: 'hunter2' });
    const failure = (await list().catch((error: Error) => error)) as Error;
    expect(failure).toMatchObject(refusal('its privateKey cannot be read'));
    expect(`${failure.message}${failure.cause}`).not.toContain('hunter2');
  });

  it('takes the user from the secret where the address has none', async () => {
    await writeSecret({ username: 'movies', password: 'pass word' });
    expect(await (await open(undefined, '')).list()).toHaveLength(2);
  });

  it('that does not let in says so, once, and tells no secret', async () => {
    await writeSecret({ password: 'hunter2' });
    const failure = (await list().catch((error: Error) => error)) as Error;
    expect(failure).toMatchObject(refusal('does not let the user movies in'));
    expect(failure.message).not.toContain('hunter2');
    expect(server.connections).toBe(1);
  });

  it.each([
    ['has neither', { username: 'movies' }, 'must hold "password" or "privateKey"'],
    ['has a key that is none', { privateKey: 'hunter2' }, 'its privateKey cannot be read'],
  ])('is not turned to where its secret %s', async (_, secret, message) => {
    await writeSecret(secret);
    const failure = (await list().catch((error: Error) => error)) as Error;
    expect(failure).toMatchObject(refusal(message));
    expect(failure.message).not.toContain('hunter2');
    expect(server.connections).toBe(0);
  });

  it('is not turned to where the settings name no secret', async () => {
    process.env.SOURCE_SECRETS = '{}';
    await expect(open()).rejects.toMatchObject(refusal('the setting sourceSecrets names no secret'));
  });

  it('is not turned to with a password in the address', async () => {
    const failure = (await open(undefined, 'movies:hunter2@').catch((error: Error) => error)) as Error;
    expect(failure).toMatchObject(refusal('contains a password'));
    expect(failure.message).not.toContain('hunter2');
  });
});
