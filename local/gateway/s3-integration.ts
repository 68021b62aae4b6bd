import { Agent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { SignatureV4 } from '@smithy/signature-v4';
import { LOCAL_REGION } from '../template/ids.ts';
import { Sha256 } from './sha256.ts';

/** The response of an integration. */
export interface IntegrationAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface S3Call {
  readonly method: string;
  /** Bucket and key, decoded and joined by a slash. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly querystring: Readonly<Record<string, string>>;
}

/** Calls S3 as API Gateway does with an integration's role. */
export interface S3Integration {
  /** @throws IntegrationTimeoutError, or the connection's error */
  call(call: S3Call): Promise<IntegrationAnswer>;
  close(): void;
}

/** S3 did not respond within the integration time-out. */
export class IntegrationTimeoutError extends Error {
  override readonly name = 'IntegrationTimeoutError';
}

/** "The default timeout is 29 seconds". */
const TIMEOUT_MS = 29_000;

export interface S3IntegrationOptions {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Creates a client that sends signed requests to an S3 server over persistent connections. */
export function createS3Integration({ endpoint, credentials }: S3IntegrationOptions): S3Integration {
  const { hostname, port, host, pathname } = new URL(endpoint);
  const agent = new Agent({ keepAlive: true });
  const signer = new SignatureV4({
    service: 's3',
    region: LOCAL_REGION,
    credentials,
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  });
  return {
    async call({ method, path, headers, querystring }) {
      // In S3, "a/../b" is a valid key. A URL cannot contain it, so no local object has such a key.
      if (path.split('/').some((part) => part === '.' || part === '..')) return NO_SUCH_KEY;
      const url = `${pathname}/${path.split('/').map(escapeUri).join('/')}`;
      const signed = await signer.sign({
        protocol: 'http:',
        method,
        hostname,
        path: url,
        query: { ...querystring },
        headers: {
          ...headers,
          ...(headers['if-none-match'] !== undefined && {
            'if-none-match': quoteTags(headers['if-none-match']),
          }),
          host,
          'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
        },
      });
      const search = new URLSearchParams(querystring).toString();
      return send(method, {
        agent,
        hostname,
        port,
        path: search ? `${url}?${search}` : url,
        headers: signed.headers,
      });
    },
    close: () => agent.destroy(),
  };
}

const NO_SUCH_KEY: IntegrationAnswer = {
  status: 404,
  headers: { 'content-type': 'application/xml' },
  body: Buffer.from('<Error><Code>NoSuchKey</Code></Error>'),
};

function send(method: string, options: object): Promise<IntegrationAnswer> {
  return new Promise((resolve, reject) => {
    const call = httpRequest({ ...options, method, timeout: TIMEOUT_MS }, (response: IncomingMessage) => {
      buffer(response).then(
        (body) => resolve({ status: response.statusCode!, headers: response.headers, body }),
        reject,
      );
    });
    call.once('timeout', () => call.destroy(new IntegrationTimeoutError('S3 did not answer in time.')));
    call.once('error', (error: NodeJS.ErrnoException) => {
      // S3 closed an idle connection at the moment of its reuse. There was no response, so the request is repeated.
      if (call.reusedSocket && error.code === 'ECONNRESET') resolve(send(method, options));
      else reject(error);
    });
    call.end();
  });
}

/** Encodes everything but the unreserved characters, as SigV4 requires. */
const escapeUri = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Adds missing quotes to entity tags: S3 accepts tags without quotes, the local S3 server fails on them. */
export function quoteTags(ifNoneMatch: string): string {
  const tags = ifNoneMatch.match(/(?:W\/)?"[^"]*"|[^\s,"]+/g) ?? [];
  return tags.map((tag) => (tag === '*' || tag.endsWith('"') ? tag : `"${tag}"`)).join(', ') || '""';
}
