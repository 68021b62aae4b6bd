import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { LOCAL_SETTINGS } from '../../local/settings.ts';
import { buildTemplate } from '../../local/synth.ts';
import project from '../../package.json' with { type: 'json' };
import { once } from '../run/once.ts';

/** The project's root, where the commands are run. */
export const ROOT = join(import.meta.dirname, '../..');

/** How a command ended. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that serves HTTP until it is stopped. */
export interface Server {
  /** The printed URL, without a slash at its end. */
  readonly url: string;
  /** All that it has printed so far, on both streams. */
  output(): string;
  /** Interrupts it as Ctrl-C does; resolves when it has ended. Throws where it has to be killed. */
  stop(): Promise<void>;
  /** Signals npm and nothing else, as a supervisor would; resolves when all that it started has ended. */
  signalNpm(name: NodeJS.Signals): Promise<void>;
}

/** Whole once something follows the port. */
const URL_PRINTED = /(http:\/\/127\.0\.0\.1:[1-9]\d*)\D/;
/** The first start makes the template and runs three months: minutes on a slow machine, but never this many. */
const SERVES_WITHIN_MS = 240_000;
/** A server ends its connections and its storage within a second or two. */
const STOP_WITHIN_MS = 20_000;

const running = new Set<ChildProcess>();
const folders: string[] = [];

// Registered for every test file that imports this, and run after its own hooks: whatever became of a test, nothing of
// it runs on or stays on the disk.
afterAll(() => {
  for (const child of running) signal(child, 'SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  // The group: npm, its shell and the program, as a terminal's Ctrl-C reaches them all.
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, name);
}

/** The environment of a terminal: nothing that the test runner has set for itself. */
function environment(): NodeJS.ProcessEnv {
  const own = /^(VITEST|NODE_ENV|NODE_OPTIONS|TEST|DEV|PROD|MODE|BASE_URL|SSR|INIT_CWD|npm_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}

type Script = keyof typeof project.scripts;

const npm = (script: string, args: readonly string[], more?: NodeJS.ProcessEnv): ChildProcess =>
  start('npm', ['--silent', 'run', script, '--', ...args], more);

/** What a script of package.json runs, without npm: for tests of what it does, not of how it is started. */
function program(script: Script, args: readonly string[]): ChildProcess {
  const [, main, name] = /^exec node (\S+\.ts) (\S+)$/.exec(project.scripts[script])!;
  // As npm tells a script that it runs: it ends by itself where whoever started it has gone.
  return start(process.execPath, [main!, name!, ...args], { npm_lifecycle_event: script });
}

function start(command: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...environment(), ...more },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

/** The template that local stacks run is made by one process, not by all that want it at the same moment. */
const template = (): Promise<void> =>
  once('template', async () => {
    await buildTemplate(LOCAL_SETTINGS);
  });

/** Runs `npm run {script} -- {args}` to its end. */
export const runToEnd = (script: string, ...args: readonly string[]): Promise<Finished> =>
  runWith({}, script, ...args);

/** Runs it likewise, with these variables in its environment. */
export async function runWith(
  more: NodeJS.ProcessEnv,
  script: string,
  ...args: readonly string[]
): Promise<Finished> {
  await template();
  return ended(npm(script, args, more));
}

function ended(child: ChildProcess): Promise<Finished> {
  const output = { stdout: '', stderr: '' };
  child.stdout!.setEncoding('utf8').on('data', (text) => {
    output.stdout += text;
  });
  child.stderr!.setEncoding('utf8').on('data', (text) => {
    output.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...output }));
  });
}

/** What `npm run month` runs, with these options. */
export async function month(...args: readonly string[]): Promise<Finished> {
  await template();
  return ended(program('month', args));
}

/** `month` that must succeed; throws with what it printed where it doesn't. */
export async function monthSucceeds(...args: readonly string[]): Promise<Finished> {
  const finished = await month(...args);
  if (finished.code !== 0)
    throw new Error(`month ${args.join(' ')} exits ${finished.code}:\n${finished.stderr}`);
  return finished;
}

/** Runs a command and kills it, with all of its process group, as soon as it has printed this; throws where it ends before. */
export const killedAfter = (printed: string, script: string, ...args: readonly string[]): Promise<Finished> =>
  signalledAfter('SIGKILL', printed, {}, script, ...args);

/** Runs a command likewise and signals it; resolves when it has ended. */
export async function signalledAfter(
  name: NodeJS.Signals,
  printed: string,
  more: NodeJS.ProcessEnv,
  script: string,
  ...args: readonly string[]
): Promise<Finished> {
  await template();
  const child = npm(script, args, more);
  const output = { stdout: '', stderr: '' };
  let signalled = false;
  const read = (stream: keyof typeof output) => (text: string) => {
    output[stream] += text;
    if (signalled || !output[stream].includes(printed)) return;
    signalled = true;
    signal(child, name);
  };
  child.stdout!.setEncoding('utf8').on('data', read('stdout'));
  child.stderr!.setEncoding('utf8').on('data', read('stderr'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (signalled) resolve({ code, ...output });
      else
        reject(new Error(`${script} ends without printing "${printed}":\n${output.stdout}${output.stderr}`));
    });
  });
}

/** Starts a serving command (`start` by npm, or what `serve` runs) on a free port; resolves when its URL is printed. */
export async function startServer(script: 'start' | 'serve', ...args: readonly string[]): Promise<Server> {
  await template();
  const run = script === 'start' ? npm : program;
  const child = run(script, ['--port', '0', ...args]);
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let output = '';

  async function signalNpm(name: NodeJS.Signals): Promise<void> {
    child.kill(name);
    await closed;
  }

  async function stop(): Promise<void> {
    const late = Symbol('late');
    const { promise: timeOut, resolve } = Promise.withResolvers<typeof late>();
    const timer = setTimeout(() => resolve(late), STOP_WITHIN_MS);
    signal(child, 'SIGINT');
    const ended = await Promise.race([closed, timeOut]);
    clearTimeout(timer);
    if (ended !== late) return;
    signal(child, 'SIGKILL');
    throw new Error(`${script} does not end when it is interrupted:\n${output}`);
  }

  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal(child, 'SIGKILL');
      reject(new Error(`${script} prints no URL:\n${output}`));
    }, SERVES_WITHIN_MS);
    const read = (text: string): void => {
      output += text;
      const [, url] = URL_PRINTED.exec(output) ?? [];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve({ url, output: () => output, stop, signalNpm });
    };
    child.stdout!.setEncoding('utf8').on('data', read);
    child.stderr!.setEncoding('utf8').on('data', read);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      reject(new Error(`${script} exits ${code} before it serves:\n${output}`));
    });
  });
}

/** What `npm run serve` runs, on a data folder, with other settings where they are given. */
export const serve = (dataDir: string, settings?: object): Promise<Server> =>
  startServer(
    'serve',
    ...['--data-dir', dataDir],
    ...(settings === undefined ? [] : ['--settings', JSON.stringify(settings)]),
  );

/** A new empty folder, deleted when the tests end. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'movie-statistics-'));
  folders.push(folder);
  return folder;
}
