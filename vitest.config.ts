import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** `import text from './x.sql'` gives the file's text, as the Lambda bundles' esbuild loader does. */
const sqlAsText = {
  name: 'sql-as-text',
  load(id: string): string | undefined {
    return id.endsWith('.sql') ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))}` : undefined;
  },
};

/** Rooms whose files leave nothing behind in their process: each loads in it what the one before has loaded, the CDK above all. */
const PURE = ['lib', 'model', 'reference', 'site'].map((room) => `test/${room}/**/*.test.ts`);

export default defineConfig({
  plugins: [sqlAsText],
  test: {
    // Left to itself, vitest keeps one of two cores free; these tests mostly wait for processes of their own.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 120_000,
    hookTimeout: 300_000,
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
