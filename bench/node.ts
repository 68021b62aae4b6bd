import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { PROJECT } from '../local/project.ts';

/** Runs a script of the project in its own process; returns its output. @throws Error if it fails */
export async function runNode(script: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const output = await text(child.stdout);
  const code = await ended;
  if (code !== 0) throw new Error(`${script} ended with ${code}.`);
  return output;
}
