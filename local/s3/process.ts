import { Miniflare } from 'miniflare';
import { CREDENTIALS, type S3ServerOptions } from './server.ts';

/** The process of the S3 server. It ends with its parent process and ends the server's own process. */

/** The path of the S3 API in the local R2. */
const PATH = '/cdn-cgi/local/r2/s3';

const { folder, buckets } = JSON.parse(process.argv[2]!) as S3ServerOptions;

const miniflare = new Miniflare({
  host: '127.0.0.1',
  port: 0,
  telemetry: { enabled: false },
  // Miniflare requires a worker. It receives no requests.
  modules: true,
  script: 'export default { fetch() { return new Response(null, { status: 404 }); } };',
  compatibilityDate: '2026-01-01',
  defaultPersistRoot: folder,
  r2Persist: folder,
  r2Buckets: Object.fromEntries(
    buckets.map((bucket, index) => [`BUCKET_${index}`, { id: bucket, s3Credentials: CREDENTIALS }]),
  ),
});

process.once('disconnect', async () => {
  await miniflare.dispose();
  process.exit();
});

process.send!({ endpoint: new URL(PATH, await miniflare.ready).href });
