import { createContext, Script } from 'node:vm';
import { UnsupportedPropertyError } from '../template/errors.ts';
import type { Resource } from '../template/template.ts';
import type { Headers } from './response-headers.ts';

/** A viewer's request. */
export interface ViewerRequest {
  readonly method: string;
  /** Encoded. */
  readonly uri: string;
  readonly query: string;
  readonly headers: Headers;
  readonly ip: string;
}

/** The result of a function: the request with a rewritten URI, or a response. */
export type EdgeResult =
  | { readonly uri: string }
  | { readonly status: number; readonly headers: Headers; readonly body: Buffer };

/** A CloudFront function for viewer requests. @throws EdgeFunctionError */
export type EdgeFunction = (request: ViewerRequest) => EdgeResult;

/** A function failed or returned an invalid result. */
export class EdgeFunctionError extends Error {
  override readonly name = 'EdgeFunctionError';
}

/** The time-out of a function, which ends infinite loops. CloudFront's limit is about a millisecond. */
const TIMEOUT_MS = 1_000;

/** Headers that functions cannot add; CloudFront returns 502 for them. */
const DISALLOWED =
  /^(connection|expect|keep-alive|proxy-.*|trailer|upgrade|x-accel-.*|x-amz-cf-.*|x-cache.*|x-edge-.*|x-forwarded-proto|x-real-ip|content-length|transfer-encoding|via)$/;

interface Field {
  readonly value: string;
  readonly multiValue?: readonly { readonly value: string }[];
}
interface Returned {
  readonly uri?: unknown;
  readonly statusCode?: unknown;
  readonly headers?: Readonly<Record<string, Field>>;
  readonly body?: string | { readonly encoding: 'text' | 'base64'; readonly data: string };
}

/**
 * Reads a function. Its code runs in a context without Node.js APIs, in which code cannot be generated from strings.
 * @throws UnsupportedPropertyError
 */
export function readEdgeFunction({ logicalId, type, properties }: Resource): EdgeFunction {
  const { Runtime, KeyValueStoreAssociations } = properties.FunctionConfig as {
    Runtime: string;
    KeyValueStoreAssociations?: unknown;
  };
  if (Runtime !== 'cloudfront-js-2.0')
    throw new UnsupportedPropertyError(logicalId, type, `the runtime ${Runtime}`);
  if (KeyValueStoreAssociations !== undefined) {
    throw new UnsupportedPropertyError(logicalId, type, 'a key value store');
  }
  const context = createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
  new Script(properties.FunctionCode as string, { filename: logicalId }).runInContext(context, {
    timeout: TIMEOUT_MS,
  });
  // Event and result are passed as JSON, so that neither side can access the other's objects.
  const call = new Script('JSON.stringify(handler(JSON.parse(event)))', { filename: logicalId });
  return (request) => {
    context.event = JSON.stringify(eventOf(request, logicalId));
    let text: unknown;
    try {
      text = call.runInContext(context, { timeout: TIMEOUT_MS });
    } catch (error) {
      throw new EdgeFunctionError(`The function ${logicalId} fails: ${(error as Error)?.message}.`);
    }
    if (typeof text !== 'string') throw new EdgeFunctionError(`The function ${logicalId} returns nothing.`);
    return resultOf(JSON.parse(text) as Returned, logicalId);
  };
}

/** The event of a viewer's request, version 1.0. */
function eventOf({ method, uri, query, headers, ip }: ViewerRequest, distributionId: string): object {
  const { cookie: _, ...others } = headers;
  return {
    version: '1.0',
    context: {
      distributionDomainName: 'localhost',
      distributionId,
      eventType: 'viewer-request',
      requestId: '',
    },
    viewer: { ip },
    request: {
      method,
      uri,
      querystring: querystringOf(query),
      headers: Object.fromEntries(Object.entries(others).map(([name, value]) => [name, { value }])),
      cookies: {},
    },
  };
}

/** Query parameters, encoded; "duplicates are collapsed into one field, with an extra property named multiValue". */
function querystringOf(query: string): Record<string, Field> {
  const fields = new Map<string, Field>();
  for (const pair of query.split('&').filter((text) => text !== '')) {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const before = fields.get(name);
    const { multiValue = before ? [{ value: before.value }] : [] } = before ?? {};
    fields.set(name, before ? { value: before.value, multiValue: [...multiValue, { value }] } : { value });
  }
  return Object.fromEntries(fields);
}

function resultOf({ uri, statusCode, headers = {}, body }: Returned, name: string): EdgeResult {
  if (statusCode === undefined) {
    if (typeof uri === 'string' && uri.startsWith('/')) return { uri };
    throw new EdgeFunctionError(`The function ${name} returns a request without a URI.`);
  }
  if (!Number.isInteger(statusCode))
    throw new EdgeFunctionError(`The function ${name} returns no status code.`);
  const wrong = Object.keys(headers).find(
    (header) => header !== header.toLowerCase() || DISALLOWED.test(header),
  );
  if (wrong !== undefined) {
    throw new EdgeFunctionError(`The function ${name} returns the header ${wrong}, which is not allowed.`);
  }
  const data =
    typeof body === 'object' ? Buffer.from(body.data, body.encoding === 'base64' ? 'base64' : 'utf8') : null;
  return {
    status: statusCode as number,
    headers: Object.fromEntries(Object.entries(headers).map(([header, { value }]) => [header, value])),
    body: data ?? Buffer.from((body as string | undefined) ?? ''),
  };
}
