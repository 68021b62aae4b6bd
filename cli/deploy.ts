import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from '../local/project.ts';
import { optionOf, stacksToReconcile } from './reconcile/deployed-stacks.ts';
import { log, runCommand } from './shared/command.ts';

/** `npm run deploy`: `cdk deploy` with whatever is given, then every stack that it has deployed is settled. */

await runCommand(async () => {
  const given = process.argv.slice(2);
  // A Ctrl-C reaches the whole group: whatever is at work ends by itself, and this hears of it by its exit code.
  process.on('SIGINT', () => {});
  const folder = mkdtempSync(join(tmpdir(), 'deployed-'));
  const outputs = join(folder, 'outputs.json');
  try {
    const cdk = join(PROJECT, 'node_modules/.bin/cdk');
    const code = await run(cdk, ['deploy', '--outputs-file', outputs, ...given]);
    if (code !== 0) return code;
    for (const stack of stacksToReconcile(readOutputs(outputs))) {
      log(`Settles ${stack}.`);
      const settled = await run(
        process.execPath,
        [join(PROJECT, 'cli/reconcile.ts'), '--stack', stack],
        given,
      );
      if (settled !== 0) return settled;
    }
    return 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Runs a program on this terminal; its exit code. What the CDK is told by `--profile`, others read from the environment. */
async function run(program: string, args: readonly string[], given: readonly string[] = []): Promise<number> {
  const profile = optionOf(given, '--profile');
  const child = spawn(program, args, {
    cwd: PROJECT,
    stdio: 'inherit',
    env: { ...process.env, ...(profile !== undefined && { AWS_PROFILE: profile }) },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** The outputs of the stacks; none where the CDK deployed nothing, as with `--no-execute`. */
function readOutputs(file: string): Record<string, Record<string, string>> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
