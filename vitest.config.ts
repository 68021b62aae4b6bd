import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** `import text from './x.sql'` imports the file's text, as esbuild's loader does in the Lambda bundles. */
const sqlAsText = {
  name: 'sql-as-text',
  load(id: string): string | undefined {
    return id.endsWith('.sql') ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))}` : undefined;
  },
};

/** Folders whose tests leave no state in their process, so that files share workers and load modules such as the CDK once. */
const PURE = ['lib', 'model', 'reference', 'site'].map((folder) => `test/${folder}/**/*.test.ts`);

/** The order of start: the longest tests first, so that no worker runs one alone at the end. Other folders follow. */
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
    // By default vitest leaves one of two cores idle, but these tests mostly wait for child processes.
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
