import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { glob, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { PROJECT } from './project.ts';
import type { GivenSettings } from './settings.ts';

/** The CDK app could not make a template. The message is the app's own sentence where it gave one. */
export class SynthError extends Error {
  override readonly name = 'SynthError';
}

/** Everything that a template and its bundles are made from. */
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
/** What others make within the sources' folders. */
const NO_SOURCES = ['site/node_modules', 'site/dist'];
const CACHE = join(PROJECT, '.cache');
const NAME = 'cdk.out-';
/** Templates that nobody has used for this long are deleted; a running stack may need its own for days. */
const KEEP_MS = 7 * 24 * 3_600_000;

/**
 * Runs the CDK app and gives the template's file. What was made before from the same sources and settings is used
 * again. The folder lies within the project, so that bundles find external modules in its node_modules.
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
    // As the CDK's command line has it: the template then tells where each function's bundle lies.
    'aws:cdk:enable-asset-metadata': true,
    // HOLLOW_LAYER of lib/pipeline/duckdb-layer.ts: functions find the engine in node_modules here.
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

/** The commit, which stands in the template as the code's version; empty without git. */
async function checkout(): Promise<string> {
  const git = spawn('git', ['describe', '--always', '--dirty', '--exclude=*'], {
    cwd: PROJECT,
    // Only looking: somebody may be committing at this moment.
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  git.on('error', () => {});
  return text(git.stdout);
}

/** Two processes may make the same folder at once: each makes its own, and the first to finish gives it its name. */
async function makeFolder(folder: string, context: string): Promise<void> {
  const own = `${folder}.${process.pid}`;
  await mkdir(own, { recursive: true });
  try {
    await runApp(own, context);
    // On AWS nothing lies above a bundle; here the project does, whose package.json says that .js is no CommonJS.
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
      // CloudFormation's own rules, which `npm run synth`, every deployment and a test ask: nothing here goes there.
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
    throw new SynthError(`The CDK app failed: ${sentenceOf(errors || output) ?? `it ended with ${code}.`}`);
}

/** The first line that names an error, else the last line that says anything. */
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
    throw new SynthError(`The CDK app made ${templates.length} templates; the local stack runs exactly one.`);
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
