import {
  arn,
  bucketName,
  LOCAL_ACCOUNT,
  LOCAL_PARTITION,
  LOCAL_REGION,
  nameOrLogicalId,
  opaque,
  type ResourceId,
} from './ids.ts';

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

const inert = (reason: string, ids: Pick<ResourceType, 'ref' | 'attributes'> = {}): ResourceType => ({
  here: 'inert',
  reason,
  ...ids,
});

const ROLES = 'whatever runs here runs as you; policies are pinned by the template tests';
const CATALOG = 'a description for SQL engines, which no step of a run reads';
/** What follows a bucket's name where CloudFront reads from it. */
export const S3_DOMAIN = `.s3.${LOCAL_REGION}.amazonaws.com`;

const LOGS = 'logs go to files of the data folder';

const functionArn = (id: ResourceId): string =>
  arn('cloudfront', `function/${nameOrLogicalId(id, 'Name')}`, '');

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
        'MetricsConfigurations',
        'OwnershipControls',
        'PublicAccessBlockConfiguration',
        'VersioningConfiguration',
        'Tags',
      ],
    },
    ref: bucketName,
    attributes: {
      Arn: (id) => `arn:${LOCAL_PARTITION}:s3:::${bucketName(id)}`,
      RegionalDomainName: (id) => `${bucketName(id)}${S3_DOMAIN}`,
    },
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
    ref: (id) => nameOrLogicalId(id, 'FunctionName'),
    attributes: { Arn: (id) => arn('lambda', `function:${nameOrLogicalId(id, 'FunctionName')}`) },
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
    ref: (id) => arn('states', `stateMachine:${nameOrLogicalId(id, 'StateMachineName')}`),
    attributes: {
      Arn: (id) => arn('states', `stateMachine:${nameOrLogicalId(id, 'StateMachineName')}`),
      Name: (id) => nameOrLogicalId(id, 'StateMachineName'),
    },
  },
  'AWS::Events::Rule': {
    here: 'run',
    reason: "events of the state machine's executions are handed to its targets",
    properties: { honoured: ['EventPattern', 'State', 'Targets'], inert: ['Description', 'Name', 'RoleArn'] },
    attributes: { Arn: (id) => arn('events', `rule/${nameOrLogicalId(id, 'Name')}`) },
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
    reason:
      'the local gateway accepts the keys of a plan that covers the stage; it neither throttles nor counts',
    properties: {
      honoured: ['ApiStages'],
      inert: ['Description', 'Quota', 'Tags', 'Throttle', 'UsagePlanName'],
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
    reason: 'the local gateway has its name and variables',
    properties: {
      honoured: ['RestApiId', 'StageName', 'Variables'],
      inert: ['AccessLogSetting', 'DeploymentId', 'Description', 'MethodSettings', 'Tags', 'TracingEnabled'],
    },
    ref: (id) => nameOrLogicalId(id, 'StageName'),
  },
  'AWS::ApiGateway::Account': inert(LOGS),
  'AWS::Glue::Database': inert(CATALOG),
  'AWS::Glue::Table': inert(CATALOG),
  'AWS::IAM::Role': inert(ROLES, { attributes: { Arn: (id) => arn('iam', `role/${id.logicalId}`, '') } }),
  'AWS::IAM::Policy': inert(ROLES),
  'AWS::IAM::ManagedPolicy': inert(ROLES),
  'AWS::Logs::LogGroup': inert(LOGS, {
    attributes: { Arn: (id) => arn('logs', `log-group:${nameOrLogicalId(id, 'LogGroupName')}:*`) },
  }),
  'AWS::SQS::Queue': inert('what cannot be delivered here is told at once', {
    ref: (id) =>
      `https://sqs.${LOCAL_REGION}.amazonaws.com/${LOCAL_ACCOUNT}/${nameOrLogicalId(id, 'QueueName')}`,
    attributes: {
      Arn: (id) => arn('sqs', nameOrLogicalId(id, 'QueueName')),
      QueueName: (id) => nameOrLogicalId(id, 'QueueName'),
    },
  }),
  'AWS::SQS::QueuePolicy': inert(ROLES),
  'AWS::Scheduler::Schedule': inert('nothing starts by itself here: a person or a test starts every run', {
    attributes: { Arn: (id) => arn('scheduler', `schedule/default/${nameOrLogicalId(id, 'Name')}`) },
  }),
  'AWS::Scheduler::ScheduleGroup': inert('nothing starts by itself here: a group of schedules has none', {
    ref: (id) => nameOrLogicalId(id, 'Name'),
    attributes: { Arn: (id) => arn('scheduler', `schedule-group/${nameOrLogicalId(id, 'Name')}`) },
  }),
  'AWS::Budgets::Budget': inert('nothing costs anything here'),
  'AWS::CloudWatch::Alarm': inert('nobody is to be woken by a run on this machine', {
    attributes: { Arn: (id) => arn('cloudwatch', `alarm:${nameOrLogicalId(id, 'AlarmName')}`) },
  }),
  'AWS::CloudWatch::CompositeAlarm': inert('nobody is to be woken by a run on this machine', {
    attributes: { Arn: (id) => arn('cloudwatch', `alarm:${nameOrLogicalId(id, 'AlarmName')}`) },
  }),
  'AWS::CloudWatch::Dashboard': inert('it shows metrics, and none are gathered here: they stand in the logs'),
  'AWS::Logs::MetricFilter': inert('no metrics are gathered here'),
  'AWS::SNS::Topic': inert('nobody is to be woken by a run on this machine', {
    ref: (id) => arn('sns', nameOrLogicalId(id, 'TopicName')),
    attributes: {
      TopicArn: (id) => arn('sns', nameOrLogicalId(id, 'TopicName')),
      TopicName: (id) => nameOrLogicalId(id, 'TopicName'),
    },
  }),
  'AWS::SNS::TopicPolicy': inert(ROLES),
  'AWS::SNS::Subscription': inert('nobody is to be woken by a run on this machine'),
  'AWS::CloudFront::Distribution': {
    here: 'run',
    reason: 'a server that finds the behaviour of each request and asks its origin',
    properties: { honoured: ['DistributionConfig'], inert: ['Tags'] },
    ref: opaque,
    attributes: { DomainName: (id) => `${opaque(id)}.cloudfront.net`, Id: opaque },
  },
  'AWS::CloudFront::Function': {
    here: 'run',
    reason: 'its code runs in a context of its own',
    properties: { honoured: ['FunctionCode', 'FunctionConfig'], inert: ['AutoPublish', 'Name'] },
    ref: functionArn,
    attributes: { FunctionARN: functionArn },
  },
  'AWS::CloudFront::CachePolicy': {
    here: 'run',
    reason: 'tells what reaches an origin; nothing is kept here',
    properties: { honoured: ['CachePolicyConfig'], inert: [] },
    attributes: { Id: ({ logicalId }) => logicalId },
  },
  'AWS::CloudFront::ResponseHeadersPolicy': {
    here: 'run',
    reason: 'headers that answers are given',
    properties: { honoured: ['ResponseHeadersPolicyConfig'], inert: [] },
    attributes: { Id: ({ logicalId }) => logicalId },
  },
  'AWS::CloudFront::OriginAccessControl': inert(ROLES, { attributes: { Id: ({ logicalId }) => logicalId } }),
  'Custom::CDKBucketDeployment': {
    here: 'run',
    reason: 'its files are put into the bucket when a stack starts that serves',
    properties: {
      honoured: [
        'DestinationBucketName',
        'Exclude',
        'Include',
        'Prune',
        'SourceObjectKeys',
        'SystemMetadata',
      ],
      inert: [
        'DistributionId',
        'DistributionPaths',
        'OutputObjectKeys',
        'ServiceToken',
        'SourceBucketNames',
        'WaitForDistributionInvalidation',
      ],
    },
  },
  'Custom::S3AutoDeleteObjects': inert('a data folder is deleted by whom it belongs to'),
  'AWS::CDK::Metadata': inert('a note of the CDK about itself'),
};

/** Functions of the CDK itself, which no bundle of this project is: by their logical ids, which it derives from what they do. */
export const CDK_FUNCTIONS: readonly { readonly logicalId: RegExp; readonly reason: string }[] = [
  {
    logicalId: /^CustomCDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C/,
    reason: 'the local stack puts the files into their bucket itself',
  },
  {
    logicalId: /^CustomS3AutoDeleteObjectsCustomResourceProviderHandler/,
    reason: 'no bucket is deleted here',
  },
];
