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

/** How the local stack treats a type of resource. */
export interface ResourceType {
  readonly here: 'run' | 'inert';
  /** What runs the resource locally, or why it is not needed. */
  readonly reason: string;
  /** For a type that is run: the supported properties, and those without a local effect. */
  readonly properties?: { readonly honoured: readonly string[]; readonly inert: readonly string[] };
  /** The value of `Ref`. @default the logical id */
  readonly ref?: (id: ResourceId) => string;
  /** The values of `Fn::GetAtt` by attribute. */
  readonly attributes?: Readonly<Record<string, (id: ResourceId) => string>>;
}

const inert = (reason: string, ids: Pick<ResourceType, 'ref' | 'attributes'> = {}): ResourceType => ({
  here: 'inert',
  reason,
  ...ids,
});

const ROLES = 'local processes run with your permissions; template tests assert the policies';
const CATALOG = 'metadata for SQL engines, which no step reads';
/** The suffix of a bucket's domain name as a CloudFront origin. */
export const S3_DOMAIN = `.s3.${LOCAL_REGION}.amazonaws.com`;

const LOGS = 'logs are written to files of the data directory';

const functionArn = (id: ResourceId): string =>
  arn('cloudfront', `function/${nameOrLogicalId(id, 'Name')}`, '');

/** Every resource type that the template may contain. Other types are refused, so that no resource is skipped by accident. */
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
    reason: "events of the state machine's executions are delivered to its targets",
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
    reason: 'a response of the local gateway itself',
    properties: {
      honoured: ['ResponseParameters', 'ResponseTemplates', 'ResponseType', 'RestApiId', 'StatusCode'],
      inert: [],
    },
  },
  'AWS::ApiGateway::Authorizer': {
    here: 'run',
    reason: 'the local gateway invokes its function and caches the result',
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
    reason: 'a key of the local gateway with a generated value',
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
    reason: 'a key of a usage plan',
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
  'AWS::SQS::Queue': inert('events that cannot be delivered are reported at once', {
    ref: (id) =>
      `https://sqs.${LOCAL_REGION}.amazonaws.com/${LOCAL_ACCOUNT}/${nameOrLogicalId(id, 'QueueName')}`,
    attributes: {
      Arn: (id) => arn('sqs', nameOrLogicalId(id, 'QueueName')),
      QueueName: (id) => nameOrLogicalId(id, 'QueueName'),
    },
  }),
  'AWS::SQS::QueuePolicy': inert(ROLES),
  'AWS::Scheduler::Schedule': inert('there are no scheduled runs locally', {
    attributes: { Arn: (id) => arn('scheduler', `schedule/default/${nameOrLogicalId(id, 'Name')}`) },
  }),
  'AWS::Scheduler::ScheduleGroup': inert('there are no scheduled runs locally', {
    ref: (id) => nameOrLogicalId(id, 'Name'),
    attributes: { Arn: (id) => arn('scheduler', `schedule-group/${nameOrLogicalId(id, 'Name')}`) },
  }),
  'AWS::Budgets::Budget': inert('local runs have no costs'),
  'AWS::CloudWatch::Alarm': inert('local runs send no notifications', {
    attributes: { Arn: (id) => arn('cloudwatch', `alarm:${nameOrLogicalId(id, 'AlarmName')}`) },
  }),
  'AWS::CloudWatch::CompositeAlarm': inert('local runs send no notifications', {
    attributes: { Arn: (id) => arn('cloudwatch', `alarm:${nameOrLogicalId(id, 'AlarmName')}`) },
  }),
  'AWS::CloudWatch::Dashboard': inert('there are no local metrics; metrics are written to the logs'),
  'AWS::Logs::MetricFilter': inert('there are no local metrics'),
  'AWS::SNS::Topic': inert('local runs send no notifications', {
    ref: (id) => arn('sns', nameOrLogicalId(id, 'TopicName')),
    attributes: {
      TopicArn: (id) => arn('sns', nameOrLogicalId(id, 'TopicName')),
      TopicName: (id) => nameOrLogicalId(id, 'TopicName'),
    },
  }),
  'AWS::SNS::TopicPolicy': inert(ROLES),
  'AWS::SNS::Subscription': inert('local runs send no notifications'),
  'AWS::CloudFront::Distribution': {
    here: 'run',
    reason: 'a server that forwards each request to the origin of its behaviour',
    properties: { honoured: ['DistributionConfig'], inert: ['Tags'] },
    ref: opaque,
    attributes: { DomainName: (id) => `${opaque(id)}.cloudfront.net`, Id: opaque },
  },
  'AWS::CloudFront::Function': {
    here: 'run',
    reason: 'its code runs in a separate context',
    properties: { honoured: ['FunctionCode', 'FunctionConfig'], inert: ['AutoPublish', 'Name'] },
    ref: functionArn,
    attributes: { FunctionARN: functionArn },
  },
  'AWS::CloudFront::CachePolicy': {
    here: 'run',
    reason: 'selects the headers for the origin; there is no local cache',
    properties: { honoured: ['CachePolicyConfig'], inert: [] },
    attributes: { Id: ({ logicalId }) => logicalId },
  },
  'AWS::CloudFront::ResponseHeadersPolicy': {
    here: 'run',
    reason: 'headers that are added to responses',
    properties: { honoured: ['ResponseHeadersPolicyConfig'], inert: [] },
    attributes: { Id: ({ logicalId }) => logicalId },
  },
  'AWS::CloudFront::OriginAccessControl': inert(ROLES, { attributes: { Id: ({ logicalId }) => logicalId } }),
  'Custom::CDKBucketDeployment': {
    here: 'run',
    reason: 'its files are uploaded when a stack that serves the website starts',
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
  'Custom::S3AutoDeleteObjects': inert('the user deletes the data directory'),
  'AWS::CDK::Metadata': inert('metadata of the CDK'),
};

/** Functions of the CDK itself by their fixed logical ids. They are not run locally. */
export const CDK_FUNCTIONS: readonly { readonly logicalId: RegExp; readonly reason: string }[] = [
  {
    logicalId: /^CustomCDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C/,
    reason: 'the local stack uploads the files itself',
  },
  {
    logicalId: /^CustomS3AutoDeleteObjectsCustomResourceProviderHandler/,
    reason: 'no bucket is deleted locally',
  },
];
