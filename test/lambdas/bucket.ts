import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CREDENTIALS, startS3 } from '../../local/s3/server.ts';

/** The name of the bucket in the environment of the functions under test. */
export const BUCKET = 'lake';

/**
 * Starts a real, empty S3 server for a test file and configures the functions for it. Import the functions afterwards,
 * because they read their environment when they are loaded.
 */
export async function startLake(): Promise<{ stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'lake-'));
  const server = await startS3({ folder, buckets: [BUCKET, 'drops'], log: join(folder, 's3.log') });
  Object.assign(process.env, {
    BUCKET,
    SOURCE_BUCKETS: 'drops',
    FOLDER_SOURCES: 'allowed',
    CODE_VERSION: 'test',
    MAX_FILE_BYTES: '1000000000',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    AWS_REGION: 'auto',
    AWS_ENDPOINT_URL_S3: server.endpoint,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  });
  return {
    async stop() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
