import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SftpTestServer, startSftpServer } from '../lambdas/sources/sftp-server.ts';
import { month, monthSucceeds, temporaryFolder } from './commands.ts';
import { sampleDrop } from './drops.ts';

let server: SftpTestServer;
/** A server with a host key that is not in the settings. */
let stranger: SftpTestServer;
let settings: string;
const dataDir = temporaryFolder();
const SECRET = 'pass word';

beforeAll(async () => {
  server = await startSftpServer();
  stranger = await startSftpServer();
  server.login = { username: 'movies', password: SECRET };
  const { folder } = sampleDrop('2026-10');
  server.files.set('/drops/2026/10', null);
  for (const name of readdirSync(folder)) {
    server.files.set(`/drops/2026/10/${name}`, { content: readFileSync(join(folder, name)) });
  }
  mkdirSync(dataDir, { recursive: true });
  settings = JSON.stringify({
    sftpHostKeys: { '127.0.0.1': server.fingerprint },
    sourceSecrets: { '127.0.0.1': 'partner/drops' },
  });
  const secrets = { 'partner/drops': { username: 'movies', password: SECRET } };
  writeFileSync(join(dataDir, 'secrets.json'), JSON.stringify(secrets), { mode: 0o600 });
});
afterAll(() => Promise.all([server.close(), stranger.close()]));

/** The content of the data directory except the secrets file. */
function kept(): string {
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'secrets.json')
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'));
  return files.join('\n');
}

describe('A folder on an SFTP server as the source', { timeout: 240_000 }, () => {
  it('gives the same run as the folder itself and stores the password nowhere', async () => {
    const { folder } = sampleDrop('2026-10');
    const { stdout, stderr } = await monthSucceeds(
      ...['--month', '2026-10', '--source', `sftp://movies@${server.host}/drops/{yyyy}/{mm}/`],
      ...['--data-dir', dataDir, '--settings', settings, '--json'],
    );
    const { files, source } = JSON.parse(stdout) as {
      source: string;
      files: { file: string; sha256: string }[];
    };
    expect(source).toBe(`sftp://movies@${server.host}/drops/2026/10/`);
    const hashes = readdirSync(folder).map((name) => {
      const bytes = readFileSync(join(folder, name));
      const unpacked = name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
      return [name.replace(/\.gz$/, ''), createHash('sha256').update(unpacked).digest('hex')];
    });
    expect(Object.fromEntries(files.map(({ file, sha256 }) => [file, sha256]))).toEqual(
      Object.fromEntries(hashes),
    );
    expect(`${stdout}${stderr}${kept()}`).not.toContain(SECRET);
  });

  it('fails the run with a one-line error that names an unknown host key', async () => {
    const { code, stderr } = await month(
      ...['--month', '2026-10', '--source', `sftp://movies@${stranger.host}/drops/{yyyy}/{mm}/`],
      ...['--data-dir', dataDir, '--settings', settings],
    );
    expect(code).toBe(1);
    const last = stderr.trimEnd().split('\n').at(-1);
    expect(last).toMatch(/^SourceError: .*the connection may be intercepted/);
    expect(last).toContain(stranger.fingerprint);
  });
});
