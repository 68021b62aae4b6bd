import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { glob, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { PROJECT } from './project.ts';
import type { GivenSettings } from './settings.ts';

/** The CDK app failed. The message is the app's own error message if there is one. */
export class SynthError extends Error {
  override readonly name = 'SynthError';
}

/** The sources of a template and its bundles. */
const SOURCES = [
  'bin/**/*',
  'lib/**/*',
  'aws/**/*',
  'engine/**/*',
  'lambdas/**/*',
  'model/**/*',
  'site/**/*',
  'cdk.json',
  'package-lock.json',
];
/** Generated folders within the sources. */
const NO_SOURCES = ['site/node_modules', 'site/dist'];
const CACHE = join(PROJECT, '.cache');
const NAME = 'cdk.out-';
/** The time after which an unused template is deleted, in ms. It is long, because a stack may run for days. */
const KEEP_MS = 7 * 24 * 3_600_000;

/**
 * Returns the path of the template for the current sources and settings. Runs the CDK app unless the template is cached. The
 * cache is within the project, so that bundles find external modules in the project's node_modules.
 * @throws SynthError
 */
export async function buildTemplate(settings: GivenSettings): Promise<string> {
  const context = await contextOf(settings);
  const hash = await hashOf(context);
  const folder = join(CACHE, `${NAME}${hash}`);
  if (!existsSync(folder)) await makeFolder(folder, context);
  await utimes(folder, new Date(), new Date());
  await deleteUnused(folder);
  return templateIn(folder);
}

async function contextOf(settings: GivenSettings): Promise<string> {
  const { context } = JSON.parse(await readFile(join(PROJECT, 'cdk.json'), 'utf8')) as {
    context: Record<string, unknown>;
  };
  return JSON.stringify({
    ...context,
    settings: { ...(context.settings as object), ...settings },
    // The CDK CLI sets this too. The template then contains the path of each function's bundle.
    'aws:cdk:enable-asset-metadata': true,
    // HOLLOW_LAYER of lib/pipeline/duckdb-layer.ts: local functions load the engine from node_modules.
    'movie-statistics:hollow-layer': true,
  });
}

async function hashOf(context: string): Promise<string> {
  const files = await Array.fromAsync(
    glob(SOURCES, { cwd: PROJECT, exclude: NO_SOURCES, withFileTypes: true }),
  );
  const paths = files
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  const hash = createHash('sha256')
    .update(context)
    .update(process.version)
    .update(await checkout());
  for (const path of paths) {
    const content = await readFile(path);
    hash.update(`\0${path.slice(PROJECT.length)}\0${content.byteLength}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

/** The commit, which the template contains as the code version; empty without git. */
async function checkout(): Promise<string> {
  const git = spawn('git', ['describe', '--always', '--dirty', '--exclude=*'], {
    cwd: PROJECT,
    // Git must not take its lock here, because a concurrent commit would fail.
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  git.on('error', () => {});
  return text(git.stdout);
}

/** Builds a template folder. Of concurrent processes, the first to finish renames its own folder to the final name. */
async function makeFolder(folder: string, context: string): Promise<void> {
  const own = `${folder}.${process.pid}`;
  await mkdir(own, { recursive: true });
  try {
    await runApp(own, context);
    // Bundles are CommonJS, but the project's package.json, in a folder above, declares .js files as ES modules.
    await writeFile(join(own, 'package.json'), '{"type":"commonjs"}');
    await rename(own, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

async function runApp(folder: string, context: string): Promise<void> {
  const app = spawn(process.execPath, [join(PROJECT, 'bin/movie-statistics.ts')], {
    cwd: PROJECT,
    env: {
      ...process.env,
      CDK_OUTDIR: folder,
      CDK_CONTEXT_JSON: context,
      // CloudFormation's rules are checked by `npm run synth`, deployments and a test; a local stack does not need them.
      CDK_VALIDATION: 'false',
      NODE_OPTIONS: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [code, output, errors] = await Promise.all([
    new Promise<number | string>((resolve, reject) => {
      app.once('error', reject);
      app.once('close', (exitCode, signal) => resolve(exitCode ?? signal ?? 1));
    }),
    text(app.stdout),
    text(app.stderr),
  ]);
  if (code !== 0)
    throw new SynthError(`The CDK app failed: ${sentenceOf(errors || output) ?? `it exited with ${code}.`}`);
}

/** The first line that names an error, otherwise the last non-empty line. */
function sentenceOf(output: string): string | undefined {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.find((line) => /^(Uncaught )?\w*Error\b.*: /.test(line)) ?? lines.at(-1);
}

async function templateIn(folder: string): Promise<string> {
  const templates = (await readdir(folder)).filter((name) => name.endsWith('.template.json'));
  if (templates.length !== 1) {
    throw new SynthError(
      `The CDK app created ${templates.length} templates; the local stack runs exactly one.`,
    );
  }
  return join(folder, templates[0]!);
}

async function deleteUnused(used: string): Promise<void> {
  for (const name of await readdir(CACHE)) {
    const folder = join(CACHE, name);
    if (!name.startsWith(NAME) || folder === used) continue;
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > KEEP_MS) await rm(folder, { recursive: true, force: true });
  }
}
