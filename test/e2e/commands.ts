import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { LOCAL_SETTINGS } from '../../local/settings.ts';
import { buildTemplate } from '../../local/synth.ts';
import project from '../../package.json' with { type: 'json' };
import { once } from '../run/once.ts';

/** The project's root, the working directory of the commands. */
export const ROOT = join(import.meta.dirname, '../..');

/** The result of a command. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that serves HTTP until it is stopped. */
export interface Server {
  /** The printed URL without a trailing slash. */
  readonly url: string;
  /** Everything printed so far on both streams. */
  output(): string;
  /** Interrupts it as Ctrl-C does; resolves when it has ended. Throws if it must be killed. */
  stop(): Promise<void>;
  /** Signals only npm, as a supervisor does; resolves when all of its processes have ended. */
  signalNpm(name: NodeJS.Signals): Promise<void>;
}

/** The port is complete when another character follows it. */
const URL_PRINTED = /(http:\/\/127\.0\.0\.1:[1-9]\d*)\D/;
/** Time-out of a start. The first start builds the template and runs three months, which can take minutes on a slow machine. */
const SERVES_WITHIN_MS = 240_000;
/** Time-out of a stop, which usually takes a second or two. */
const STOP_WITHIN_MS = 20_000;

const running = new Set<ChildProcess>();
const folders: string[] = [];

// Registered for every test file that imports this module, and run after the file's own hooks: ends all processes and
// deletes all folders of the tests, failed ones included.
afterAll(() => {
  for (const child of running) signal(child, 'SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  // Signals the process group (npm, its shell and the program), as Ctrl-C in a terminal does.
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, name);
}

/** The environment without the variables of the test runner. */
function environment(): NodeJS.ProcessEnv {
  const own = /^(VITEST|NODE_ENV|NODE_OPTIONS|TEST|DEV|PROD|MODE|BASE_URL|SSR|INIT_CWD|npm_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}

/** The name of a script in package.json. */
export type Script = keyof typeof project.scripts;

const npm = (script: Script, args: readonly string[], more?: NodeJS.ProcessEnv): ChildProcess =>
  start('npm', ['--silent', 'run', script, '--', ...args], more);

/** Runs the program of a script in package.json without npm, which takes half a second. */
function program(script: Script, args: readonly string[], more?: NodeJS.ProcessEnv): ChildProcess {
  const [, main, name] = /^exec node (\S+\.ts) (\S+)$/.exec(project.scripts[script])!;
  // npm sets this variable for its scripts; they then end when their parent process ends.
  return start(process.execPath, [main!, name!, ...args], { npm_lifecycle_event: script, ...more });
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

/** Builds the template of local stacks in one process instead of in every process that needs it at the same time. */
const template = (): Promise<void> =>
  once('template', async () => {
    await buildTemplate(LOCAL_SETTINGS);
  });

/** Runs what `npm run {script} -- {args}` runs, to its end. */
export const runToEnd = (script: Script, ...args: readonly string[]): Promise<Finished> =>
  runWith({}, script, ...args);

/** As {@link runToEnd}, with additional environment variables. */
export async function runWith(
  more: NodeJS.ProcessEnv,
  script: Script,
  ...args: readonly string[]
): Promise<Finished> {
  await template();
  return ended(program(script, args, more));
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

/** Runs what `npm run month` runs, with these options. */
export const month = (...args: readonly string[]): Promise<Finished> => runToEnd('month', ...args);

/** As {@link month}. @throws Error with the command's output if it fails */
export async function monthSucceeds(...args: readonly string[]): Promise<Finished> {
  const finished = await month(...args);
  if (finished.code !== 0)
    throw new Error(`month ${args.join(' ')} exits ${finished.code}:\n${finished.stderr}`);
  return finished;
}

/** Runs a command by npm and kills its process group when it has printed a text. @throws Error if it ends before */
export const killedAfter = (printed: string, script: Script, ...args: readonly string[]): Promise<Finished> =>
  signalledAfter('SIGKILL', printed, {}, script, ...args);

/** As {@link killedAfter}, with any signal. Resolves when the command has ended. */
export async function signalledAfter(
  name: NodeJS.Signals,
  printed: string,
  more: NodeJS.ProcessEnv,
  script: Script,
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

/** Starts a server (`start` by npm, `serve` without) on a free port; resolves when it has printed its URL. */
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
    throw new Error(`${script} does not end after an interrupt:\n${output}`);
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

/** Runs what `npm run serve` runs on a data directory, with additional settings if given. */
export const serve = (dataDir: string, settings?: object): Promise<Server> =>
  startServer(
    'serve',
    ...['--data-dir', dataDir],
    ...(settings === undefined ? [] : ['--settings', JSON.stringify(settings)]),
  );

/** Creates an empty folder, which is deleted after the tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'movie-statistics-'));
  folders.push(folder);
  return folder;
}
