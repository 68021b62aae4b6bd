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

/** A drop in an archive on a local HTTPS server, with the setup that all HTTPS tests share. */

/** The timeout of a response. A valid response of the local server is always faster. */
const ANSWER_MS = 5_000;
/** The number of attempts for each request. */
export const ATTEMPTS = 5;

/** The server that the settings list. */
export let server: DropServer;
/** A server that the settings do not list. */
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

/** The file in the archive that the tests read. */
export const MOVIES = 'movies_metadata.csv';
/** The content of that file. It is larger than the cached end of the archive, so that it must be downloaded. */
export const CONTENT = Buffer.from(
  Array.from({ length: 1_500_000 }, (_, index) => (index * 7919 + (index >> 8)) & 0xff),
);
export const ARCHIVE = zip([
  { name: 'drop/links.csv', content: 'a\n' },
  { name: `drop/${MOVIES}`, content: CONTENT, stored: true },
  { name: 'drop/ratings.csv', content: 'b\n' },
]);

/** Opens the source at a path of the server. The source is closed when the test ends. */
export async function open(path = '/drop.zip'): Promise<Source> {
  const source = await sources.openSource(server.origin + path);
  opened.push(source);
  return source;
}

/** Reads the large file. */
export async function readMovies(path?: string): Promise<Buffer> {
  return buffer(await (await open(path)).open(MOVIES));
}

/** Matches an error whose message contains this text. */
export const refusal = (message: string, name = 'SourceError') => ({
  name,
  message: expect.stringContaining(message),
});

/** Replaces the secrets file. */
export const writeSecrets = (content: object | string, mode = 0o600): Promise<void> =>
  rm(join(folder, 'secrets.json'), { force: true }).then(() =>
    writeFile(join(folder, 'secrets.json'), typeof content === 'string' ? content : JSON.stringify(content), {
      mode,
    }),
  );
