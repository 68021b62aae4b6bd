import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { DUCKDB_MODULE } from '../../../lib/pipeline/duckdb-layer.ts';
import { STEPS } from '../../../lib/pipeline/functions.ts';
import { bundleOptions } from '../../../lib/pipeline/stack-function.ts';

/** A cold start reads the whole bundle. The S3 client accounts for about half of this limit. */
const MAX_BYTES = 1_500_000;
/** Additional size of the SSH and Secrets Manager clients in the two functions that open sources. */
const SOURCES_BYTES = 300_000;
const OPENS_SOURCES: readonly string[] = ['plan', 'ingest'];

describe('The bundle', () => {
  it.each([...STEPS, 'authorize', 'health-check'])(
    'keeps the bundle of %s smaller than the limit, without the CDK and the SQL engine',
    async (step) => {
      const { metafile } = await build({
        ...bundleOptions(step, ['aggregate', 'export', 'publish'].includes(step) ? [DUCKDB_MODULE] : []),
        outfile: 'index.js',
        write: false,
        metafile: true,
      });

      const modules = Object.keys(metafile.inputs).filter((path) => path.startsWith('node_modules/'));
      expect(modules.filter((path) => /aws-cdk|constructs|cdk-nag|@duckdb/.test(path))).toEqual([]);
      const clients = modules.filter((path) => /\/(ssh2|client-secrets-manager)\//.test(path));
      expect(clients.length > 0).toBe(OPENS_SOURCES.includes(step));
      expect(metafile.outputs['index.js']!.bytes).toBeLessThan(
        OPENS_SOURCES.includes(step) ? MAX_BYTES + SOURCES_BYTES : MAX_BYTES,
      );
    },
  );
});
