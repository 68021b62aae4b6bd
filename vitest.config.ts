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

export default defineConfig({
  plugins: [sqlAsText],
  test: {
    include: ['test/**/*.test.ts'],
    // Left to itself, vitest keeps one of two cores free; these tests mostly wait for processes of their own.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
