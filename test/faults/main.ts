import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TEST_FAULTS } from '../../cli/commands/develop.ts';
import { log, print, runCommand } from '../../cli/shared/command.ts';
import { OptionsError } from '../../cli/shared/options.ts';

/** `npm run test:faults`: runs the pipeline under seeded faults of its connections, or crashes of its steps. */

await runCommand(TEST_FAULTS, async (options) => {
  const count = readNumber('--count', options.count, 1);
  const seed = readNumber('--seed', options.seed, 0);
  // Like the loader of the bundles: `import text from './x.sql'` imports the file's text.
  registerHooks({
    load: (url, context, next) =>
      url.endsWith('.sql')
        ? {
            format: 'module',
            shortCircuit: true,
            source: `export default ${JSON.stringify(readFileSync(new URL(url), 'utf8'))}`,
          }
        : next(url, context),
  });
  const { startRig } = await import('./rig.ts');
  const { crashCases, scheduleCases } = await import('./cases.ts');
  const { createTotals } = await import('./totals.ts');

  const began = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'rig-'));
  const rig = await startRig(async (name, make) => {
    const own = join(folder, name);
    await mkdir(own);
    return make(own);
  });
  const totals = createTotals();
  const cases = options.crashes ? crashCases(rig) : scheduleCases(rig, seed, count);
  let interrupted = false;
  process.once('SIGINT', () => {
    interrupted = true;
  });
  for (const each of cases) {
    const survival = await rig.survive(each.scenario, each.trouble());
    totals.add(each.name, survival);
    const how = survival.atOnce ? 'at once' : `after a repeat (${survival.error ?? 'stopped'})`;
    const wrong = [...survival.wrong, ...survival.mixtures];
    log(
      `${each.name} (${each.scenario.name}): ${wrong.length === 0 ? `survived ${how}` : `NOT survived: ${wrong.slice(0, 5).join('; ')}`}`,
    );
    if (interrupted) break;
  }
  const result = totals.result(rig.service.proxy.injected, (performance.now() - began) / 1000);
  await rig.close();
  await rm(folder, { recursive: true });
  if (options.json) print(JSON.stringify(result, null, 2));
  else for (const line of totals.lines(result)) print(line);
  return result.failed.length > 0 || result.mixtures > 0 ? 1 : 0;
});

function readNumber(name: string, option: string, least: number): number {
  if (/^\d{1,15}$/.test(option) && Number(option) >= least) return Number(option);
  throw new OptionsError(`${name} is "${option}", but must be a whole number of at least ${least}.`);
}
