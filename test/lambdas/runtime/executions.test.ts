import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { expect, it, vi } from 'vitest';
import {
  client,
  describeExecution,
  hanging,
  ONE_TASK,
  serve,
  server,
  start,
} from '../../local/states/state-machine.ts';

/** Loads the module as a function's process does, with this test's server as endpoint. */
async function ask(executionArn: string) {
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_SFN: server.url,
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
  vi.resetModules();
  const executions = await import('../../../lambdas/runtime/executions.ts');
  return executions.describeExecution(executionArn);
}

it('reports a running execution, and when a stopped one ended', async () => {
  const { handler, called } = hanging();
  await serve(ONE_TASK, { work: handler });
  const executionArn = await start();
  await called;
  expect(await ask(executionArn)).toEqual({ running: true });

  await client.send(new StopExecutionCommand({ executionArn }));
  const { stopDate } = await describeExecution(executionArn);
  expect(await ask(executionArn)).toEqual({ running: false, stopped_at: stopDate!.toISOString() });
});

it('treats an execution that Step Functions doesn’t know as ended at an unknown time', async () => {
  await serve(ONE_TASK);
  expect(await ask('arn:aws:states:us-east-1:000000000000:execution:Machine:gone')).toEqual({
    running: false,
    stopped_at: null,
  });
});

it('throws where Step Functions gives no answer', async () => {
  await serve(ONE_TASK);
  await server.close();
  await expect(ask('arn:aws:states:us-east-1:000000000000:execution:Machine:any')).rejects.toThrow();
});
