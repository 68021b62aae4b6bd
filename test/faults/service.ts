import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { readApi } from '../../local/gateway/api.ts';
import { createGateway } from '../../local/gateway/gateway.ts';
import { createS3Integration } from '../../local/gateway/s3-integration.ts';
import { answerStageControl, openStageVariables } from '../../local/gateway/stage.ts';
import type { LambdaRunner } from '../../local/lambda/runner.ts';
import { CREDENTIALS, startS3 } from '../../local/s3/server.ts';
import { LOCAL_SETTINGS } from '../../local/settings.ts';
import { listen } from '../../local/stack/servers.ts';
import { createEventBus } from '../../local/states/event-rules.ts';
import { createExecutions } from '../../local/states/executions.ts';
import { type ExecutionRecord, openJournal } from '../../local/states/journal.ts';
import { createMachine } from '../../local/states/machine.ts';
import { answerStates } from '../../local/states/protocol.ts';
import { readTemplate } from '../../local/template/template.ts';
import { synthesize } from '../lib/synthesize.ts';
import { type Bucket, openBucket } from './bucket.ts';
import { type FaultProxy, startFaultProxy } from './proxy.ts';

/** Wraps the call of a step: it may make the call, skip it, or fail it. */
export type Intercept = (step: string, call: () => Promise<unknown>) => Promise<unknown>;

type Handler = (event: unknown) => Promise<unknown>;

/**
 * The complete service in this process: the template's state machines with their Retry rules and the rule for stopped
 * executions, the functions' code, S3 and the API. Functions use S3 and the stage through the proxy, readers directly.
 */
export interface Service {
  readonly url: string;
  readonly bucket: Bucket;
  /** The bucket of drops. */
  readonly drops: Bucket;
  readonly proxy: FaultProxy;
  intercept(by: Intercept | null): void;
  /** Runs an execution to its end, including its status event. */
  run(input: unknown): Promise<ExecutionRecord>;
  /** Runs a rollback to its end. */
  rollBack(input?: unknown): Promise<ExecutionRecord>;
  /** Calls a step directly, as a late attempt would. */
  attempt(step: string, event: object): Promise<unknown>;
  /** Stops all running executions, as `StopExecution` does. */
  stopExecutions(): Promise<void>;
  /** Delivers the status events that could not be delivered before. */
  recover(): Promise<void>;
  /** The stage's variables, for saving and restoring them. */
  readonly stage: ReturnType<typeof openStageVariables>;
  close(): Promise<void>;
}

/** The bucket of drops on S3. */
export const DROPS = 'movie-drops';
/** Parts of a few rows each. */
const PART_BYTES = 9_000;
/** The clients' time-out: longer than an upload of 8 MB takes while other tests use the cores. */
const CLIENT_TIMEOUT_MS = 2_000;
/** The interval of polling an execution; polling without a pause would take a core from the execution. */
const POLL_MS = 5;

/**
 * Starts the service with additional settings; `now` is the clock for the start times of executions. Only one per process,
 * because the functions read their environment once.
 */
export async function startService(settings: object = {}, now = (): Date => new Date()): Promise<Service> {
  const folder = await mkdtemp(join(tmpdir(), 'faults-'));
  // The Retry rules keep their attempts but not their intervals, which would only slow the tests down. A short interval
  // remains, so that a waiting run doesn't take the core from the other.
  const file = JSON.parse(
    JSON.stringify(
      synthesize({ ...LOCAL_SETTINGS, lockWaitSeconds: 5, mapConcurrency: 4, ...settings }).template.toJSON(),
    ).replaceAll(/\\"IntervalSeconds\\":\d+/g, '\\"IntervalSeconds\\":0.05'),
  );
  const template = readTemplate(file, 'MovieStatistics', folder);
  const api = readApi(template);
  const bucket = template.output('BucketName');
  const s3 = await startS3({
    folder: join(folder, 's3'),
    buckets: [bucket, DROPS],
    log: join(folder, 's3.log'),
  });
  const stage = openStageVariables(join(folder, 'stage.json'), {});
  const stageControl = { apiId: api.id, stageName: api.stage.name, variables: stage };
  const control = await listen(0, (request, response) => {
    answerStageControl(stageControl, request, response).catch(() => response.destroy());
  });
  const s3Path = new URL(s3.endpoint).pathname;
  const states = await listen(0, (request, response) => {
    answerStates(executions, request, response).catch(() => response.destroy());
  });
  const proxy = await startFaultProxy((path) => {
    if (path.startsWith(s3Path)) return new URL(s3.endpoint).origin;
    return path.startsWith('/restapis/') ? control.url : states.url;
  });
  Object.assign(process.env, {
    BUCKET: bucket,
    CODE_VERSION: 'test',
    FOLDER_SOURCES: 'allowed',
    SOURCE_BUCKETS: DROPS,
    MAX_FILE_BYTES: '1000000000',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
    PART_BYTES: String(PART_BYTES),
    WAIT_FOR_DROP_DAYS: '0',
    LOCK_GRACE_SECONDS: '0',
    DRAIN_SECONDS: '0',
    RETAIN_RUNS_DAYS: '30',
    ENGINE_MAX_BYTES: '1000000000',
    ENGINE_MEMORY_MB: '1000',
    REST_API_ID: api.id,
    STAGE_NAME: api.stage.name,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_S3: `${proxy.origin}${s3Path}`,
    AWS_ENDPOINT_URL_API_GATEWAY: proxy.origin,
    AWS_ENDPOINT_URL_SFN: proxy.origin,
    CLIENT_ATTEMPTS: '2',
    CLIENT_ANSWER_MS: String(CLIENT_TIMEOUT_MS),
    CLIENT_SILENCE_MS: String(CLIENT_TIMEOUT_MS),
  });
  const machine = template.output('StateMachineArn');
  const rollback = template.output('RollbackStateMachineArn');
  process.env.ROLLBACK_STATE_MACHINE_ARN = rollback;
  const steps = await loadSteps();

  let interceptor: Intercept = (_, call) => call();
  const stepOf = new Map(
    template
      .of('AWS::Lambda::Function')
      .map(({ arn, logicalId }) => [arn, stepName(/^Functions(\w+?)Function/.exec(logicalId)?.[1] ?? '')]),
  );
  const runner: LambdaRunner = {
    async invoke(arn, event) {
      const step = stepOf.get(arn)!;
      const result = await interceptor(step, () => steps[step]!(structuredClone(event)));
      return JSON.parse(JSON.stringify(result ?? null)) as unknown;
    },
    close: async () => {},
  };
  const executions = createExecutions({
    machines: template.of('AWS::StepFunctions::StateMachine').map(({ ref, logicalId, properties }) =>
      createMachine({
        arn: ref,
        name: logicalId,
        definition: properties.DefinitionString as string,
        runner,
      }),
    ),
    journal: openJournal(join(folder, 'executions')),
    bus: createEventBus(template, runner),
    now,
    onUndelivered: () => {},
  });

  async function runToEnd(arn: string, input: unknown): Promise<ExecutionRecord> {
    const { executionArn } = executions.start(arn, JSON.stringify(input));
    for (;;) {
      const found = executions.describe(executionArn);
      if (found.status !== 'RUNNING') return found;
      await delay(POLL_MS);
    }
  }

  const integration = createS3Integration({ endpoint: s3.endpoint, credentials: CREDENTIALS });
  const gateway = createGateway({
    api,
    stageVariables: () => stage.read(),
    s3: integration,
    invoke: () => Promise.reject(new Error('No method of this API asks an authorizer.')),
    credentials: CREDENTIALS,
    now: () => performance.now(),
    clock: () => new Date(),
  });
  const served = await listen(0, (...exchange) => void gateway(...exchange));
  const client = new S3Client({
    endpoint: s3.endpoint,
    region: 'us-east-1',
    credentials: CREDENTIALS,
    forcePathStyle: true,
  });
  return {
    url: served.url,
    bucket: openBucket(client, bucket),
    drops: openBucket(client, DROPS),
    proxy,
    stage,
    intercept(by) {
      interceptor = by ?? ((_, call) => call());
    },
    run: (input) => runToEnd(machine, input),
    rollBack: (input = {}) => runToEnd(rollback, input),
    attempt: (step, event) => steps[step]!(event),
    async stopExecutions() {
      const running = [machine, rollback]
        .flatMap((arn) => executions.list(arn))
        .filter(({ status }) => status === 'RUNNING');
      await Promise.all(running.map(({ executionArn }) => executions.stop(executionArn)));
    },
    recover: () => executions.recover(),
    async close() {
      client.destroy();
      integration.close();
      for (const server of [served, proxy, states, control, s3]) await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** `CleanUp` → `clean-up`. */
const stepName = (id: string): string => id.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();

/** Loads the functions, which read their environment then. */
async function loadSteps(): Promise<Readonly<Record<string, Handler>>> {
  const loaded = {
    plan: (await import('../../lambdas/plan/handler.ts')).handler,
    ingest: (await import('../../lambdas/ingest/handler.ts')).handler,
    normalize: (await import('../../lambdas/normalize/handler.ts')).handler,
    audit: (await import('../../lambdas/audit/handler.ts')).handler,
    commit: (await import('../../lambdas/commit/handler.ts')).handler,
    aggregate: (await import('../../lambdas/aggregate/handler.ts')).handler,
    export: (await import('../../lambdas/export/handler.ts')).handler,
    publish: (await import('../../lambdas/publish/handler.ts')).handler,
    activate: (await import('../../lambdas/activate/handler.ts')).handler,
    record: (await import('../../lambdas/record/handler.ts')).handler,
    rollback: (await import('../../lambdas/rollback/handler.ts')).handler,
    'clean-up': (await import('../../lambdas/clean-up/handler.ts')).handler,
  };
  return loaded as unknown as Record<string, Handler>;
}
