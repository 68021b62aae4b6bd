import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { functionsOf, type LambdaFunction } from '../../../local/lambda/functions.ts';
import { createLambdaRunner, type LambdaRunner } from '../../../local/lambda/runner.ts';
import { templateOf } from '../template/templates.ts';

/** Functions like those in bundles: CommonJS with a named export. */
const HANDLERS: Readonly<Record<string, string>> = {
  echo: 'exports.handler = async (event) => event;',
  environment: 'exports.handler = async () => process.env;',
  context:
    'exports.handler = async (_, context) => ({ ...context, left: context.getRemainingTimeInMillis() });',
  process: 'let calls = 0; exports.handler = async () => ({ pid: process.pid, calls: ++calls });',
  nothing: 'exports.handler = async () => {};',
  prints: "exports.handler = async () => { console.log('a line of the log'); };",
  throws: `exports.handler = async () => {
    class e extends Error { name = 'SourceError'; }
    throw new e('There is no such folder.');
  };`,
  throwsText: "exports.handler = async () => { throw 'text'; };",
  hangs: 'exports.handler = () => new Promise((resolve) => setInterval(() => {}, 1000));',
  spins: 'exports.handler = async () => { for (;;) {} };',
  exits: 'exports.handler = async () => process.exit(3);',
  crashes:
    "exports.handler = async () => { setImmediate(() => { throw new Error('late'); }); await new Promise(() => {}); };",
  hoards: 'exports.handler = async () => { const all = []; for (;;) all.push(new Array(1e6).fill({})); };',
  together: `const fs = require('node:fs'); exports.handler = async ({ folder, name, others }) => {
    fs.writeFileSync(folder + '/' + name, '');
    while (!others.every((other) => fs.existsSync(folder + '/' + other))) await new Promise(setImmediate);
    return name;
  };`,
  broken: "throw new Error('This bundle cannot be loaded.');",
  noHandler: 'exports.other = 1;',
};

let folder: string;
let functions: LambdaFunction[];
let runner: LambdaRunner;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-'));
  const resources = Object.entries(HANDLERS).map(async ([name, code]) => {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'index.js'), code);
    return [
      name,
      {
        Type: 'AWS::Lambda::Function',
        Metadata: { 'aws:asset:path': name },
        Properties: {
          FunctionName: name,
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          MemorySize: 128,
          Timeout: name === 'hangs' || name === 'spins' ? 1 : 60,
          Environment: { Variables: { FROM_TEMPLATE: { Ref: 'AWS::Region' }, BOTH: 'template' } },
        },
      },
    ] as const;
  });
  functions = functionsOf(templateOf(Object.fromEntries(await Promise.all(resources)), folder));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => runner?.close());

function start(concurrency = 2): LambdaRunner {
  runner = createLambdaRunner({
    functions,
    folder: join(folder, 'data'),
    environment: { AWS_ENDPOINT_URL_S3: 'http://s3', BOTH: 'local' },
    concurrency,
  });
  return runner;
}
const arn = (name: string): string => functions.find((lambda) => lambda.name === name)!.arn;
const failure = async (
  invocation: Promise<unknown>,
): Promise<{ name: string; cause: Record<string, unknown> }> => {
  const error = await invocation.then(
    () => {
      throw new Error('It succeeded.');
    },
    (reason: Error) => reason,
  );
  return { name: error.name, cause: JSON.parse(error.message) as Record<string, unknown> };
};

describe('A function', () => {
  it('gets its event and returns its result as JSON', async () => {
    const event = { text: 'é\0', list: [1, null], nothing: undefined };

    expect(await start().invoke(arn('echo'), event)).toEqual({ text: 'é\0', list: [1, null] });
    expect(await runner.invoke(arn('nothing'), {})).toBeNull();
  });

  it("has the template's variables, Lambda's own and the local endpoints, and none of this process", async () => {
    process.env.SECRET_OF_THE_SHELL = 'secret';

    const environment = await start().invoke(arn('environment'), {});

    expect(environment).toMatchObject({
      FROM_TEMPLATE: 'us-east-1',
      BOTH: 'local',
      AWS_ENDPOINT_URL_S3: 'http://s3',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'environment',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
    });
    expect(environment).not.toHaveProperty('SECRET_OF_THE_SHELL');
  });

  it('has a context with its remaining time and ARN', async () => {
    const context = (await start().invoke(arn('context'), {})) as { left: number };

    expect(context).toMatchObject({
      functionName: 'context',
      memoryLimitInMB: '128',
      invokedFunctionArn: arn('context'),
    });
    expect(context.left).toBeGreaterThan(50_000);
    expect(context.left).toBeLessThanOrEqual(60_000);
  });

  it('stays warm for the next invocation', async () => {
    const first = await start().invoke(arn('process'), {});
    const second = await runner.invoke(arn('process'), {});

    expect(second).toEqual({ pid: (first as { pid: number }).pid, calls: 2 });
  });

  it('runs concurrently up to the limit', async () => {
    const others = ['a', 'b'];
    const shared = await mkdtemp(join(folder, 'shared-'));
    start(2);

    const names = await Promise.all(
      others.map((name) => runner.invoke(arn('together'), { folder: shared, name, others })),
    );

    expect(names).toEqual(others);
  });

  it('waits if the limit is reached', async () => {
    start(1);

    const results = await Promise.all([1, 2, 3].map(() => runner.invoke(arn('process'), {})));

    expect(new Set(results.map((result) => (result as { pid: number }).pid)).size).toBe(1);
  });

  it('has its output in its log file', async () => {
    await start().invoke(arn('prints'), {});
    await runner.close();

    expect(await readFile(join(folder, 'data/logs/prints.log'), 'utf8')).toContain('a line of the log');
  });
});

describe('A function that fails', () => {
  it("passes on the error's name and message", async () => {
    expect(await failure(start().invoke(arn('throws'), {}))).toMatchObject({
      name: 'SourceError',
      cause: { errorType: 'SourceError', errorMessage: 'There is no such folder.', trace: expect.any(Array) },
    });
  });

  it('can throw any value', async () => {
    expect(await failure(start().invoke(arn('throwsText'), {}))).toMatchObject({
      cause: { errorMessage: 'text' },
    });
  });

  it.each(['hangs', 'spins'])('is ended at its time-out if it %s', async (name) => {
    const { name: error, cause } = await failure(start().invoke(arn(name), {}));

    expect(error).toBe('Sandbox.Timedout');
    expect(cause.errorMessage).toMatch(/^RequestId: \S+ Error: Task timed out after 1\.00 seconds$/);
  });

  it.each([
    ['exits', 'Runtime.ExitError', 'exit status 3'],
    ['crashes', 'Runtime.ExitError', 'exit status 1'],
    ['hoards', 'Runtime.OutOfMemory', '128 MB'],
    ['broken', 'Error', 'This bundle cannot be loaded.'],
    ['noHandler', 'Runtime.HandlerNotFound', 'handler is undefined or not exported'],
  ])('reports the reason if it %s', async (name, error, message) => {
    const failed = await failure(start().invoke(arn(name), {}));

    expect(failed.name).toBe(error);
    expect(failed.cause.errorMessage).toContain(message);
  });

  it('gets a new process after its process has ended', async () => {
    await failure(start(1).invoke(arn('exits'), {}));

    expect((await failure(runner.invoke(arn('exits'), {}))).name).toBe('Runtime.ExitError');
  });

  it('is stopped together with its execution', async () => {
    const stop = new AbortController();
    const invocation = start().invoke(arn('hangs'), {}, stop.signal);
    stop.abort();

    await expect(invocation).rejects.toThrow(expect.objectContaining({ name: 'InvocationStoppedError' }));
  });

  it('has Lambda’s error if it does not exist', async () => {
    expect((await failure(start().invoke('arn:aws:lambda:x:function:none', {}))).name).toBe(
      'Lambda.ResourceNotFoundException',
    );
  });
});

it('Functions of other runtimes are refused', () => {
  const Python = { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'python3.13', Handler: 'a.b' } };

  expect(() => functionsOf(templateOf({ Python }))).toThrow('the runtime python3.13');
});

it('Functions of the CDK itself are skipped by their logical ids', () => {
  const Properties = { Runtime: 'python3.13', Handler: 'a.b' };
  const own = (name: string) => ({ [name]: { Type: 'AWS::Lambda::Function', Properties } });

  for (const name of [
    'CustomCDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C81C01536',
    'CustomS3AutoDeleteObjectsCustomResourceProviderHandler9D90184F',
  ]) {
    expect(functionsOf(templateOf(own(name)))).toEqual([]);
  }
  expect(() => functionsOf(templateOf(own('CustomCDKOther8693BB64')))).toThrow('the runtime python3.13');
});
