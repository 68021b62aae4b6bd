import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { createClients } from '../../../cli/shared/clients.ts';
import { followRun } from '../../../cli/shared/run-month.ts';
import type { StackInfo } from '../../../local/stack/info.ts';

const ARN = 'arn:aws:states:us-east-1:000000000000:execution:MovieStatistics-pipeline:one';
const ENDED = {
  executionArn: ARN,
  stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:MovieStatistics-pipeline',
  startDate: 1_790_000_000,
  status: 'SUCCEEDED',
};

let server: Server;
const asked: string[] = [];

/** A server like Step Functions that knows an execution only after n requests; its bucket is empty. */
async function stackThatKnowsAfter(questions: number): Promise<StackInfo> {
  asked.length = 0;
  server = createServer(async (request, response) => {
    await text(request);
    const target = request.headers['x-amz-target'];
    if (target === undefined) {
      const none = '<Error><Code>NoSuchKey</Code><Message>None.</Message></Error>';
      return response.writeHead(404, { 'content-type': 'application/xml' }).end(none);
    }
    asked.push(String(target).replace('AWSStepFunctions.', ''));
    const known = asked.length > questions;
    const unknown = { __type: 'ExecutionDoesNotExist', message: `Execution Does Not Exist: '${ARN}'` };
    const answer = target === 'AWSStepFunctions.DescribeExecution' ? ENDED : { events: [] };
    response.writeHead(known ? 200 : 400, { 'content-type': 'application/x-amz-json-1.0' });
    return response.end(JSON.stringify(known ? answer : unknown));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoints: { s3: endpoint, sfn: endpoint, api_gateway: endpoint, secrets_manager: endpoint },
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    bucket: 'lake',
  } as StackInfo;
}

async function follow(info: StackInfo) {
  const clients = createClients(info);
  try {
    return await followRun(clients, {
      executionArn: ARN,
      label: 'one',
      log: () => {},
      pollInterval: () => 1,
    });
  } finally {
    clients.close();
  }
}

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

describe('A run that was just started', () => {
  it('is followed even if Step Functions does not know it at first', async () => {
    expect(await follow(await stackThatKnowsAfter(3))).toMatchObject({ succeeded: true });
    expect(asked).toEqual([...Array(4).fill('DescribeExecution'), 'GetExecutionHistory']);
  });

  it('is an error if Step Functions never knows it', async () => {
    await expect(follow(await stackThatKnowsAfter(Number.POSITIVE_INFINITY))).rejects.toThrow(
      'Execution Does Not Exist',
    );
  });
});
