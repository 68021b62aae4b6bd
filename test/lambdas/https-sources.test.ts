import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type * as Sources from '../../lambdas/sources/open-source.ts';
import type { Source } from '../../lambdas/sources/source.ts';
import { answerSecrets } from '../../local/secrets/secrets-manager.ts';
import { type LocalServer, listen } from '../../local/stack/servers.ts';
import { zip } from '../fixtures/zip.ts';
import {
  type Answer,
  type DropServer,
  give,
  inTurn,
  startDropServer,
  status,
  trust,
} from './https-server.ts';

/** A legitimate answer never takes this long here, and one that doesn't begin is waited for this long. */
const ANSWER_MS = 5_000;
const ATTEMPTS = 5;

let server: DropServer;
let other: DropServer;
let secrets: LocalServer;
let folder: string;
let sources: typeof Sources;
const opened: Source[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'https-'));
  server = await startDropServer();
  other = await startDropServer();
  trust(server.authority, other.authority);
  secrets = await listen(0, (request, response) => {
    answerSecrets(join(folder, 'secrets.json'), request, response).catch(() => response.destroy());
  });
  Object.assign(process.env, {
    CLIENT_ATTEMPTS: String(ATTEMPTS),
    CLIENT_ANSWER_MS: String(ANSWER_MS),
    CLIENT_SILENCE_MS: String(ANSWER_MS),
    CLIENT_PAUSE_MS: '1',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
  });
  sources = await import('../../lambdas/sources/open-source.ts');
});
beforeEach(() => {
  process.env.SOURCE_HOSTS = new URL(server.origin).host;
  process.env.SOURCE_SECRETS = '{}';
});
afterEach(async () => {
  for (const source of opened.splice(0)) await source.close?.();
});
afterAll(async () => {
  await Promise.all([server.close(), other.close(), secrets.close()]);
  await rm(folder, { recursive: true });
});

const MOVIES = 'movies_metadata.csv';
/** Larger than what is kept of an archive's end; every byte of it is on its way. */
const CONTENT = Buffer.from(
  Array.from({ length: 1_500_000 }, (_, index) => (index * 7919 + (index >> 8)) & 0xff),
);
const ARCHIVE = zip([
  { name: 'drop/links.csv', content: 'a\n' },
  { name: `drop/${MOVIES}`, content: CONTENT, stored: true },
  { name: 'drop/ratings.csv', content: 'b\n' },
]);

async function open(path = '/drop.zip'): Promise<Source> {
  const source = await sources.openSource(server.origin + path);
  opened.push(source);
  return source;
}

/** The large file as it arrives. */
async function readMovies(path?: string): Promise<Buffer> {
  return buffer(await (await open(path)).open(MOVIES));
}

const refusal = (message: string, name = 'SourceError') => ({
  name,
  message: expect.stringContaining(message),
});

describe('a zip archive by https', () => {
  it.each([
    ['parts of files', {}],
    ['whole files alone', { ranges: false }],
    ['whole files of a length that it does not tell', { ranges: false, length: false }],
    ['parts of files that it knows versions of', { etag: '"1"', modified: 'Tue, 06 Oct 2026 10:00:00 GMT' }],
    ['versions by their dates', { modified: 'Tue, 06 Oct 2026 10:00:00 GMT' }],
    ['weak validators', { etag: 'W/"1"' }],
  ])('is read byte for byte from a server that gives %s', async (_, given) => {
    server.answer(give(ARCHIVE, given));
    const source = await open();
    expect(await source.list()).toMatchObject([
      { name: 'links.csv', bytes: 2 },
      { name: MOVIES, bytes: CONTENT.length },
      { name: 'ratings.csv', bytes: 2 },
    ]);
    expect((await buffer(await source.open(MOVIES))).equals(CONTENT)).toBe(true);
    expect((await buffer(await source.open('links.csv'))).toString()).toBe('a\n');
  });

  it('is not read as a whole where a file of it is wanted', async () => {
    let sent = 0;
    server.answer((request, response) => {
      response.on('finish', () => {
        sent += Number(response.getHeader('content-length'));
      });
      give(ARCHIVE)(request, response);
    });
    await buffer(await (await open()).open('ratings.csv'));
    // The end with the directory, and what is fetched with the header of the file.
    expect(sent).toBeLessThan(ARCHIVE.length / 2);
  });

  it('may be of any size', async () => {
    // A member of 10 GB whose bytes nobody holds: sizes and places are in Zip64 fields.
    const bytes = 10_000_000_000;
    const small = zip([{ name: 'ratings.csv', content: '', stored: true, zip64: true }], { zip64: true });
    const header = 30 + 'ratings.csv'.length;
    const end = Buffer.from(small.subarray(header));
    const entry = end.indexOf(Buffer.from([1, 0, 24, 0]));
    end.writeBigUInt64LE(BigInt(bytes), entry + 4);
    end.writeBigUInt64LE(BigInt(bytes), entry + 12);
    const record = end.indexOf(Buffer.from('PK\u0006\u0006'));
    end.writeBigUInt64LE(BigInt(header + bytes), record + 48);
    end.writeBigUInt64LE(BigInt(header + bytes + record), end.indexOf(Buffer.from('PK\u0006\u0007')) + 8);
    const size = header + bytes + end.length;
    server.answer((request, response) => {
      const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range!)!;
      const start = Number(first);
      const stop = Number(last) + 1;
      const part = Buffer.alloc(stop - start);
      if (start < header) small.copy(part, 0, start, Math.min(header, stop));
      if (stop > header + bytes) {
        end.copy(part, Math.max(0, header + bytes - start), Math.max(0, start - header - bytes));
      }
      response.writeHead(206, { 'content-range': `bytes ${start}-${stop - 1}/${size}` }).end(part);
    });
    expect(await (await open()).list()).toMatchObject([{ name: 'ratings.csv', bytes }]);
  });

  it('of over 1 GB is refused where the server gives out no parts of it', async () => {
    server.answer((_, response) => {
      response.writeHead(200, { 'content-length': '1000000001' });
      response.write('PK');
    });
    await expect(open()).rejects.toMatchObject(refusal('let the server answer Range'));
  });
});

describe('a connection that breaks', () => {
  /** How many bytes come of each answer in turn; null: all of them. */
  const schedules = fc.array(fc.option(fc.integer({ min: 0, max: ARCHIVE.length }), { freq: 3 }), {
    maxLength: 14,
  });

  it.each([
    ['parts of files', true],
    ['whole files alone', false],
  ])('wherever and how often it does so, ends in the same bytes or an error (%s)', async (_, ranges) => {
    let whole = 0;
    const property = fc.asyncProperty(schedules, async (cuts) => {
      const answers = cuts.map((cut) =>
        give(ARCHIVE, { ranges, etag: '"1"', ...(cut !== null && { cutAfter: cut }) }),
      );
      server.answer(inTurn(...answers, give(ARCHIVE, { ranges, etag: '"1"' })));
      try {
        expect((await readMovies()).equals(CONTENT)).toBe(true);
        whole += 1;
      } catch (error) {
        expect(error).toMatchObject(refusal('/drop.zip cannot be read at the moment', 'TransientError'));
      }
    });
    await fc.assert(property, { numRuns: 25 });
    expect(whole).toBeGreaterThan(0);
  });

  it('is taken up where it broke off', async () => {
    const cut = give(ARCHIVE, { cutAfter: 500_000 });
    server.answer(inTurn(give(ARCHIVE), give(ARCHIVE), give(ARCHIVE), cut, cut, give(ARCHIVE)));
    expect((await readMovies()).equals(CONTENT)).toBe(true);
    const starts = server.requests.slice(-3).map(({ headers }) => Number(/\d+/.exec(headers.range!)![0]));
    expect(starts[1]! - starts[0]!).toBeGreaterThan(0);
    expect(starts[2]! - starts[1]!).toBeGreaterThan(0);
  });

  it('is given up as a passing fault in the end', async () => {
    server.answer((request) => request.socket.destroy());
    await expect(open()).rejects.toMatchObject(refusal('the connection failed', 'TransientError'));
    expect(server.requests).toHaveLength(ATTEMPTS);
  });

  it('before its answer begins is asked again', async () => {
    const silence: Answer = () => {};
    server.answer(inTurn(silence, give(ARCHIVE)));
    expect((await readMovies()).equals(CONTENT)).toBe(true);
  });

  it('by falling silent in the middle is taken up again', async () => {
    const stall: Answer = (_, response) => {
      const start = ARCHIVE.indexOf(CONTENT.subarray(0, 100));
      response.writeHead(206, {
        'content-range': `bytes ${start}-${start + CONTENT.length - 1}/${ARCHIVE.length}`,
        'content-length': CONTENT.length,
      });
      response.write(CONTENT.subarray(0, 1_000));
    };
    server.answer(inTurn(give(ARCHIVE), give(ARCHIVE), give(ARCHIVE), stall, give(ARCHIVE)));
    expect((await readMovies()).equals(CONTENT)).toBe(true);
  });
});

describe('an archive that is replaced while it is read', () => {
  const next = zip([{ name: MOVIES, content: Buffer.alloc(CONTENT.length, 'x'), stored: true }]);

  it.each([
    ['by its ETag', { etag: '"1"' }, { etag: '"2"' }],
    ['by its weak ETag', { etag: 'W/"1"' }, { etag: 'W/"2"' }],
    [
      'by its date',
      { modified: 'Tue, 06 Oct 2026 10:00:00 GMT' },
      { modified: 'Tue, 06 Oct 2026 10:00:01 GMT' },
    ],
    ['by its size alone', {}, {}],
    ['without parts, by its ETag', { etag: '"1"', ranges: false }, { etag: '"2"', ranges: false }],
  ])('is noticed %s', async (_, before, after) => {
    server.answer(give(ARCHIVE, before));
    const source = await open();
    server.answer(give(next, after));
    await expect(source.open(MOVIES).then(buffer)).rejects.toMatchObject(
      refusal('was changed while it was being read'),
    );
  });

  it('is noticed in the middle of a file, however the connection broke', async () => {
    const cut = give(ARCHIVE, { etag: '"1"', cutAfter: 1_000 });
    const whole = give(ARCHIVE, { etag: '"1"' });
    server.answer(inTurn(whole, whole, whole, cut, give(next, { etag: '"2"' })));
    await expect(readMovies()).rejects.toMatchObject(refusal('was changed while it was being read'));
  });

  it('by one of the same size and no validator is found out by its checksum', async () => {
    const twin = zip([
      { name: 'drop/links.csv', content: 'a\n' },
      { name: `drop/${MOVIES}`, content: Buffer.from(CONTENT).fill('x', 1_000, 2_000), stored: true },
      { name: 'drop/ratings.csv', content: 'b\n' },
    ]);
    const whole = give(ARCHIVE);
    server.answer(inTurn(whole, whole, whole, give(twin)));
    await expect(readMovies()).rejects.toMatchObject(refusal('checksum', 'CorruptArchiveError'));
  });
});

describe('what a server answers that gives no archive', () => {
  it.each([
    [404, 'there is no such file (404)'],
    [410, 'there is no such file (410)'],
    [401, 'name a secret for 127.0.0.1:'],
    [403, 'name a secret for 127.0.0.1:'],
    [400, 'its server answers 400'],
    [204, 'its server answers 204'],
  ])('%i ends the run in a sentence', async (code, message) => {
    server.answer(status(code));
    await expect(open()).rejects.toMatchObject(refusal(message));
    expect(server.requests).toHaveLength(1);
  });

  it.each([429, 500, 502, 503])('%i is asked again', async (code) => {
    server.answer(inTurn(status(code), status(code, { 'retry-after': '0' }), give(ARCHIVE)));
    expect((await readMovies()).equals(CONTENT)).toBe(true);
  });

  it('503 with a date waits until then, and not for hours', async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    server.answer(status(503, { 'retry-after': date }));
    await expect(open()).rejects.toMatchObject(refusal('answers 503', 'TransientError'));
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['a page', (_: Buffer) => Buffer.from('<html>Sign in</html>')],
    ['an archive that is cut off', (archive: Buffer) => archive.subarray(0, -30)],
    ['nothing', (_: Buffer) => Buffer.of()],
  ])('200 with %s is no archive', async (_, damage) => {
    server.answer(give(damage(ARCHIVE), { ranges: false }));
    const read = open().then((source) => source.list());
    await expect(read).rejects.toMatchObject(refusal('/drop.zip cannot be unpacked', 'CorruptArchiveError'));
  });

  it('another part than was asked for is refused', async () => {
    server.answer(
      inTurn(give(ARCHIVE), (_, response) => {
        response.writeHead(206, { 'content-range': `bytes 0-9/${ARCHIVE.length}` }).end('0123456789');
      }),
    );
    const read = open().then((source) => source.list());
    await expect(read).rejects.toMatchObject(refusal('its server gives others'));
  });

  it('fewer bytes than it announces are asked for again', async () => {
    const short: Answer = (_, response) => {
      const start = ARCHIVE.indexOf(CONTENT.subarray(0, 100));
      response
        .writeHead(206, { 'content-range': `bytes ${start}-${start + CONTENT.length - 1}/${ARCHIVE.length}` })
        .end(CONTENT.subarray(0, 5_000));
    };
    server.answer(inTurn(give(ARCHIVE), give(ARCHIVE), give(ARCHIVE), short, give(ARCHIVE)));
    expect((await readMovies()).equals(CONTENT)).toBe(true);
  });

  it('an archive that it packs once more is refused', async () => {
    server.answer(status(200, { 'content-encoding': 'gzip' }));
    await expect(open()).rejects.toMatchObject(refusal('Content-Encoding: gzip'));
  });
});

describe('a server that leads elsewhere', () => {
  const lead = (location: string, code = 302): Answer => status(code, { location });

  it.each([301, 302, 303, 307, 308])('by %i is followed', async (code) => {
    server.answer((request, response) =>
      (request.url === '/drop.zip' ? lead('/files/42?signature=secret', code) : give(ARCHIVE))(
        request,
        response,
      ),
    );
    expect((await readMovies()).equals(CONTENT)).toBe(true);
  });

  it.each([
    ['in a circle', () => lead('/drop.zip'), 'more than 5 times'],
    ['to an address without encryption', () => lead('http://127.0.0.1/drop.zip'), 'which is not https'],
    ['to a file', () => lead('file:///etc/passwd'), 'which is not https'],
    ['to nowhere', () => status(302), 'no address that can be read'],
    [
      'to a host that the settings do not name',
      () => lead(`${other.origin}/drop.zip?signature=secret`),
      'the setting sourceHosts names only',
    ],
    [
      'to a service within the network',
      () => lead('https://169.254.169.254/latest/meta-data/'),
      'the setting sourceHosts names only',
    ],
    [
      'with credentials in the address',
      () => lead(`https://name:secret@${new URL(server.origin).host}/`),
      'with credentials in the address',
    ],
  ])('%s is refused', async (_, answer, message) => {
    server.answer(answer());
    const failure = await open().catch((error: Error) => error);
    expect(failure).toMatchObject(refusal(message));
    expect((failure as Error).message).not.toContain('secret');
  });

  it('never takes the credentials to another host', async () => {
    process.env.SOURCE_HOSTS = [server, other].map(({ origin }) => new URL(origin).host).join(',');
    process.env.SOURCE_SECRETS = JSON.stringify({ [new URL(server.origin).host]: 'drops' });
    await writeSecrets({ drops: { token: 'abc' } });
    server.answer(lead(`${other.origin}/x.zip`));
    other.answer(give(ARCHIVE));
    expect((await readMovies()).equals(CONTENT)).toBe(true);
    expect(server.requests[0]!.headers.authorization).toBe('Bearer abc');
    expect(other.requests.map(({ headers }) => headers.authorization)).not.toContain('Bearer abc');
  });
});

const writeSecrets = (content: object | string, mode = 0o600): Promise<void> =>
  rm(join(folder, 'secrets.json'), { force: true }).then(() =>
    writeFile(join(folder, 'secrets.json'), typeof content === 'string' ? content : JSON.stringify(content), {
      mode,
    }),
  );

describe('credentials', () => {
  beforeEach(() => {
    process.env.SOURCE_SECRETS = JSON.stringify({ '127.0.0.1': 'drops' });
    server.answer(give(ARCHIVE));
  });

  it.each([
    [
      'a name and a password',
      { username: 'movies', password: 'pass:word' },
      'Basic bW92aWVzOnBhc3M6d29yZA==',
    ],
    ['a token', { token: 'abc.def' }, 'Bearer abc.def'],
  ])('are %s from a secret', async (_, secret, authorization) => {
    await writeSecrets({ drops: secret });
    await open();
    expect(server.requests[0]!.headers.authorization).toBe(authorization);
  });

  it('that the server does not take are said to be wrong', async () => {
    await writeSecrets({ drops: { token: 'abc' } });
    server.answer(status(401));
    await expect(open()).rejects.toMatchObject(
      refusal('does not let the credentials of its secret in (401)'),
    );
  });

  it.each([
    ['is not there', {}, 'there is no such secret'],
    ['is no JSON', { drops: 'hunter2' }, 'it is no JSON'],
    ['is no object', { drops: '["hunter2"]' }, 'it is no JSON object'],
    ['holds neither', { drops: { username: 'hunter2' } }, 'either "username" and "password" or "token"'],
    [
      'holds both',
      { drops: { username: 'a', password: 'hunter2', token: 'b' } },
      'either "username" and "password"',
    ],
    [
      'has a token of two lines',
      { drops: { token: 'hunter2\r\nx: y' } },
      'characters that no token may have',
    ],
    [
      'has a password that is no text',
      { drops: { username: 'a', password: ['hunter2'] } },
      'its password is no text',
    ],
  ])('of a secret that %s are missed in a sentence that tells nothing of it', async (_, content, message) => {
    await writeSecrets(content);
    const failure = (await open().catch((error: Error) => error)) as Error;
    expect(failure).toMatchObject(refusal(message));
    expect(`${failure.message} ${failure.cause}`).not.toContain('hunter2');
    expect(server.requests).toEqual([]);
  });

  it('are not taken from a file that others on this machine may read', async () => {
    await writeSecrets({ drops: { token: 'abc' } }, 0o644);
    await expect(open()).rejects.toMatchObject(refusal('chmod 600', 'LocalSecretsError'));
  });
});

describe('an address', () => {
  it.each([
    ['with a password in it', 'https://movies:hunter2@127.0.0.1/drop.zip', 'has a password in it'],
    ['with a user in it', 'https://movies@127.0.0.1/drop.zip', "with a user's name"],
    ['with a query', 'https://127.0.0.1/drop.zip?signature=hunter2', 'something behind its path'],
    ['of no archive', 'https://127.0.0.1/drops/', 'whose address ends in .zip'],
    ['without encryption', 'http://movies:hunter2@127.0.0.1/drop.zip', 'would come unencrypted'],
    ['of a kind that is not known', 'ftp://movies:hunter2@127.0.0.1/drop.zip', 'begins with ftp://'],
    ['that is none', 'https://a b/drop.zip', 'is no address'],
    [
      'on a host that the settings do not name',
      'https://localhost/drop.zip',
      'the setting sourceHosts names only 127.0.0.1:',
    ],
    ['on another port', 'https://127.0.0.1/drop.zip', 'the setting sourceHosts names only 127.0.0.1:'],
  ])('%s is refused', async (_, uri, message) => {
    const failure = (await sources.openSource(uri).catch((error: Error) => error)) as Error;
    expect(failure).toMatchObject(refusal(message));
    expect(failure.message).not.toContain('hunter2');
  });

  it('on any host may be read on a local run', async () => {
    process.env.SOURCE_HOSTS = '';
    process.env.ANY_SOURCE_HOST = 'allowed';
    server.answer(give(ARCHIVE));
    await expect(open()).resolves.toBeDefined();
    delete process.env.ANY_SOURCE_HOST;
  });

  it('of a server with a certificate of nobody known is refused', async () => {
    const stranger = await startDropServer();
    process.env.SOURCE_HOSTS = '127.0.0.1';
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    await expect(sources.openSource(`${stranger.origin}/drop.zip`)).rejects.toMatchObject(
      refusal('its certificate cannot be trusted'),
    );
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    await stranger.close();
  });

  it('of a server that speaks no TLS is refused', async () => {
    process.env.SOURCE_HOSTS = '127.0.0.1';
    const uri = `${secrets.url.replace('http:', 'https:')}/drop.zip`;
    await expect(sources.openSource(uri)).rejects.toMatchObject(refusal('speaks no TLS'));
  });
});
