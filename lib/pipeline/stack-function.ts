import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Duration, RemovalPolicy, type Size } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

const PROJECT = join(import.meta.dirname, '../..');

/** The one architecture of all functions: the DuckDB layer is built for it. */
export const ARCHITECTURE = lambda.Architecture.X86_64;

/** How esbuild makes every function's bundle. CommonJS, because only `require` looks for modules in layers. */
export const BUNDLE = {
  format: OutputFormat.CJS,
  target: 'node24',
  minify: true,
  sourcesContent: false,
  loader: { '.sql': 'text' },
} as const satisfies BundlingOptions;

/** Compiled parts that the SSH client would use where they are, and does without: none of them comes with the bundle. */
export const NATIVE_PARTS: readonly string[] = ['cpu-features', '*.node'];

export interface StackFunctionProps {
  /** The folder under `lambdas/` that holds its `handler.ts`. */
  readonly folder: string;
  /** One sentence for the console. */
  readonly description: string;
  /** In MB; it buys CPU, too. */
  readonly memoryMb: number;
  /** When Lambda gives up on it. */
  readonly timeout: Duration;
  /** @default 512 MB */
  readonly ephemeralStorage?: Size;
  readonly environment: Readonly<Record<string, string>>;
  /** How long its logs are kept. */
  readonly logRetention: logs.RetentionDays;
  /** Layers that bring the modules named in `externalModules`. @default none */
  readonly layers?: lambda.ILayerVersion[];
  /** Modules that stay out of the bundle. @default none: the bundle is all there is */
  readonly externalModules?: string[];
}

/** One function of the stack: fixes runtime, architecture, bundling, tracing and logs, and begins with no rights but those. */
export class StackFunction extends Construct {
  readonly function: NodejsFunction;
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
    // Not AWSLambdaBasicExecutionRole: that may write to every log group of the account.
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: `What the function ${props.folder} may do.`,
    });
    this.logGroup.grantWrite(this.role);

    const entry = join(PROJECT, 'lambdas', props.folder, 'handler.ts');
    if (!existsSync(entry)) throw new Error(`The function ${props.folder} has no ${entry}.`);
    this.function = new NodejsFunction(this, 'Function', {
      description: props.description,
      entry,
      handler: 'handler',
      projectRoot: PROJECT,
      depsLockFilePath: join(PROJECT, 'package-lock.json'),
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
      bundling: {
        // Pinned in package-lock.json with the rest of the bundle, not what the runtime happens to bring.
        bundleAwsSDK: true,
        externalModules: [...NATIVE_PARTS, ...(props.externalModules ?? [])],
        sourceMap: true,
        ...BUNDLE,
      },
    });
    acknowledge(this.role, {
      'IAM5[Resource::*]': 'X-Ray has no resources that a policy could name.',
    });
  }
}
