import { beforeEach, describe, expect, it } from 'vitest';
import {
  ARCHIVE,
  CONTENT,
  open,
  other,
  readMovies,
  refusal,
  secrets,
  server,
  sources,
  writeSecrets,
} from './https-drop.ts';
import { type Answer, give, startDropServer, status } from './https-server.ts';

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
    ['with a password in it', 'https://movies:hunter2@127.0.0.1/drop.zip', 'contains a password'],
    ['with a user in it', 'https://movies@127.0.0.1/drop.zip', 'contains a user name'],
    ['with a query', 'https://127.0.0.1/drop.zip?signature=hunter2', 'has a query or fragment'],
    ['of no archive', 'https://127.0.0.1/drops/', 'whose address ends in .zip'],
    [
      'without encryption',
      'http://movies:hunter2@127.0.0.1/drop.zip',
      'is neither encrypted nor authenticated',
    ],
    ['of a kind that is not known', 'ftp://movies:hunter2@127.0.0.1/drop.zip', 'begins with ftp://'],
    ['that is none', 'https://a b/drop.zip', 'is not a valid URL'],
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
