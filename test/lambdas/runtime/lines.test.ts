import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Lines from '../../../lambdas/runtime/lines.ts';

/** An S3 that accepts every multipart upload and then rejects its parts. */
let refusing: Server;
let lines: typeof Lines;

beforeAll(async () => {
  refusing = createServer((request, response) => {
    request.resume().once('end', () => {
      if (request.method === 'POST' && request.url!.includes('uploads')) {
        response.end('<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>');
      } else if (request.method === 'DELETE') response.writeHead(204).end();
      else response.writeHead(403).end('<Error><Code>AccessDenied</Code><Message>No.</Message></Error>');
    });
  });
  await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    BUCKET: 'lake',
    AWS_REGION: 'auto',
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  lines = await import('../../../lambdas/runtime/lines.ts');
});
afterAll(() => {
  refusing.closeAllConnections();
  refusing.close();
});

/** A line that gzip can't compress, so that enough lines fill the parts of an upload. */
const line = randomBytes(60_000).toString('base64');

async function writeMany(count: number): Promise<void> {
  const writer = lines.createLines('raw_munged/x/part-00000.json.gz');
  try {
    for (let at = 0; at < count; at += 1) {
      writer.write(line, at + 1);
      await writer.drained();
    }
    await writer.close();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

describe('A line writer', () => {
  it.each([
    ['while more lines come', 600],
    ['with its last part', 150],
  ])('fails with the error of an upload that fails %s, without waiting forever', async (_case, count) => {
    await expect(Promise.all([writeMany(count), writeMany(count)])).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });
});
