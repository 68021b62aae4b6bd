import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { type Endpoint, objectPath } from '../../model/api/endpoints.ts';
import { documentKey, type Slot } from '../../model/keys.ts';
import {
  ALLOW_HEADER,
  type Credentials,
  documentHeaders,
  type LiteralHeaders,
  PROBLEM_HEADERS,
  preflightHeaders,
} from './headers.ts';
import { missingDocument, PROBLEMS, type Problem, problemBody } from './problems.ts';

/** An integration with the method options that it needs. */
export interface MethodDefinition {
  readonly integration: apigateway.Integration;
  readonly options: apigateway.MethodOptions;
}

/** The live slot as a stage variable. The template contains no value for it; activate sets it. */
const LIVE_SLOT = `\${stageVariables.slot}` as Slot;

/** A path segment that no document has: slugs, years, ids and pages contain no underscore. */
const NO_SEGMENT = '_';

/**
 * Content types of requests whose bodies are ignored. API Gateway selects the request template by Content-Type, and a mock without a
 * template returns 500. Requests with these common types get a 404 or 405, all others a 415.
 */
const REQUEST_TYPES = [
  'application/json',
  'application/x-www-form-urlencoded',
  'application/octet-stream',
  'application/xml',
  'multipart/form-data',
  'text/html',
  'text/plain',
  'text/xml',
] as const;

/**
 * A request template that renders nothing: the request to S3 has no body. It must not be the empty string: API Gateway can store an
 * empty template as no template at all, and `PassthroughBehavior.NEVER` then answers every request with 415.
 */
const EMPTY_BODY_TEMPLATE = "#set($nothing = '')";

const byRequestType = (template: string): Record<string, string> =>
  Object.fromEntries(REQUEST_TYPES.map((type) => [type, template]));

const asIntegrationHeaders = (headers: LiteralHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, value]),
  );

/** One response, with the declarations that API Gateway requires for its headers. */
interface Answer {
  readonly integration: apigateway.IntegrationResponse;
  readonly method: apigateway.MethodResponse;
}

function answer(status: number, headers: LiteralHeaders, selectionPattern?: string, body?: string): Answer {
  const responseParameters = asIntegrationHeaders(headers);
  return {
    integration: {
      statusCode: String(status),
      ...(selectionPattern !== undefined && { selectionPattern }),
      responseParameters,
      // S3's errors are XML. Both keys are set, so that the body is replaced whichever content type API Gateway selects.
      ...(body !== undefined && { responseTemplates: { 'application/json': body, 'application/xml': body } }),
    },
    method: {
      statusCode: String(status),
      responseParameters: Object.fromEntries(Object.keys(responseParameters).map((name) => [name, true])),
    },
  };
}

const problemAnswer = (problem: Problem, selectionPattern?: string, headers: LiteralHeaders = {}): Answer =>
  answer(problem.status, { ...PROBLEM_HEADERS, ...headers }, selectionPattern, problemBody(problem));

/**
 * The responses by S3's status. Statuses without a pattern (redirects, 5xx) become 500; without this default, API Gateway would return
 * S3's errors as a 200 with XML.
 */
function documentAnswers(endpoint: Endpoint, credentials: Credentials): Answer[] {
  const headers = { ...documentHeaders(credentials), ETag: 'integration.response.header.ETag' };
  return [
    answer(200, { ...headers, 'Content-Type': "'application/json'" }, '200'),
    answer(304, headers, '304'),
    problemAnswer(PROBLEMS.forbidden, '403'),
    problemAnswer(missingDocument(endpoint), '404'),
    problemAnswer(PROBLEMS.badRequest, '4(0[0-25-9]|[1-9]\\d)'),
    problemAnswer(PROBLEMS.internal),
  ];
}

export interface DocumentProps {
  readonly endpoint: Endpoint;
  readonly httpMethod: 'GET' | 'HEAD';
  readonly bucket: s3.Bucket;
  /** The role that may only read documents. */
  readonly role: iam.IRole;
  /** The credentials that readers need. */
  readonly credentials: Credentials;
}

/** A method that reads the endpoint's document from the live slot. */
export function documentMethod(props: DocumentProps): MethodDefinition {
  const { endpoint, httpMethod, bucket, role, credentials } = props;
  const name = endpoint.parameter?.name;
  const answers = documentAnswers(endpoint, credentials);
  return {
    integration: new apigateway.AwsIntegration({
      service: 's3',
      integrationHttpMethod: httpMethod,
      path: `${bucket.bucketName}/${documentKey(LIVE_SLOT, objectPath(endpoint.path))}`,
      options: {
        credentialsRole: role,
        passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
        requestParameters: {
          'integration.request.header.If-None-Match': 'method.request.header.If-None-Match',
          ...(name !== undefined && { [`integration.request.path.${name}`]: `'${NO_SEGMENT}'` }),
        },
        requestTemplates: byRequestType(name === undefined ? EMPTY_BODY_TEMPLATE : segmentTemplate(name)),
        integrationResponses: answers.map(({ integration }) => integration),
      },
    }),
    options: {
      requestParameters: {
        'method.request.header.If-None-Match': false,
        ...(name !== undefined && { [`method.request.path.${name}`]: true }),
      },
      methodResponses: answers.map(({ method }) => method),
    },
  };
}

/**
 * Passes a path parameter into the S3 key only if it consists of `[a-z0-9-]` and is short enough for a key. API Gateway decodes `%2F`, and
 * the role can read both slots, so an unchecked `..%2F` could leave the folder. For other values the key contains {@link NO_SEGMENT}, so that
 * the object never exists. The template is one line without output, because its output is the request's body.
 */
export function segmentTemplate(name: string): string {
  return (
    `#set($segment = $input.params().path.get('${name}'))` +
    `#if($segment.matches('[a-z0-9-]{1,256}'))#set($context.requestOverride.path.${name} = $segment)#end`
  );
}

/** A method that responds without a backend. */
function mockMethod({ integration, method }: Answer): MethodDefinition {
  return {
    integration: new apigateway.MockIntegration({
      passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
      requestTemplates: byRequestType(JSON.stringify({ statusCode: Number(integration.statusCode) })),
      integrationResponses: [integration],
    }),
    options: { methodResponses: [method] },
  };
}

/** 404 for every method of an unknown path. */
export const notFoundMethod = (): MethodDefinition => mockMethod(problemAnswer(PROBLEMS.notFound));

/** 405 for the other methods of a known path. */
export const notAllowedMethod = (): MethodDefinition =>
  mockMethod(problemAnswer(PROBLEMS.methodNotAllowed, undefined, ALLOW_HEADER));

/** 204 for CORS preflights. */
export const preflightMethod = (credentials: Credentials): MethodDefinition =>
  mockMethod(answer(204, preflightHeaders(credentials)));
