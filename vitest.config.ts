import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** `import text from './x.sql'` gives the file's text, as the Lambda bundles' esbuild loader does. */
const sqlAsText = {
  name: 'sql-as-text',
  load(id: string): string | undefined {
    return id.endsWith('.sql') ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))}` : undefined;
  },
};

/** Rooms whose files leave nothing behind in their process: each loads in it what the one before has loaded, the CDK above all. */
const PURE = ['lib', 'model', 'reference', 'site'].map((room) => `test/${room}/**/*.test.ts`);

/** What begins first, the longest before all others, so that no worker is left alone with it in the end; the pure rooms are last. */
const LONG = ['e2e/real-data', 'faults', 'e2e', 'browser', 'docs', 'lambdas', 'local'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = LONG.findIndex((place) => moduleId.includes(`/test/${place}`));
      return found === -1 ? LONG.length : found;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  plugins: [sqlAsText],
  test: {
    // Left to itself, vitest keeps one of two cores free; these tests mostly wait for processes of their own.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 120_000,
    hookTimeout: 300_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts'],
          exclude: PURE,
          globalSetup: 'test/run/setup.ts',
        },
      },
    ],
  },
});
