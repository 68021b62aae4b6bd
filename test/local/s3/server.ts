import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { CREDENTIALS, startS3 } from '../../../local/s3/server.ts';

/** The bucket of the tests. */
export const BUCKET = 'stack-bucket';

/** A real S3 server with an empty bucket, and a client of it. */
export async function startTestS3() {
  const folder = await mkdtemp(join(tmpdir(), 's3-'));
  const server = await startS3({
    folder: join(folder, 's3'),
    buckets: [BUCKET],
    log: join(folder, 's3.log'),
  });
  const client = new S3Client({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: CREDENTIALS,
    forcePathStyle: true,
  });
  return {
    client,
    endpoint: server.endpoint,
    async stop() {
      client.destroy();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
