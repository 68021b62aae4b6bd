import { RemovalPolicy, Size, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ALL_ENDPOINTS, aliasOf, type Endpoint } from '../../model/api/endpoints.ts';
import { acknowledge } from '../acknowledge.ts';
import type { StackFunction } from '../pipeline/stack-function.ts';
import type { Settings } from '../settings/settings.ts';
import { grantBucketAccess } from '../storage/bucket-access.ts';
import { BearerAuthorizer } from './bearer-authorizer.ts';
import { addGatewayResponses } from './gateway-responses.ts';
import {
  documentMethod,
  type MethodDefinition,
  notAllowedMethod,
  notFoundMethod,
  preflightMethod,
} from './integrations.ts';

/** Every path of the API with its endpoint. Paths under `/v1/stats` have an alias, which reads the same object. */
const SERVED_PATHS: readonly (readonly [path: string, endpoint: Endpoint])[] = ALL_ENDPOINTS.flatMap(
  (endpoint) =>
    [endpoint.path, aliasOf(endpoint.path)]
      .filter((path) => path !== null)
      .map((path) => [path, endpoint] as const),
);

export interface StatsApiProps {
  /** The API's name in the console and in API Gateway's metrics, which identify APIs by name. */
  readonly name: string;
  readonly bucket: s3.Bucket;
  readonly settings: Settings;
}

/** The REST API over the documents of the live slot. API Gateway reads them from S3 without a function. */
export class StatsApi extends Construct {
  readonly api: apigateway.RestApi;
  /** The function that validates tokens; null if readers need none. */
  readonly authorize: StackFunction | null;

  constructor(scope: Construct, id: string, props: StatsApiProps) {
    super(scope, id);
    const { bucket, settings } = props;
    this.api = new apigateway.RestApi(this, 'Api', {
      restApiName: props.name,
      description: 'Precomputed statistics of movies, as static JSON.',
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      // No binaryMediaTypes: API Gateway does not apply templates to binary bodies.
      minCompressionSize: Size.bytes(settings.compressionMinBytes),
      cloudWatchRole: settings.accessLogs === 'create',
      ...(settings.accessLogs === 'create' && { cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN }),
      deployOptions: {
        stageName: settings.stageName,
        description: 'Serves the slot in its variable; runs switch it.',
        // No `variables`: CloudFormation would reset the live slot with every deployment.
        throttlingRateLimit: settings.throttlingRate,
        throttlingBurstLimit: settings.throttlingBurst,
        // Metrics per API and stage are free. Metrics per method would add several hundred billed metrics.
        metricsEnabled: false,
        tracingEnabled: true,
        ...(settings.accessLogs !== 'off' && this.accessLogs(settings)),
      },
    });
    // The stack has its own output for the URL.
    this.api.node.tryRemoveChild('Endpoint');
    const bearer =
      settings.bearer && new BearerAuthorizer(this, 'Bearer', { bearer: settings.bearer, settings });
    this.authorize = bearer?.authorize ?? null;
    this.addDocuments(bucket, settings, bearer?.authorizer);
    this.addUnknownPaths();
    addGatewayResponses(this.api, settings);
    this.acknowledgeFindings(settings);
  }

  /**
   * One resource for each path: GET and HEAD read the document, OPTIONS responds to preflights, other methods are refused. Only GET and
   * HEAD need credentials: browsers send preflights without any, and the mocks return nothing confidential.
   */
  private addDocuments(
    bucket: s3.Bucket,
    settings: Settings,
    authorizer: apigateway.IAuthorizer | undefined,
  ): void {
    const role = new iam.Role(this, 'Reader', {
      // The condition keeps APIs of other accounts from using this role (confused deputy).
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      description: 'Lets the API read the documents in both slots.',
    });
    grantBucketAccess(role, bucket, { read: ['documents'] });
    const credentials = credentialsOf(settings, authorizer);
    for (const [path, endpoint] of SERVED_PATHS) {
      const resource = this.resource(path);
      for (const httpMethod of ['GET', 'HEAD'] as const) {
        const { integration, options } = documentMethod({
          ...{ endpoint, httpMethod, bucket, role },
          credentials: settings,
        });
        add(resource, httpMethod, { integration, options: { ...options, ...credentials } });
      }
      add(resource, 'OPTIONS', preflightMethod(settings));
      add(resource, 'ANY', notAllowedMethod());
    }
  }

  /** Returns 404 for every other path. This includes parent paths that have no document. */
  private addUnknownPaths(): void {
    const known = new Set(SERVED_PATHS.map(([path]) => this.resource(path)));
    const folders = [this.api.root, ...this.api.root.node.findAll()].filter(
      (node): node is apigateway.Resource => node instanceof apigateway.ResourceBase,
    );
    for (const folder of new Set(folders)) {
      if (!known.has(folder)) add(folder, 'ANY', notFoundMethod());
    }
    add(this.api.root.addResource('{proxy+}'), 'ANY', notFoundMethod());
  }

  /** The resource of a path, created if it does not exist. A trailing slash is the same resource. */
  private resource(path: string): apigateway.Resource {
    return path
      .split('/')
      .filter((segment) => segment !== '')
      .reduce<apigateway.IResource>(
        (parent, segment) => parent.getResource(segment) ?? parent.addResource(segment),
        this.api.root,
      ) as apigateway.Resource;
  }

  /** Options for logs: one JSON line for each request, and the errors of API Gateway. */
  private accessLogs(settings: Settings): Partial<apigateway.StageOptions> {
    const logGroup = new logs.LogGroup(this, 'AccessLogs', {
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return {
      accessLogDestination: new apigateway.LogGroupLogDestination(logGroup),
      accessLogFormat: apigateway.AccessLogFormat.jsonWithStandardFields(),
      loggingLevel: apigateway.MethodLoggingLevel.ERROR,
    };
  }

  private acknowledgeFindings(settings: Settings): void {
    const why = {
      none: 'The statistics are public and need no account.',
      iam: 'Documents need AWS credentials; preflights and the mocks of 404 and 405 return only documented texts.',
      bearer: 'Documents need tokens; preflights and the mocks of 404 and 405 return only documented texts.',
    }[settings.access];
    acknowledge(this.api, {
      APIG4: why,
      COG4: why,
      APIG2: 'Bodies and queries are not read; the path parameter is validated by the request template.',
      APIG3:
        'A firewall cannot distinguish requests for static, throttled documents; one can be attached to the stage.',
    });
    if (settings.accessLogs === 'off') {
      const off =
        "The role for API Gateway's logs is a setting of the whole account; the setting accessLogs enables them.";
      acknowledge(this.api, { APIG1: off, APIG6: off });
    }
    if (settings.accessLogs === 'create') {
      acknowledge(this.api, {
        'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
          "The policy that AWS prescribes for the account's role.",
      });
    }
  }
}

function add(
  resource: apigateway.IResource,
  httpMethod: string,
  { integration, options }: MethodDefinition,
): void {
  resource.addMethod(httpMethod, integration, options);
}

/** The method options that require the readers' credentials. */
function credentialsOf(
  { access, apiKeys }: Settings,
  authorizer: apigateway.IAuthorizer | undefined,
): apigateway.MethodOptions {
  return {
    ...(apiKeys && { apiKeyRequired: true }),
    ...(access === 'iam' && { authorizationType: apigateway.AuthorizationType.IAM }),
    ...(authorizer && { authorizer }),
  };
}
