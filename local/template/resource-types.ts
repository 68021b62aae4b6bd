import { createHash } from 'node:crypto';

/** The account, region and partition that ARNs name here. */
export const LOCAL_ACCOUNT = '000000000000';
export const LOCAL_REGION = 'us-east-1';
export const LOCAL_PARTITION = 'aws';

/** A resource before its properties are resolved. */
export interface ResourceId {
  readonly stackName: string;
  readonly logicalId: string;
  /** Properties as they stand in the template: only literals of it may become part of an id. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What becomes of a type of resource on this machine. */
export interface ResourceType {
  readonly here: 'run' | 'inert';
  /** What runs it, or why nothing is lost without it. */
  readonly reason: string;
  /** Of a type that is run: the properties that are honoured, and those that change nothing that a run could see. */
  readonly properties?: { readonly honoured: readonly string[]; readonly inert: readonly string[] };
  /** What `Ref` gives. @default the logical id */
  readonly ref?: (id: ResourceId) => string;
  /** What `Fn::GetAtt` gives, by attribute. */
  readonly attributes?: Readonly<Record<string, (id: ResourceId) => string>>;
}

const arn = (service: string, resource: string, region = LOCAL_REGION, account = LOCAL_ACCOUNT): string =>
  `arn:${LOCAL_PARTITION}:${service}:${region}:${account}:${resource}`;

const named = (id: ResourceId, property: string): string => {
  const name = id.properties[property];
  return typeof name === 'string' ? name : id.logicalId;
};

/** Ids such as `x1y2z3a4b5` are given by AWS at random; here they follow from the logical id, to stay the same. */
const opaque = ({ stackName, logicalId }: ResourceId): string =>
  createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex').slice(0, 10);

const bucketName = (id: ResourceId): string =>
  typeof id.properties.BucketName === 'string'
    ? id.properties.BucketName
    : `${id.stackName}-${id.logicalId}`.toLowerCase().slice(0, 63);

const inert = (reason: string, ids: Pick<ResourceType, 'ref' | 'attributes'> = {}): ResourceType => ({
  here: 'inert',
  reason,
  ...ids,
});

const ROLES = 'whatever runs here runs as you; policies are pinned by the template tests';
const CATALOG = 'a description for SQL engines, which no step of a run reads';
const LOGS = 'logs go to files of the data folder';

/** Every type that the template may have. Others stop the start: nothing is left out by accident. */
export const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::S3::Bucket': {
    here: 'run',
    reason: 'a bucket of the local S3 server',
    properties: {
      honoured: ['BucketName'],
      inert: [
        'BucketEncryption',
        'LifecycleConfiguration',
        'OwnershipControls',
        'PublicAccessBlockConfiguration',
        'VersioningConfiguration',
        'Tags',
      ],
    },
    ref: bucketName,
    attributes: { Arn: (id) => `arn:${LOCAL_PARTITION}:s3:::${bucketName(id)}` },
  },
  'AWS::S3::BucketPolicy': inert(ROLES),
  'AWS::Lambda::Function': {
    here: 'run',
    reason: 'child processes that run its bundle',
    properties: {
      honoured: ['Code', 'Environment', 'Handler', 'MemorySize', 'Runtime', 'Timeout', 'FunctionName'],
      inert: [
        'Architectures',
        'Description',
        'EphemeralStorage',
        'Layers',
        'LoggingConfig',
        'ReservedConcurrentExecutions',
        'Role',
        'Tags',
        'TracingConfig',
      ],
    },
    ref: (id) => named(id, 'FunctionName'),
    attributes: { Arn: (id) => arn('lambda', `function:${named(id, 'FunctionName')}`) },
  },
  'AWS::Lambda::LayerVersion': inert("functions find the same packages in the project's node_modules"),
  'AWS::Lambda::Permission': inert(ROLES),
  'AWS::StepFunctions::StateMachine': {
    here: 'run',
    reason: 'an interpreter of the States Language',
    properties: {
      honoured: ['DefinitionString', 'StateMachineName', 'StateMachineType'],
      inert: ['LoggingConfiguration', 'RoleArn', 'Tags', 'TracingConfiguration'],
    },
    ref: (id) => arn('states', `stateMachine:${named(id, 'StateMachineName')}`),
    attributes: {
      Arn: (id) => arn('states', `stateMachine:${named(id, 'StateMachineName')}`),
      Name: (id) => named(id, 'StateMachineName'),
    },
  },
  'AWS::Events::Rule': {
    here: 'run',
    reason: "events of the state machine's executions are handed to its targets",
    properties: { honoured: ['EventPattern', 'State', 'Targets'], inert: ['Description', 'Name', 'RoleArn'] },
    attributes: { Arn: (id) => arn('events', `rule/${named(id, 'Name')}`) },
  },
  'AWS::ApiGateway::RestApi': {
    here: 'run',
    reason: 'an interpreter of methods, integrations and mappings',
    properties: {
      honoured: ['MinimumCompressionSize', 'Name'],
      inert: ['Description', 'EndpointConfiguration', 'Tags'],
    },
    ref: opaque,
    attributes: { RootResourceId: (id) => `${id.logicalId}.root`, RestApiId: opaque },
  },
  'AWS::ApiGateway::Resource': {
    here: 'run',
    reason: 'a path of the local gateway',
    properties: { honoured: ['ParentId', 'PathPart', 'RestApiId'], inert: [] },
    attributes: { ResourceId: ({ logicalId }) => logicalId },
  },
  'AWS::ApiGateway::Method': {
    here: 'run',
    reason: 'a method of the local gateway',
    properties: {
      honoured: [
        'ApiKeyRequired',
        'AuthorizationType',
        'AuthorizerId',
        'HttpMethod',
        'Integration',
        'MethodResponses',
        'RequestParameters',
        'ResourceId',
        'RestApiId',
      ],
      inert: ['OperationName'],
    },
  },
  'AWS::ApiGateway::GatewayResponse': {
    here: 'run',
    reason: 'an answer of the local gateway itself',
    properties: {
      honoured: ['ResponseParameters', 'ResponseTemplates', 'ResponseType', 'RestApiId', 'StatusCode'],
      inert: [],
    },
  },
  'AWS::ApiGateway::Authorizer': {
    here: 'run',
    reason: 'the local gateway asks its function, and remembers what it said',
    properties: {
      honoured: [
        'AuthorizerResultTtlInSeconds',
        'AuthorizerUri',
        'IdentitySource',
        'IdentityValidationExpression',
        'RestApiId',
        'Type',
      ],
      inert: ['Name'],
    },
    ref: opaque,
    attributes: { AuthorizerId: opaque },
  },
  'AWS::ApiGateway::ApiKey': {
    here: 'run',
    reason: 'a key of the local gateway, with a value made here',
    properties: { honoured: ['Enabled', 'Value'], inert: ['Description', 'Name', 'Tags'] },
    ref: opaque,
    attributes: { APIKeyId: opaque },
  },
  'AWS::ApiGateway::UsagePlan': {
    here: 'run',
    reason: 'the local gateway counts what each key asks for, in memory',
    properties: {
      honoured: ['ApiStages', 'Quota', 'Throttle'],
      inert: ['Description', 'Tags', 'UsagePlanName'],
    },
    ref: opaque,
    attributes: { Id: opaque },
  },
  'AWS::ApiGateway::UsagePlanKey': {
    here: 'run',
    reason: 'a key of a plan',
    properties: { honoured: ['KeyId', 'UsagePlanId'], inert: ['KeyType'] },
  },
  'AWS::ApiGateway::DomainName': inert('the port serves the API at its root, as the domain would', {
    attributes: {
      RegionalDomainName: (id) => `${opaque(id)}.execute-api.${LOCAL_REGION}.amazonaws.com`,
      RegionalHostedZoneId: opaque,
    },
  }),
  'AWS::ApiGateway::BasePathMapping': inert('the port serves the API at its root, as the domain would'),
  'AWS::ApiGateway::Deployment': inert('the gateway always runs the whole template'),
  'AWS::ApiGateway::Stage': {
    here: 'run',
    reason: 'its variables and throttling are those of the local gateway',
    properties: {
      honoured: ['MethodSettings', 'RestApiId', 'StageName', 'Variables'],
      inert: ['AccessLogSetting', 'DeploymentId', 'Description', 'Tags', 'TracingEnabled'],
    },
    ref: (id) => named(id, 'StageName'),
  },
  'AWS::ApiGateway::Account': inert(LOGS),
  'AWS::Glue::Database': inert(CATALOG),
  'AWS::Glue::Table': inert(CATALOG),
  'AWS::IAM::Role': inert(ROLES, { attributes: { Arn: (id) => arn('iam', `role/${id.logicalId}`, '') } }),
  'AWS::IAM::Policy': inert(ROLES),
  'AWS::IAM::ManagedPolicy': inert(ROLES),
  'AWS::Logs::LogGroup': inert(LOGS, {
    attributes: { Arn: (id) => arn('logs', `log-group:${named(id, 'LogGroupName')}:*`) },
  }),
  'AWS::SQS::Queue': inert('what cannot be delivered here is told at once', {
    ref: (id) => `https://sqs.${LOCAL_REGION}.amazonaws.com/${LOCAL_ACCOUNT}/${named(id, 'QueueName')}`,
    attributes: {
      Arn: (id) => arn('sqs', named(id, 'QueueName')),
      QueueName: (id) => named(id, 'QueueName'),
    },
  }),
  'AWS::SQS::QueuePolicy': inert(ROLES),
  'AWS::Scheduler::Schedule': inert('nothing starts by itself here: a person or a test starts every run', {
    attributes: { Arn: (id) => arn('scheduler', `schedule/default/${named(id, 'Name')}`) },
  }),
  'AWS::CloudWatch::Alarm': inert('nobody is to be woken by a run on this machine', {
    attributes: { Arn: (id) => arn('cloudwatch', `alarm:${named(id, 'AlarmName')}`) },
  }),
  'AWS::CloudWatch::CompositeAlarm': inert('nobody is to be woken by a run on this machine', {
    attributes: { Arn: (id) => arn('cloudwatch', `alarm:${named(id, 'AlarmName')}`) },
  }),
  'AWS::CloudWatch::Dashboard': inert('it shows metrics, and none are gathered here'),
  'AWS::Logs::MetricFilter': inert('no metrics are gathered here'),
  'AWS::SNS::Topic': inert('nobody is to be woken by a run on this machine', {
    ref: (id) => arn('sns', named(id, 'TopicName')),
    attributes: {
      TopicArn: (id) => arn('sns', named(id, 'TopicName')),
      TopicName: (id) => named(id, 'TopicName'),
    },
  }),
  'AWS::SNS::TopicPolicy': inert(ROLES),
  'AWS::SNS::Subscription': inert('nobody is to be woken by a run on this machine'),
  'AWS::CDK::Metadata': inert('a note of the CDK about itself'),
};
