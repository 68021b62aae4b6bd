import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from '../local/project.ts';
import { optionOf, stacksToReconcile } from './reconcile/deployed-stacks.ts';
import { log } from './shared/command.ts';
import { runProgram } from './shared/programs.ts';

/** `npm run deploy`: runs `cdk deploy` with the given arguments, then reconciles every stack that was deployed. */
export async function run(_options: object, args: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'deployed-'));
  const outputs = join(folder, 'outputs.json');
  try {
    const cdk = join(PROJECT, 'node_modules/.bin/cdk');
    const code = await runProgram(cdk, ['deploy', '--outputs-file', outputs, ...args]);
    if (code !== 0) return code;
    const profile = optionOf(args, '--profile');
    const environment = profile === undefined ? {} : { AWS_PROFILE: profile };
    for (const stack of stacksToReconcile(readOutputs(outputs))) {
      log(`Reconciling ${stack}.`);
      const main = join(PROJECT, 'cli/main.ts');
      const reconciled = await runProgram(process.execPath, [main, 'settle', '--stack', stack], environment);
      if (reconciled !== 0) return reconciled;
    }
    return 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Reads the outputs of the deployed stacks. The result is empty if the CDK deployed nothing, for example with `--no-execute`. */
function readOutputs(file: string): Record<string, Record<string, string>> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
