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

describe('an HTTPS redirect', () => {
  const lead = (location: string, code = 302): Answer => status(code, { location });

  it.each([301, 302, 303, 307, 308])('a redirect with status %i is followed', async (code) => {
    server.answer((request, response) =>
      (request.url === '/drop.zip' ? lead('/files/42?signature=secret', code) : give(ARCHIVE))(
        request,
        response,
      ),
    );
    expect((await readMovies()).equals(CONTENT)).toBe(true);
  });

  it.each([
    ['to itself', () => lead('/drop.zip'), 'more than 5 times'],
    ['to a URL without encryption', () => lead('http://127.0.0.1/drop.zip'), 'which is not https'],
    ['to a file URL', () => lead('file:///etc/passwd'), 'which is not https'],
    ['without a Location header', () => status(302), 'no address that can be read'],
    [
      'to a host that sourceHosts does not list',
      () => lead(`${other.origin}/drop.zip?signature=secret`),
      'the setting sourceHosts names only',
    ],
    [
      'to an internal service of the network',
      () => lead('https://169.254.169.254/latest/meta-data/'),
      'the setting sourceHosts names only',
    ],
    [
      'with credentials in the URL',
      () => lead(`https://name:secret@${new URL(server.origin).host}/`),
      'with credentials in the address',
    ],
  ])('a redirect %s is rejected', async (_, answer, message) => {
    server.answer(answer());
    const failure = await open().catch((error: Error) => error);
    expect(failure).toMatchObject(refusal(message));
    expect((failure as Error).message).not.toContain('secret');
  });

  it('a redirect to another host does not send the credentials', async () => {
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

describe('the credentials of an HTTPS source', () => {
  beforeEach(() => {
    process.env.SOURCE_SECRETS = JSON.stringify({ '127.0.0.1': 'drops' });
    server.answer(give(ARCHIVE));
  });

  it.each([
    [
      'a user name and a password',
      { username: 'movies', password: 'pass:word' },
      'Basic bW92aWVzOnBhc3M6d29yZA==',
    ],
    ['a token', { token: 'abc.def' }, 'Bearer abc.def'],
  ])('%s from a secret is sent in the Authorization header', async (_, secret, authorization) => {
    await writeSecrets({ drops: secret });
    await open();
    expect(server.requests[0]!.headers.authorization).toBe(authorization);
  });

  it('credentials that the server rejects are reported', async () => {
    await writeSecrets({ drops: { token: 'abc' } });
    server.answer(status(401));
    await expect(open()).rejects.toMatchObject(refusal('rejects the credentials in the secret (401)'));
  });

  it.each([
    ['does not exist', {}, 'there is no such secret'],
    ['is not JSON', { drops: 'hunter2' }, 'it is no JSON'],
    ['is not an object', { drops: '["hunter2"]' }, 'it is no JSON object'],
    [
      'has neither a password nor a token',
      { drops: { username: 'hunter2' } },
      'either "username" and "password" or "token"',
    ],
    [
      'has both a password and a token',
      { drops: { username: 'a', password: 'hunter2', token: 'b' } },
      'either "username" and "password"',
    ],
    [
      'has a token of two lines',
      { drops: { token: 'hunter2\r\nx: y' } },
      'characters that no token may have',
    ],
    [
      'has a password that is not a string',
      { drops: { username: 'a', password: ['hunter2'] } },
      'its password is no text',
    ],
  ])(
    'a secret that %s is rejected, and the error does not contain its content',
    async (_, content, message) => {
      await writeSecrets(content);
      const failure = (await open().catch((error: Error) => error)) as Error;
      expect(failure).toMatchObject(refusal(message));
      expect(`${failure.message} ${failure.cause}`).not.toContain('hunter2');
      expect(server.requests).toEqual([]);
    },
  );

  it('a local secrets file that other users can read is rejected', async () => {
    await writeSecrets({ drops: { token: 'abc' } }, 0o644);
    await expect(open()).rejects.toMatchObject(refusal('chmod 600', 'LocalSecretsError'));
  });
});

describe('an HTTPS source URL', () => {
  it.each([
    ['with a password in it', 'https://movies:hunter2@127.0.0.1/drop.zip', 'contains a password'],
    ['with a user in it', 'https://movies@127.0.0.1/drop.zip', 'contains a user name'],
    ['with a query', 'https://127.0.0.1/drop.zip?signature=hunter2', 'has a query or fragment'],
    ['that does not end in .zip', 'https://127.0.0.1/drops/', 'whose address ends in .zip'],
    [
      'without encryption',
      'http://movies:hunter2@127.0.0.1/drop.zip',
      'is neither encrypted nor authenticated',
    ],
    ['with an unsupported scheme', 'ftp://movies:hunter2@127.0.0.1/drop.zip', 'begins with ftp://'],
    ['with invalid syntax', 'https://a b/drop.zip', 'is not a valid URL'],
    [
      'on a host that sourceHosts does not list',
      'https://localhost/drop.zip',
      'the setting sourceHosts names only 127.0.0.1:',
    ],
    [
      'on a port that sourceHosts does not list',
      'https://127.0.0.1/drop.zip',
      'the setting sourceHosts names only 127.0.0.1:',
    ],
  ])('a source URL %s is rejected', async (_, uri, message) => {
    const failure = (await sources.openSource(uri).catch((error: Error) => error)) as Error;
    expect(failure).toMatchObject(refusal(message));
    expect(failure.message).not.toContain('hunter2');
  });

  it('a local run can read a source on any host', async () => {
    process.env.SOURCE_HOSTS = '';
    process.env.ANY_SOURCE_HOST = 'allowed';
    server.answer(give(ARCHIVE));
    await expect(open()).resolves.toBeDefined();
    delete process.env.ANY_SOURCE_HOST;
  });

  it('a server with an untrusted certificate is rejected', async () => {
    const stranger = await startDropServer();
    process.env.SOURCE_HOSTS = '127.0.0.1';
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    await expect(sources.openSource(`${stranger.origin}/drop.zip`)).rejects.toMatchObject(
      refusal('its certificate cannot be trusted'),
    );
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    await stranger.close();
  });

  it('a server without TLS is rejected', async () => {
    process.env.SOURCE_HOSTS = '127.0.0.1';
    const uri = `${secrets.url.replace('http:', 'https:')}/drop.zip`;
    await expect(sources.openSource(uri)).rejects.toMatchObject(
      refusal('does not support a secure version of TLS'),
    );
  });
});
