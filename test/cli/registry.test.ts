import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { COMMAND_GROUPS } from '../../cli/registry.ts';
import { invocationOf } from '../../cli/shared/parser.ts';
import project from '../../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '../..');
const COMMANDS = COMMAND_GROUPS.flatMap(({ commands }) => commands);
const SCRIPTS: Readonly<Record<string, string>> = project.scripts;
/** Scripts that start other programs, with their own options, and `cli`, which takes the name of a command. */
const OTHER_PROGRAMS = ['cli', 'test', 'check', 'synth', 'build:site', 'format'];

/** Runs the program of an npm script, without npm. */
async function run(script: string, ...args: readonly string[]) {
  const [program, ...own] = SCRIPTS[script]!.replace(/^exec /, '').split(' ');
  expect(program).toBe('node');
  const child = spawn(process.execPath, [...own, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { code, stdout, stderr };
}

describe('The registry of commands', () => {
  it('contains every npm script that is a command, and no other name', () => {
    expect(COMMANDS.map(({ name }) => name).toSorted()).toEqual(
      Object.keys(SCRIPTS)
        .filter((name) => !OTHER_PROGRAMS.includes(name))
        .toSorted(),
    );
  });

  it('describes every command in one line that fits a terminal', () => {
    for (const { name, summary } of COMMANDS) {
      expect(summary, name).toMatch(/^[A-Z].*\.$/);
      expect(`  npm run test:faults  ${summary}`.length, name).toBeLessThanOrEqual(120);
    }
  });

  it('describes every option, with a placeholder for its value', () => {
    for (const { name, options } of COMMANDS)
      for (const [option, { type, value, description }] of Object.entries(options)) {
        expect(description, `${name} --${option}`).not.toBe('');
        expect(value !== undefined, `${name} --${option}`).toBe(type === 'string');
      }
  });

  it('has examples that start the command they belong to, with options that it has', () => {
    for (const command of COMMANDS) {
      expect(command.examples.length, command.name).toBeGreaterThan(0);
      for (const example of command.examples) {
        expect(example.startsWith(invocationOf(command)), example).toBe(true);
        const names = [...example.matchAll(/ --([a-z][a-z-]*)/g)].map(([, option]) => option);
        if (command.passesArgumentsTo === undefined)
          for (const option of names) expect(Object.keys(command.options), example).toContain(option);
      }
    }
  });
});

describe('The help of commands', () => {
  it.concurrent.each(COMMANDS)('is printed by $name with --help', async (command) => {
    const { code, stdout, stderr } = await run(command.name, '--help');

    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(command.summary);
    expect(stdout).toContain(`Usage: ${invocationOf(command)}`);
    for (const option of Object.keys(command.options)) expect(stdout).toContain(`  --${option}`);
    for (const example of command.examples) expect(stdout).toContain(example);
  });

  it('lists every command with its summary', async () => {
    const { code, stdout } = await run('help');

    expect(code).toBe(0);
    const lines = stdout.split('\n').map((line) => line.trim().split(/ {2,}/));
    for (const command of COMMANDS) expect(lines).toContainEqual([invocationOf(command), command.summary]);
  });
});

describe('npm run cli', () => {
  it('runs a command of cli/ and a script outside it by their names', async () => {
    for (const name of ['runs', 'bench'])
      expect(await run('cli', name, '--help')).toEqual(await run(name, '--help'));
  });

  it('rejects an unknown command with one sentence', async () => {
    expect(await run('cli', 'publish')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'There is no command "publish"; npm run help lists all commands.\n',
    });
  });

  it('rejects an unknown option of any command with exit code 1', async () => {
    for (const name of ['runs', 'test:faults']) {
      const { code, stderr } = await run('cli', name, '--what');
      expect([code, stderr]).toEqual([
        1,
        `Unknown option '--what'. All options: npm run ${name} -- --help\n`,
      ]);
    }
  });

  it('starts files that exist', () => {
    for (const { name } of COMMANDS) {
      const [file] = /\S+\.ts/.exec(SCRIPTS[name]!)!;
      expect(existsSync(join(ROOT, file)), file).toBe(true);
    }
  });
});
