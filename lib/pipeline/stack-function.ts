import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage, type Duration, RemovalPolicy, type Size } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type BuildOptions, buildSync } from 'esbuild';
import { acknowledge } from '../acknowledge.ts';

const PROJECT = join(import.meta.dirname, '../..');

/** The architecture of all functions: the DuckDB layer is built for it. */
export const ARCHITECTURE = lambda.Architecture.X86_64;

/**
 * Native modules that the SSH client loads if they are installed. It also works without them, so bundles
 * leave them out.
 */
const NATIVE_PARTS = ['cpu-features', '*.node'];

/**
 * The esbuild options of a function's bundle. The bundle contains the SDK in the version of package-lock.json. Its
 * format is CommonJS, because only `require` finds the modules of a layer.
 */
export const bundleOptions = (folder: string, externalModules: readonly string[] = []) =>
  ({
    absWorkingDir: PROJECT,
    entryPoints: [join('lambdas', folder, 'handler.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    loader: { '.sql': 'text' },
    external: [...NATIVE_PARTS, ...externalModules],
  }) satisfies BuildOptions;

export interface StackFunctionProps {
  /** The folder under `lambdas/` that contains its `handler.ts`. */
  readonly folder: string;
  /** One sentence for the console. */
  readonly description: string;
  /** In MB; CPU is proportional to it. */
  readonly memoryMb: number;
  /** The time-out of an invocation. */
  readonly timeout: Duration;
  /** @default 512 MB */
  readonly ephemeralStorage?: Size;
  readonly environment: Readonly<Record<string, string>>;
  /** The retention of its logs. */
  readonly logRetention: logs.RetentionDays;
  /** Layers with the modules named in `externalModules`. @default none */
  readonly layers?: lambda.ILayerVersion[];
  /** Modules excluded from the bundle. @default none */
  readonly externalModules?: string[];
}

/** A function of the stack with fixed runtime, architecture, bundling, tracing and logs. It may only write its logs and traces. */
export class StackFunction extends Construct {
  readonly function: lambda.Function;
  readonly role: iam.Role;
  readonly timeout: Duration;
  readonly logGroup: logs.LogGroup;

  constructor(scope: Construct, id: string, props: StackFunctionProps) {
    super(scope, id);
    this.timeout = props.timeout;
    this.logGroup = new logs.LogGroup(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // The managed policy AWSLambdaBasicExecutionRole is not used, because it allows writing every log group of the account.
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: `Permissions of the function ${props.folder}.`,
    });
    this.logGroup.grantWrite(this.role);

    const entry = join(PROJECT, 'lambdas', props.folder, 'handler.ts');
    if (!existsSync(entry)) throw new Error(`The function ${props.folder} has no ${entry}.`);
    this.function = new lambda.Function(this, 'Function', {
      description: props.description,
      code: bundle(props.folder, props.externalModules),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: ARCHITECTURE,
      role: this.role,
      memorySize: props.memoryMb,
      timeout: props.timeout,
      ...(props.ephemeralStorage && { ephemeralStorageSize: props.ephemeralStorage }),
      ...(props.layers && { layers: props.layers }),
      environment: { NODE_OPTIONS: '--enable-source-maps', ...props.environment },
      logGroup: this.logGroup,
      tracing: lambda.Tracing.ACTIVE,
    });
    acknowledge(this.role, {
      'IAM5[Resource::*]': 'X-Ray has no resources that a policy could name.',
    });
  }
}

/**
 * Bundles a function with esbuild's API. `NodejsFunction` would start esbuild through `npm exec`, which takes ten times as
 * long.
 */
function bundle(folder: string, externalModules: readonly string[] | undefined): lambda.Code {
  return lambda.Code.fromAsset(join(PROJECT, 'lambdas', folder), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Not used: tryBundle succeeds or throws.
      image: DockerImage.fromRegistry('scratch'),
      local: {
        tryBundle(outputDir: string): boolean {
          const outfile = join(outputDir, 'index.js');
          buildSync({ ...bundleOptions(folder, externalModules), outfile, logLevel: 'warning' });
          return true;
        },
      },
    },
  });
}
