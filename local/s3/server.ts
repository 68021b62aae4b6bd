import type { Readable } from 'node:stream';
import { Miniflare } from 'miniflare';

/** Whom the local servers take signed requests from. They listen on this machine alone. */
export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local-secret' } as const;

/** Where the local R2 speaks S3's protocol. */
const PATH = '/cdn-cgi/local/r2/s3';

export interface S3ServerOptions {
  /** The folder that keeps the objects. */
  readonly folder: string;
  /** The buckets that are there; others don't exist. */
  readonly buckets: readonly string[];
}

/** A running S3 server. */
export interface S3Server {
  /** What `AWS_ENDPOINT_URL_S3` must be; buckets are its first path segment. */
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Starts an S3 server for 127.0.0.1: miniflare's R2, which keeps its objects on disk. */
export async function startS3({ folder, buckets }: S3ServerOptions): Promise<S3Server> {
  const miniflare = new Miniflare({
    host: '127.0.0.1',
    port: 0,
    telemetry: { enabled: false },
    // Miniflare wants a worker; this one is never asked anything.
    modules: true,
    script: 'export default { fetch() { return new Response(null, { status: 404 }); } };',
    compatibilityDate: '2026-01-01',
    defaultPersistRoot: folder,
    r2Persist: folder,
    r2Buckets: Object.fromEntries(
      buckets.map((bucket, index) => [`BUCKET_${index}`, { id: bucket, s3Credentials: CREDENTIALS }]),
    ),
    handleRuntimeStdio: (stdout: Readable, stderr: Readable) => {
      // Its remarks on requests that it refuses are of no use to anybody; the answers tell what was wrong.
      stdout.resume();
      stderr.resume();
    },
  });
  const url = await miniflare.ready;
  return { endpoint: new URL(PATH, url).href, close: () => miniflare.dispose() };
}
