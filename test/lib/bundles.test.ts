import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { DUCKDB_MODULE } from '../../lib/duckdb-layer.ts';
import { STEPS } from '../../lib/functions.ts';
import { BUNDLE } from '../../lib/stack-function.ts';

/** A cold start reads the whole bundle; the S3 client alone is about half of this. */
const MAX_BYTES = 1_500_000;

describe('The bundle', () => {
  it.each([...STEPS, 'authorize'])(
    'of %s is small and holds neither the CDK nor the SQL engine',
    async (step) => {
      const { metafile } = await build({
        ...BUNDLE,
        entryPoints: [`lambdas/${step}/handler.ts`],
        outfile: 'index.js',
        bundle: true,
        platform: 'node',
        external: ['aggregate', 'export', 'publish'].includes(step) ? [DUCKDB_MODULE] : [],
        write: false,
        metafile: true,
      });

      const modules = Object.keys(metafile.inputs).filter((path) => path.startsWith('node_modules/'));
      expect(modules.filter((path) => /aws-cdk|constructs|cdk-nag|@duckdb/.test(path))).toEqual([]);
      expect(metafile.outputs['index.js']!.bytes).toBeLessThan(MAX_BYTES);
    },
  );
});
