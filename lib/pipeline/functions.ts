import { ArnFormat, Duration, Size, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Settings } from '../settings/settings.ts';
import { type BucketAccess, grantBucketAccess } from '../storage/bucket-access.ts';
import { DUCKDB_MODULE, DuckDbLayer } from './duckdb-layer.ts';
import { dropEnvironment, grantSources, sourceEnvironment } from './source-access.ts';
import { StackFunction } from './stack-function.ts';
import { stateMachineArn } from './state-machine.ts';

/** The steps of runs and rollbacks. Each is one function and one folder under `lambdas/`. */
export const STEPS = [
  'plan',
  'ingest',
  'normalize',
  'audit',
  'commit',
  'aggregate',
  'export',
  'publish',
  'activate',
  'record',
  'clean-up',
  'rollback',
] as const;
export type Step = (typeof STEPS)[number];

/** Lambda's maximum, for steps whose work grows with the data. */
const LONGEST = Duration.minutes(15);
/** For steps with a few small reads and writes. */
const SHORT = Duration.minutes(2);

/** For steps that list a drop: the server of a source may be slow, and requests are retried. */
const MEDIUM = Duration.minutes(5);

interface StepDefinition {
  readonly description: string;
  readonly size: 'small' | 'stream' | 'aggregate';
  readonly timeout: Duration;
  readonly access: BucketAccess;
  /** Whether it runs the embedded SQL engine. */
  readonly engine?: boolean;
  /** Whether it reads from sources: it may read the buckets and secrets that the settings name. */
  readonly sources?: boolean;
  /** The function's access to the API's stage. */
  readonly stage?: 'reads' | 'switches';
  /** Whether it describes executions of the state machines. */
  readonly executions?: 'describes';
}

/** The purpose and permissions of every function. The policies are generated from this table only. */
const DEFINITIONS: Readonly<Record<Step, StepDefinition>> = {
  plan: {
    description: 'Checks the input, takes the lock and decides what the run does.',
    size: 'small',
    timeout: MEDIUM,
    access: { read: ['months', 'runs', 'locks', 'documents'], write: ['runs', 'locks'] },
    sources: true,
    stage: 'reads',
    executions: 'describes',
  },
  ingest: {
    description: 'Copies one raw file and finds its record-aligned parts.',
    size: 'stream',
    timeout: LONGEST,
    access: { read: ['raw', 'runs'], write: ['raw', 'runs'] },
    sources: true,
  },
  normalize: {
    description: 'Turns one part of a raw file into table rows and quarantined rows.',
    size: 'stream',
    timeout: LONGEST,
    access: { read: ['raw', 'runs'], write: ['tables', 'quarantine', 'runs'] },
  },
  audit: {
    description: 'Reconciles the counts, drops duplicates and applies the gates.',
    size: 'stream',
    timeout: LONGEST,
    access: { read: ['runs', 'months', 'tables', 'documents'], write: ['tables', 'runs'] },
  },
  commit: {
    description:
      'Commits the month with one PUT, writes the manifests for SQL engines, drops superseded parts.',
    size: 'small',
    timeout: SHORT,
    access: { read: ['runs', 'months', 'locks'], write: ['months', 'manifests'], remove: ['tables'] },
  },
  aggregate: {
    description: 'Computes the statistics over all committed months.',
    size: 'aggregate',
    timeout: LONGEST,
    access: { read: ['months', 'tables'], write: ['aggregates', 'runs'] },
    engine: true,
  },
  export: {
    description: 'Writes the downloads.',
    size: 'aggregate',
    timeout: LONGEST,
    access: { read: ['months', 'tables', 'aggregates', 'downloads'], write: ['downloads', 'runs'] },
    engine: true,
  },
  publish: {
    description: 'Compares the statistics with the live release and fills the idle slot.',
    size: 'stream',
    timeout: LONGEST,
    access: {
      read: ['aggregates', 'months', 'runs', 'slots', 'documents', 'downloads', 'locks'],
      write: ['documents', 'slots', 'runs'],
      remove: ['documents'],
    },
    engine: true,
    stage: 'reads',
  },
  activate: {
    description: 'Switches the API to the slot that was filled.',
    size: 'small',
    timeout: SHORT,
    access: { read: ['slots', 'locks'], write: ['slots'] },
    stage: 'switches',
  },
  record: {
    description: 'Writes how the run ended and frees the lock.',
    size: 'small',
    timeout: SHORT,
    access: { read: ['runs', 'locks', 'months'], write: ['runs', 'locks'] },
    stage: 'reads',
  },
  'clean-up': {
    description: 'Deletes objects of older runs that nothing references any more.',
    size: 'small',
    timeout: LONGEST,
    access: {
      read: ['months', 'manifests', 'slots', 'locks', 'documents'],
      write: ['runs'],
      remove: ['tables', 'quarantine', 'raw', 'aggregates', 'runs', 'downloads'],
    },
  },
  rollback: {
    description: 'Takes the lock and checks that the other slot contains the complete previous release.',
    size: 'small',
    timeout: LONGEST,
    access: { read: ['runs', 'locks', 'slots', 'documents'], write: ['runs', 'locks'] },
    stage: 'reads',
    executions: 'describes',
  },
};

export interface FunctionsProps {
  readonly bucket: s3.Bucket;
  readonly restApiId: string;
  readonly settings: Settings;
  /** The code version in run.json. */
  readonly codeVersion: string;
}

/** The functions of all steps, each with the permissions that its step needs. */
export class Functions extends Construct {
  /** The functions by their step. */
  readonly of: Readonly<Record<Step, StackFunction>>;

  constructor(scope: Construct, id: string, props: FunctionsProps) {
    super(scope, id);
    const { settings } = props;
    const duckdb = new DuckDbLayer(this, 'DuckDb');
    const rollbackArn = stateMachineArn(this, 'rollback');
    const create = (step: Step): StackFunction => {
      const definition = DEFINITIONS[step];
      const stackFunction = new StackFunction(this, constructId(step), {
        folder: step,
        description: definition.description,
        timeout: definition.timeout,
        memoryMb: memoryMb(definition.size, settings),
        environment: environmentOf(step, props, rollbackArn),
        logRetention: settings.logRetentionDays,
        ...(definition.engine && {
          ephemeralStorage: Size.mebibytes(settings.engineEphemeralMb),
          layers: [duckdb.layer],
          externalModules: [DUCKDB_MODULE],
        }),
      });
      grantBucketAccess(stackFunction.role, props.bucket, definition.access);
      if (definition.sources) grantSources(stackFunction.role, settings);
      if (definition.stage) grantStage(stackFunction.role, props, definition.stage);
      return stackFunction;
    };
    this.of = Object.fromEntries(STEPS.map((step) => [step, create(step)])) as Record<Step, StackFunction>;
  }

  /**
   * Allows the functions that describe executions to describe those of a state machine. It is a separate policy, because the
   * machine's definition references the functions and a reference back would be circular.
   */
  grantExecutions(stateMachine: sfn.StateMachine): void {
    const stack = Stack.of(this);
    const machine = stack.getLogicalId(stateMachine.node.defaultChild as sfn.CfnStateMachine);
    const policy = new iam.Policy(stateMachine, 'DescribeExecutions', {
      roles: STEPS.filter((step) => DEFINITIONS[step].executions).map((step) => this.of[step].role),
      statements: [
        new iam.PolicyStatement({
          sid: 'DescribeExecutions',
          actions: ['states:DescribeExecution'],
          resources: [
            stack.formatArn({
              service: 'states',
              resource: 'execution',
              resourceName: `${stateMachine.stateMachineName}:*`,
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          ],
        }),
      ],
    });
    acknowledge(policy, {
      [`IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:<${machine}.Name>:*]`]:
        'The executions of one state machine; their names are generated when they start.',
    });
  }
}

/** `clean-up` → `CleanUp`. */
const constructId = (step: Step): string =>
  step.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

function memoryMb(size: StepDefinition['size'], settings: Settings): number {
  return {
    small: settings.smallMemoryMb,
    stream: settings.streamMemoryMb,
    aggregate: settings.aggregateMemoryMb,
  }[size];
}

/** The environment variables that the function reads by `env` (lambdas/runtime/env.ts). */
function environmentOf(step: Step, props: FunctionsProps, rollbackArn: string): Record<string, string> {
  const { settings } = props;
  const sources = sourceEnvironment(settings);
  const stage = { REST_API_ID: props.restApiId, STAGE_NAME: settings.stageName };
  const own: Partial<Record<Step, Record<string, string>>> = {
    plan: {
      ...sources,
      ...stage,
      ...dropEnvironment(settings),
      MAX_FILE_BYTES: String(settings.maxFileBytes),
      LOCK_GRACE_SECONDS: String(settings.lockGraceSeconds),
    },
    ingest: {
      ...sources,
      MAX_FILE_BYTES: String(settings.maxFileBytes),
      PART_BYTES: String(settings.partBytes),
    },
    aggregate: {
      ENGINE_MEMORY_MB: String(settings.engineMemoryMb),
      ENGINE_MAX_BYTES: String(settings.engineMaxBytes),
    },
    export: { ENGINE_MEMORY_MB: String(settings.engineMemoryMb) },
    publish: { ...stage, DRAIN_SECONDS: String(settings.drainSeconds) },
    activate: stage,
    record: { ...stage, ROLLBACK_STATE_MACHINE_ARN: rollbackArn },
    rollback: { ...stage, LOCK_GRACE_SECONDS: String(settings.lockGraceSeconds) },
    'clean-up': { RETAIN_RUNS_DAYS: String(settings.retainRunsDays) },
  };
  return {
    BUCKET: props.bucket.bucketName,
    CODE_VERSION: props.codeVersion,
    STACK_NAME: Stack.of(props.bucket).stackName,
    POWERTOOLS_SERVICE_NAME: 'movie-statistics',
    POWERTOOLS_LOG_LEVEL: settings.logLevel,
    ...own[step],
  };
}

/** Access to the API's stage. UpdateStage needs the action `apigateway:PATCH`. */
function grantStage(role: iam.Role, props: FunctionsProps, use: 'reads' | 'switches'): void {
  role.addToPolicy(
    new iam.PolicyStatement({
      sid: use === 'reads' ? 'ReadStage' : 'SwitchStage',
      actions: use === 'reads' ? ['apigateway:GET'] : ['apigateway:GET', 'apigateway:PATCH'],
      resources: [
        Stack.of(role).formatArn({
          service: 'apigateway',
          account: '',
          resource: `/restapis/${props.restApiId}/stages/${props.settings.stageName}`,
          arnFormat: ArnFormat.NO_RESOURCE_NAME,
        }),
      ],
    }),
  );
}
