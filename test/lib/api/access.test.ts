import { beforeAll, describe, expect, it } from 'vitest';
import { logicalName, named, permissionsOf, type Synthesized, synthesize } from '../synthesize.ts';

const BUCKET = '<LakeBucketB1D32E10.Arn>';
const STAGE = 'arn:<AWS::Partition>:apigateway:<AWS::Region>::/restapis/<StatsApi3EA1E592>/stages/live';

const OTHER_SECRET = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:other-AbCdEf';

const EXECUTIONS = ['PipelineStateMachine1814BD05', 'RollbackStateMachine79A1C08E'].map(
  (machine) => `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:<${machine}.Name>:*`,
);

/** The permissions of each function: prefixes to read, write and delete from, buckets of sources, and the API's stage. */
const ACCESS = {
  plan: {
    read: 'months runs locks api_endpoints',
    write: 'runs locks',
    sources: true,
    stage: 'GET',
    executions: true,
  },
  ingest: {
    read: 'the-movies-dataset-internal runs',
    write: 'the-movies-dataset-internal runs',
    sources: true,
  },
  normalize: { read: 'the-movies-dataset-internal runs', write: 'raw_munged quarantine runs' },
  audit: { read: 'runs months raw_munged api_endpoints', write: 'raw_munged runs' },
  commit: { read: 'runs months locks', write: 'months raw_munged_manifests', remove: 'raw_munged' },
  aggregate: { read: 'months raw_munged', write: 'aggregates runs' },
  export: { read: 'months raw_munged aggregates downloads', write: 'downloads runs' },
  publish: {
    read: 'aggregates months runs slots api_endpoints downloads locks',
    write: 'api_endpoints slots runs',
    remove: 'api_endpoints',
    stage: 'GET',
  },
  activate: { read: 'slots locks', write: 'slots', stage: 'GET PATCH' },
  rollback: { read: 'runs locks slots api_endpoints', write: 'runs locks', stage: 'GET', executions: true },
  record: { read: 'runs locks months', write: 'runs locks', stage: 'GET' },
  'clean-up': {
    read: 'months raw_munged_manifests slots locks api_endpoints',
    write: 'runs',
    remove: 'raw_munged quarantine the-movies-dataset-internal aggregates runs downloads',
  },
} as const;

const words = (text = ''): string[] => text.split(' ').filter(Boolean);
const on = (action: string, prefixes?: string): string[] =>
  words(prefixes).map((prefix) => `${action} ${BUCKET}/${prefix}/*`);

describe('Access', () => {
  let stack: Synthesized;
  beforeAll(() => {
    stack = synthesize({
      sourceBuckets: ['movie-drops'],
      sourceSecrets: { 'drops.example.com': 'drops/key', 'other.example.com': OTHER_SECRET },
    });
  });

  it.each(Object.entries(ACCESS))(
    'grants the function %s exactly the listed permissions',
    (step, expected) => {
      const { read, write, remove, sources, stage, executions } = {
        remove: '',
        sources: false,
        stage: '',
        executions: false,
        ...expected,
      };
      const permissions = permissionsOf(stack, new RegExp(`^Functions${logicalName(step)}Role`));

      const logs = permissions.filter((permission) => permission.startsWith('logs:'));
      expect(logs).toEqual([
        expect.stringMatching(
          new RegExp(`^logs:CreateLogStream <Functions${logicalName(step)}Logs\\w+\\.Arn>$`),
        ),
        expect.stringMatching(
          new RegExp(`^logs:PutLogEvents <Functions${logicalName(step)}Logs\\w+\\.Arn>$`),
        ),
      ]);
      expect(permissions.filter((permission) => !permission.startsWith('logs:'))).toEqual(
        [
          'xray:PutTelemetryRecords *',
          'xray:PutTraceSegments *',
          ...on('s3:GetObject', read),
          `s3:ListBucket ${BUCKET}`,
          ...on('s3:PutObject', write),
          ...on('s3:AbortMultipartUpload', write),
          ...on('s3:DeleteObject', remove),
          ...(sources
            ? [
                's3:GetObject arn:<AWS::Partition>:s3:::movie-drops/*',
                's3:ListBucket arn:<AWS::Partition>:s3:::movie-drops',
                'secretsmanager:GetSecretValue arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:drops/key-??????',
                `secretsmanager:GetSecretValue ${OTHER_SECRET}`,
              ]
            : []),
          ...(executions ? EXECUTIONS.map((each) => `states:DescribeExecution ${each}`) : []),
          ...words(stage).map((method) => `apigateway:${method} ${STAGE}`),
        ].sort(),
      );
    },
  );

  it("lets only API Gateway assume the API's role, and only for this account", () => {
    const { AssumeRolePolicyDocument } = named(stack, 'AWS::IAM::Role', 'StatsApiReader').Properties;

    expect(AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'apigateway.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
  });

  it('limits the API to reading documents', () => {
    expect(permissionsOf(stack, /^StatsApiReader/)).toEqual([
      `s3:GetObject ${BUCKET}/api_endpoints/*`,
      `s3:ListBucket ${BUCKET}`,
    ]);
  });

  it('limits the health check to reading commits and the lock', () => {
    expect(permissionsOf(stack, /^HealthCheckRole/)).toEqual([
      expect.stringMatching(/^logs:CreateLogStream <HealthCheck\w*Logs\w+\.Arn>$/),
      expect.stringMatching(/^logs:PutLogEvents <HealthCheck\w*Logs\w+\.Arn>$/),
      `s3:GetObject ${BUCKET}/locks/*`,
      `s3:GetObject ${BUCKET}/months/*`,
      `s3:ListBucket ${BUCKET}`,
      'xray:PutTelemetryRecords *',
      'xray:PutTraceSegments *',
    ]);
  });

  it('limits the schedules to the state machine, the health check and the dead-letter queue', () => {
    expect(permissionsOf(stack, /SchedulerRole/)).toEqual([
      expect.stringMatching(/^lambda:InvokeFunction <HealthCheckFunction\w+\.Arn>$/),
      expect.stringMatching(/^lambda:InvokeFunction <HealthCheckFunction\w+\.Arn>:\*$/),
      expect.stringMatching(/^sqs:SendMessage <DeadLettersQueue\w+\.Arn>$/),
      expect.stringMatching(/^states:StartExecution <PipelineStateMachine\w+>$/),
    ]);
  });

  it('uses no policies managed by AWS, because they grant more than necessary', () => {
    for (const { Properties } of Object.values(stack.resources('AWS::IAM::Role'))) {
      expect(Properties.ManagedPolicyArns ?? []).toEqual([]);
    }
  });

  it('grants no access to sources without buckets and secrets in the settings', () => {
    const permissions = permissionsOf(synthesize(), /^Functions(Plan|Ingest)Role/);

    expect(permissions.filter((permission) => /:s3:::|secretsmanager/.test(permission))).toEqual([]);
  });
});
