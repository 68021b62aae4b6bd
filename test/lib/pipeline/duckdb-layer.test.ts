import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { DuckDbLayer, HOLLOW_LAYER } from '../../../lib/pipeline/duckdb-layer.ts';

/** Creates a node_modules folder with these packages in version 1.2.3. */
function nodeModulesWith(...packages: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'node-modules-'));
  for (const name of packages) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'package.json'), JSON.stringify({ name, version: '1.2.3' }));
  }
  return folder;
}

describe('The DuckDB layer', () => {
  it('contains the engine and its native library on the module path of Lambda, without Docker', () => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'cdk-out-')) });
    const nodeModules = nodeModulesWith(
      '@duckdb/node-api',
      '@duckdb/node-bindings',
      '@duckdb/node-bindings-linux-x64',
    );

    new DuckDbLayer(new Stack(app, 'Stack'), 'Layer', { nodeModules });

    const { directory } = app.synth();
    const asset = readdirSync(directory).find((name) => name.startsWith('asset.'))!;
    const modules = join(directory, asset, 'nodejs/node_modules/@duckdb');
    expect(readdirSync(modules).sort()).toEqual(['node-api', 'node-bindings', 'node-bindings-linux-x64']);
    expect(existsSync(join(modules, 'node-bindings-linux-x64/package.json'))).toBe(true);
  });

  it('has the same template in local runs, where the layer is empty on every platform', () => {
    const templateOf = (packages: string[], context: Record<string, unknown>) => {
      const app = new App({ context, outdir: mkdtempSync(join(tmpdir(), 'cdk-out-')) });
      const stack = new Stack(app, 'Stack');
      new DuckDbLayer(stack, 'Layer', { nodeModules: nodeModulesWith(...packages) });
      return app.synth().getStackByName('Stack').template;
    };
    const installed = ['@duckdb/node-api', '@duckdb/node-bindings'];

    expect(
      templateOf([...installed, '@duckdb/node-bindings-darwin-arm64'], { [HOLLOW_LAYER]: true }),
    ).toEqual(templateOf([...installed, '@duckdb/node-bindings-linux-x64'], {}));
  });

  it('reports how to install the Lambda library if only the library of another platform is installed', () => {
    const nodeModules = nodeModulesWith(
      '@duckdb/node-api',
      '@duckdb/node-bindings',
      '@duckdb/node-bindings-darwin-arm64',
    );

    const build = () => new DuckDbLayer(new Stack(new App(), 'Stack'), 'Layer', { nodeModules });

    expect(build).toThrow(
      'The layer for DuckDB needs @duckdb/node-bindings-linux-x64, which is not installed here; on other machines than Linux x86-64 run: npm ci --os=linux --cpu=x64',
    );
  });
});
