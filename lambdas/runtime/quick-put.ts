import { Agent as HttpAgent, request as httpRequest, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { S3Client } from '@aws-sdk/client-s3';
import { PATIENCE } from './patience.ts';
import { createSigner } from './signature.ts';

/** Tries once to write a small object; false where it isn't sure to be there. */
export type QuickPut = (
  key: string,
  body: Buffer,
  headers: Readonly<Record<string, string>>,
) => Promise<boolean>;

/** Where a bucket's objects lie, as the SDK makes it out of region, endpoint and the bucket's name. */
interface Place {
  readonly hostname: string;
  readonly port: number | undefined;
  /** The header. */
  readonly host: string;
  /** Stands before every key. */
  readonly folder: string;
  readonly sign: ReturnType<typeof createSigner>;
  readonly send: (options: RequestOptions, body: Buffer) => Promise<boolean>;
}

/** A request as the SDK sends it. */
interface Sent {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * PUTs for a fifth of the CPU that the SDK takes, most of it in its middleware. Nothing of what the SDK knows is known
 * here: where the bucket lies is read off its own first PUT, credentials come from it, and what goes wrong is left to it,
 * because the same bytes may be put again whatever became of them. Until that first PUT it gives false.
 */
export function createQuickPut(client: S3Client, bucket: () => string, now: () => Date): QuickPut {
  let place: Place | null = null;
  client.middlewareStack.add(
    (next) => async (args) => {
      const { Bucket, Key } = args.input as { Bucket?: string; Key?: string };
      const sent = args.request as Sent;
      if (place === null && sent.method === 'PUT' && Bucket === bucket() && Key !== undefined)
        place = placeOf(sent, encodeKey(Key), await client.config.region());
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'whereObjectsLie' },
  );
  return async (key, body, headers) => {
    if (place === null) return false;
    const { hostname, port, host, folder, sign, send } = place;
    const request = {
      method: 'PUT',
      path: folder + encodeKey(key),
      headers: { ...headers, 'content-length': String(body.length), host },
      body,
    };
    const signed = sign(request, await client.config.credentials(), now());
    return send({ method: 'PUT', hostname, port, path: request.path, headers: signed }, body);
  };
}

/** Null where the SDK writes keys in another way than this module, which would then put elsewhere. */
function placeOf(
  { protocol, hostname, port, path, headers }: Sent,
  key: string,
  region: string,
): Place | null {
  if (!path.endsWith(`/${key}`)) return null;
  const { httpAgent, httpsAgent } = PATIENCE.requestHandler;
  const call =
    protocol === 'https:'
      ? { request: httpsRequest, agent: new HttpsAgent({ keepAlive: true, ...httpsAgent }) }
      : { request: httpRequest, agent: new HttpAgent({ keepAlive: true, ...httpAgent }) };
  return {
    hostname,
    port,
    host: headers.host!,
    folder: path.slice(0, -key.length),
    sign: createSigner(region),
    send: (options, body) => put({ ...options, agent: call.agent }, body, call.request),
  };
}

/** Sends a body; true once S3 has said, to the end of its answer, that it has it. */
function put(options: RequestOptions, body: Buffer, request: typeof httpRequest): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request({ ...options, timeout: PATIENCE.requestHandler.requestTimeout }, (answer) => {
      answer.resume();
      answer.once('error', () => resolve(false));
      answer.once('close', () => resolve(answer.complete && answer.statusCode === 200));
    });
    call.once('timeout', () => call.destroy());
    call.once('error', () => resolve(false));
    call.end(body);
  });
}

/** As S3 wants keys in paths: all but `A-Z a-z 0-9 - . _ ~ /` as percent signs and hexadecimal digits. */
const encodeKey = (key: string): string =>
  encodeURIComponent(key)
    .replaceAll('%2F', '/')
    .replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
