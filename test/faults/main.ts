import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const USAGE = `Runs the pipeline again and again while its connections to S3 and the API's stage fail by a seeded schedule, and
checks that every run ends in the same bytes as an undisturbed one, at once or after a repeat.

  npm run test:faults -- --count 1000 [--seed N] [--crashes] [--json]

  --count N    how many schedules (default 100)
  --seed N     the first one's seed; the others follow (default 1)
  --crashes    instead: a crash before every request of every step, and after the last
  --json       the result as JSON on stdout

Ctrl-C ends it after the run under way, with the result so far.`;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    crashes: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const [count, seed] = [Number(values.count), Number(values.seed)];
if (values.help || !Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed) || seed < 0) {
  console.error(USAGE);
  process.exit(values.help ? 0 : 1);
}

// As the bundles' loader has it: `import text from './x.sql'` gives the file's text.
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
const cases = values.crashes ? crashCases(rig) : scheduleCases(rig, seed, count);
let interrupted = false;
process.once('SIGINT', () => {
  interrupted = true;
});
for (const each of cases) {
  const survival = await rig.survive(each.scenario, each.trouble());
  totals.add(each.name, survival);
  const how = survival.atOnce ? 'at once' : `after a repeat (${survival.error ?? 'stopped'})`;
  const wrong = [...survival.wrong, ...survival.mixtures];
  console.error(
    `${each.name} (${each.scenario.name}): ${wrong.length === 0 ? `survived ${how}` : `NOT survived: ${wrong.slice(0, 5).join('; ')}`}`,
  );
  if (interrupted) break;
}
const result = totals.result(rig.service.proxy.injected, (performance.now() - began) / 1000);
await rig.close();
await rm(folder, { recursive: true });
if (values.json) console.log(JSON.stringify(result, null, 2));
else for (const line of totals.lines(result)) console.log(line);
process.exitCode = result.failed.length > 0 || result.mixtures > 0 ? 1 : 0;
