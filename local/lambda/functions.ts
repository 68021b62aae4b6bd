import { join } from 'node:path';
import { UnsupportedPropertyError } from '../template/errors.ts';
import { assetFolder, type Resource, type Template } from '../template/template.ts';

/** A function of the template. */
export interface LambdaFunction {
  readonly name: string;
  readonly arn: string;
  /** The bundle's file and the name of the handler that it exports. */
  readonly file: string;
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
}

/** Lambda's defaults. */
const DEFAULT_MEMORY_MB = 128;
const DEFAULT_TIMEOUT_SECONDS = 3;

/** The template's functions. @throws UnsupportedPropertyError for runtimes other than Node.js */
export function functionsOf(template: Template): LambdaFunction[] {
  return template.of('AWS::Lambda::Function').map((resource) => functionOf(template, resource));
}

function functionOf(template: Template, resource: Resource): LambdaFunction {
  const { logicalId, type, ref, arn } = resource;
  const { Runtime, Handler, MemorySize, Timeout, Environment } = resource.properties as {
    Runtime?: string;
    Handler?: string;
    MemorySize?: number;
    Timeout?: number;
    Environment?: { Variables?: Record<string, string> };
  };
  if (!Runtime?.startsWith('nodejs')) {
    throw new UnsupportedPropertyError(
      logicalId,
      type,
      `the runtime ${Runtime}`,
      'only Node.js functions are run',
    );
  }
  const [module = '', handler = ''] = (Handler ?? '').split('.');
  return {
    // CloudFormation generates names with a suffix. The logical id without its hash is more readable in logs.
    name: ref === logicalId ? logicalId.replace(/[0-9A-F]{8}$/, '') : ref,
    arn: arn!,
    file: join(assetFolder(template, resource), `${module}.js`),
    handler,
    environment: Environment?.Variables ?? {},
    memoryMb: MemorySize ?? DEFAULT_MEMORY_MB,
    timeoutSeconds: Timeout ?? DEFAULT_TIMEOUT_SECONDS,
  };
}
