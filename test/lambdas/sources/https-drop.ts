import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type * as Sources from '../../../lambdas/sources/open-source.ts';
import type { Source } from '../../../lambdas/sources/source.ts';
import { answerSecrets } from '../../../local/secrets/secrets-manager.ts';
import { type LocalServer, listen } from '../../../local/stack/servers.ts';
import { zip } from '../../fixtures/zip.ts';
import { type DropServer, startDropServer, trust } from './https-server.ts';

/** A drop in an archive that a server gives out by https, and what else is there for every test that reads it. */

/** A legitimate answer never takes this long here, and one that doesn't begin is waited for this long. */
const ANSWER_MS = 5_000;
/** How often a request is made before it is given up. */
export const ATTEMPTS = 5;

/** The server that the settings name. */
export let server: DropServer;
/** One that they don't name. */
export let other: DropServer;
export let secrets: LocalServer;
export let sources: typeof Sources;
let folder: string;
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
  sources = await import('../../../lambdas/sources/open-source.ts');
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

/** The file that is read of the archive. */
export const MOVIES = 'movies_metadata.csv';
/** What it holds: larger than what is kept of an archive's end; every byte of it is on its way. */
export const CONTENT = Buffer.from(
  Array.from({ length: 1_500_000 }, (_, index) => (index * 7919 + (index >> 8)) & 0xff),
);
export const ARCHIVE = zip([
  { name: 'drop/links.csv', content: 'a\n' },
  { name: `drop/${MOVIES}`, content: CONTENT, stored: true },
  { name: 'drop/ratings.csv', content: 'b\n' },
]);

/** Opens the source at a path of the server; closed when the test ends. */
export async function open(path = '/drop.zip'): Promise<Source> {
  const source = await sources.openSource(server.origin + path);
  opened.push(source);
  return source;
}

/** The large file as it arrives. */
export async function readMovies(path?: string): Promise<Buffer> {
  return buffer(await (await open(path)).open(MOVIES));
}

/** An error that says this. */
export const refusal = (message: string, name = 'SourceError') => ({
  name,
  message: expect.stringContaining(message),
});

/** The secrets that are there from now on. */
export const writeSecrets = (content: object | string, mode = 0o600): Promise<void> =>
  rm(join(folder, 'secrets.json'), { force: true }).then(() =>
    writeFile(join(folder, 'secrets.json'), typeof content === 'string' ? content : JSON.stringify(content), {
      mode,
    }),
  );
