import { readFileSync } from 'node:fs';
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
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
});
