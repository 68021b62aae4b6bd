import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LOCAL_SETTINGS } from '../../../local/settings.ts';
import type { ExecutionRecord } from '../../../local/states/journal.ts';
import { buildTemplate } from '../../../local/synth.ts';
import type { RunRecord } from '../../../model/runs/run-record.ts';

/** Several processes on one data directory, some of which die. */

const ROOT = join(import.meta.dirname, '../../..');
const DROP = 'fixtures/drops/2026-08';

// Built before the time-out of the first test starts.
beforeAll(() => buildTemplate(LOCAL_SETTINGS));

let dataDir: string;
const children = new Set<ChildProcess>();
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'stack-'));
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all([...children].map((child) => once(child, 'close')));
  await rm(dataDir, { recursive: true, force: true });
});

/** Starts `npm run month` without npm, so that signals reach the program directly. */
function month(name: string, ...args: readonly string[]) {
  const child = spawn(
    process.execPath,
    ['cli/main.ts', 'month', '--month', name, '--data-dir', dataDir, '--json', ...args],
    { cwd: ROOT, env: { ...process.env, NODE_OPTIONS: '' }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  children.add(child);
  let stdout = '';
  let stderr = '';
  const changed = new EventTarget();
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
    changed.dispatchEvent(new Event('said'));
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      children.delete(child);
      changed.dispatchEvent(new Event('said'));
      resolve(code);
    });
  });
  return {
    child,
    ended,
    stderr: () => stderr,
    record: () => JSON.parse(stdout) as RunRecord,
    /** Resolves when it has printed this text. */
    async says(text: string): Promise<void> {
      while (!stderr.includes(text)) {
        if (child.exitCode !== null) throw new Error(`It ended without saying "${text}": ${stderr}`);
        await once(changed, 'said');
      }
    },
  };
}

async function journal(): Promise<ExecutionRecord[]> {
  const folder = join(dataDir, 'executions');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json'));
  const records = files.map(
    async (file) => JSON.parse(await readFile(join(folder, file), 'utf8')) as ExecutionRecord,
  );
  return (await Promise.all(records)).toSorted((a, b) => a.startDate - b.startDate);
}

describe('Two months on one data directory', () => {
  it('share the stack of the first, which ends after the second', async () => {
    const first = month('2026-08', '--source', DROP);
    await first.says('Plan the run');
    const second = month('2026-09', '--source', DROP);

    expect([await first.ended, await second.ended]).toEqual([0, 0]);
    expect([first.record().month, second.record().month]).toEqual(['2026-08', '2026-09']);
    expect(existsSync(join(dataDir, 'stack.json'))).toBe(false);
  });
});

describe('A month whose process is killed', () => {
  it('is recorded as stopped at the next start and does not keep the lock', async () => {
    const killed = month('2026-08', '--source', DROP);
    await killed.says('Plan the run');
    killed.child.kill('SIGKILL');
    await killed.ended;
    const next = month('2026-09', '--source', DROP);

    expect(await next.ended).toBe(0);
    expect(next.stderr()).not.toContain('Waiting');
    expect((await journal()).map(({ status }) => status)).toEqual(['ABORTED', 'SUCCEEDED']);
  });

  it('ends the processes that joined its stack with a one-line error', async () => {
    const killed = month('2026-08', '--source', DROP);
    await killed.says('Plan the run');
    const joined = month('2026-09', '--source', DROP);
    await joined.says('Waiting for the run');
    killed.child.kill('SIGKILL');

    expect(await joined.ended).toBe(1);
    expect(joined.stderr()).toContain(
      'StackGoneError: The local stack that ran this month was ended; start the month again.',
    );
  });
});

describe('A month that is interrupted', () => {
  it('stops and records its run and exits with 1', async () => {
    const interrupted = month('2026-08', '--source', DROP);
    await interrupted.says('Plan the run');
    interrupted.child.kill('SIGINT');

    expect(await interrupted.ended).toBe(1);
    expect(interrupted.stderr()).toContain('The command was ended by SIGINT.');
    expect(await journal()).toMatchObject([{ status: 'ABORTED', delivered: true }]);
  });
});

describe('A month that fails', () => {
  it('prints a one-line error and its record', async () => {
    const failed = month('2026-08', '--source', '/there/is/none');

    expect(await failed.ended).toBe(1);
    expect(failed.stderr().trim().split('\n').at(-1)).toBe(
      'SourceError: The source file:///there/is/none cannot be read: there is no such file or folder.',
    );
    expect(failed.record()).toMatchObject({ outcome: 'failed', error: { name: 'SourceError' } });
  });

  it.each([
    ['no month', [], '--month is missing.'],
    ['an invalid month', ['--month', '2026-13'], 'RunInputError: Run input: month is "2026-13"'],
    ['an unknown option', ['--month', '2026-10', '--what'], "Unknown option '--what'."],
    ['an unexpected argument', ['--month', '2026-10', 'now'], "Unexpected argument 'now'."],
    [
      'options that exclude each other',
      ['--month', '2026-10', '--from', 'normalize', '--source', 'x'],
      'leave one of them out',
    ],
  ])('reports %s before anything is started', async (_, args, line) => {
    const child = spawn(process.execPath, ['cli/main.ts', 'month', ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (text: Buffer) => {
      stderr += text;
    });
    const [code] = (await once(child, 'close')) as [number];

    expect(code).toBe(1);
    expect(stderr).toContain(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
