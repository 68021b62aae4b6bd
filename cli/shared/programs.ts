import { spawn } from 'node:child_process';
import { PROJECT } from '../../local/project.ts';

/** Runs a program on this terminal, in the project's root; returns its exit code, or 1 if a signal ended it. */
export function runProgram(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<number> {
  // Ctrl-C signals the whole process group. This process ignores it and waits for the exit code of the child.
  process.on('SIGINT', () => {});
  const child = spawn(program, args, {
    cwd: PROJECT,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
