import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** The website's build failed. The message contains Vite's first error. */
export class WebsiteBuildError extends Error {
  override readonly name = 'WebsiteBuildError';
}

/**
 * Builds the website of a workspace into a folder, in production mode regardless of the environment.
 * @throws WebsiteBuildError
 */
export function buildWebsite(workspace: string, folder: string): void {
  const vite = createRequire(join(import.meta.dirname, '../../site/package.json')).resolve(
    'vite/package.json',
  );
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      join(vite, '../bin/vite.js'),
      'build',
      workspace,
      '--outDir',
      folder,
      '--emptyOutDir',
      '--logLevel',
      'warn',
    ],
    {
      env: { ...process.env, NODE_ENV: 'production' },
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  if (status === 0) return;
  const lines = stripVTControlCharacters(stderr)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const reason = lines.find((line) => /^\[.+\] /.test(line)) ?? lines.at(-1) ?? 'Vite ended without a word';
  throw new WebsiteBuildError(`The website does not build (npm run build:site shows the details): ${reason}`);
}
