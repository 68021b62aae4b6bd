import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createS3Integration } from '../../../local/gateway/s3-integration.ts';

it('A request is repeated if S3 closes an idle connection at the moment of its reuse', async () => {
  const answered = new WeakSet<object>();
  const server = createServer((request, response) => {
    if (answered.has(request.socket)) request.socket.destroy();
    else response.end('document');
    answered.add(request.socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const s3 = createS3Integration({
    endpoint: `http://127.0.0.1:${port}/s3`,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local-secret' },
  });
  try {
    for (let turn = 0; turn < 3; turn += 1) {
      const { status, body } = await s3.call({
        method: 'GET',
        path: 'lake/key',
        headers: {},
        querystring: {},
      });
      expect([status, body.toString()]).toEqual([200, 'document']);
    }
  } finally {
    s3.close();
    server.close();
  }
});
