import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DockerImage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AssetHashType } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ARCHITECTURE } from './stack-function.ts';

/** The module that functions exclude from their bundles and load from this layer. */
export const DUCKDB_MODULE = '@duckdb/node-api';

/** The packages of the layer; the last one contains the native library for the functions' architecture. */
const PACKAGES = [DUCKDB_MODULE, '@duckdb/node-bindings', '@duckdb/node-bindings-linux-x64'] as const;

/**
 * Context key that makes the layer empty. The local stack sets it, because it loads the engine from node_modules. The template
 * does not change, because the layer's hash is computed from the package versions.
 */
export const HOLLOW_LAYER = 'movie-statistics:hollow-layer';

export interface DuckDbLayerProps {
  /** The folder of the installed packages. @default the project's node_modules */
  readonly nodeModules?: string;
}

/** The SQL engine as a layer. It is copied from node_modules, so that no Docker is needed and package-lock.json pins the version. */
export class DuckDbLayer extends Construct {
  readonly layer: lambda.LayerVersion;

  constructor(scope: Construct, id: string, props: DuckDbLayerProps = {}) {
    super(scope, id);
    const nodeModules = props.nodeModules ?? join(import.meta.dirname, '../../node_modules');
    const hollow = this.node.tryGetContext(HOLLOW_LAYER) === true;
    // All three are released together with the same version.
    const versions = PACKAGES.map(
      (name) => `${name}@${versionOf(nodeModules, hollow ? DUCKDB_MODULE : name)}`,
    );
    this.layer = new lambda.LayerVersion(this, 'Layer', {
      description: `DuckDB for Node.js on Linux x86-64: ${versions[0]}`,
      compatibleRuntimes: [lambda.Runtime.NODEJS_24_X],
      compatibleArchitectures: [ARCHITECTURE],
      code: lambda.Code.fromAsset(join(nodeModules, DUCKDB_MODULE), {
        // The hash is computed from the versions, which avoids hashing 70 MB at every synth.
        assetHashType: AssetHashType.CUSTOM,
        assetHash: versions.join(','),
        bundling: {
          // Never used, because tryBundle below succeeds or throws.
          image: DockerImage.fromRegistry('scratch'),
          local: {
            tryBundle(outputDir: string): boolean {
              if (hollow)
                writeFileSync(join(outputDir, 'README'), 'Empty on purpose: made for a local run.\n');
              for (const name of hollow ? [] : PACKAGES) {
                cpSync(join(nodeModules, name), join(outputDir, 'nodejs/node_modules', name), {
                  recursive: true,
                  dereference: true,
                });
              }
              return true;
            },
          },
        },
      }),
    });
  }
}

/** The installed version of a package. @throws Error with the command that installs it */
function versionOf(nodeModules: string, name: string): string {
  const manifest = join(nodeModules, name, 'package.json');
  if (!existsSync(manifest)) {
    throw new Error(
      `The layer for DuckDB needs ${name}, which is not installed here; on other machines than Linux x86-64 run: npm ci --os=linux --cpu=x64`,
    );
  }
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
