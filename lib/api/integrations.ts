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

/** An integration with the method options that must go with it. */
export interface MethodDefinition {
  readonly integration: apigateway.Integration;
  readonly options: apigateway.MethodOptions;
}

/** The live slot, as the stage's variable names it. No value of it stands in the template: activate sets it. */
const LIVE_SLOT = `\${stageVariables.slot}` as Slot;

/** A segment that no document has, because slugs, years, ids and pages have no underscore. */
const NO_SEGMENT = '_';

/**
 * Content types of requests whose bodies are ignored. API Gateway picks the request template by Content-Type, and
 * a mock without its template answers 500: what people send by habit gets its 405 or 404, anything else a 415.
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

/** One response, with the declaration that API Gateway demands of every header it sets. */
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
      // S3's errors are XML: both keys, so that no rule of choosing a template lets its body through.
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
 * Every status of S3 is named, and whatever is not (a redirect, a 5xx) is a 500: without it API Gateway would
 * turn S3's errors into a 200 with XML.
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
  /** Reads the documents and nothing else. */
  readonly role: iam.IRole;
  /** What readers must bring. */
  readonly credentials: Credentials;
}

/** Reads the endpoint's document from the live slot. */
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
 * Lets a path parameter into the key only if it is made of `[a-z0-9-]`, and not too long for an S3 key. API Gateway decodes `%2F` in it, and the role
 * reaches both slots: mapped directly, `..%2F` could leave the folder. Where this isn't applied, the key has
 * {@link NO_SEGMENT}, which never exists. On one line, because its output is the request's body: nothing.
 */
export function segmentTemplate(name: string): string {
  return (
    `#set($segment = $input.params().path.get('${name}'))` +
    `#if($segment.matches('[a-z0-9-]{1,256}'))#set($context.requestOverride.path.${name} = $segment)#end`
  );
}

/** Answers without asking anything behind. */
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

/** 404 for every method of a path that isn't there. */
export const notFoundMethod = (): MethodDefinition => mockMethod(problemAnswer(PROBLEMS.notFound));

/** 405 for the other methods of a path that is. */
export const notAllowedMethod = (): MethodDefinition =>
  mockMethod(problemAnswer(PROBLEMS.methodNotAllowed, undefined, ALLOW_HEADER));

/** 204 for CORS preflights. */
export const preflightMethod = (credentials: Credentials): MethodDefinition =>
  mockMethod(answer(204, preflightHeaders(credentials)));
