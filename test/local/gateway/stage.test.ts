import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APIGatewayClient, GetStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { answerStageControl, openStageVariables } from '../../../local/gateway/stage.ts';
import { CREDENTIALS } from '../../../local/s3/server.ts';
import { type LocalServer, listen } from '../../../local/stack/servers.ts';

const ID = { restApiId: 'abc', stageName: 'live' };

let folder: string;
let server: LocalServer;
let client: APIGatewayClient;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stage-'));
  const variables = openStageVariables(join(folder, 'stage.json'), {});
  server = await listen(
    0,
    (...exchange) => void answerStageControl({ apiId: 'abc', stageName: 'live', variables }, ...exchange),
  );
  client = new APIGatewayClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: CREDENTIALS,
    maxAttempts: 1,
  });
});
afterEach(async () => {
  client.destroy();
  await server.close();
  await rm(folder, { recursive: true });
});

const update = (op: 'replace' | 'remove' | 'add', path: string, value?: string) =>
  client.send(new UpdateStageCommand({ ...ID, patchOperations: [{ op, path, value }] }));

it('A new stage has no variables', async () => {
  expect((await client.send(new GetStageCommand(ID))).variables).toBeUndefined();
});

it('A variable is persistent after it has been set', async () => {
  const updated = await update('replace', '/variables/slot', 'green');

  expect(updated.variables).toEqual({ slot: 'green' });
  expect((await client.send(new GetStageCommand(ID))).variables).toEqual({ slot: 'green' });
  expect(openStageVariables(join(folder, 'stage.json'), {}).read()).toEqual({ slot: 'green' });
});

it('A removed variable does not exist', async () => {
  await update('replace', '/variables/slot', 'green');

  expect((await update('remove', '/variables/slot')).variables).toBeUndefined();
});

it.each([
  ['another property', 'replace', '/description', 'x'],
  ['another operation', 'add', '/variables/slot', 'blue'],
  ['a value with characters that API Gateway refuses', 'replace', '/variables/slot', 'a b'],
] as const)('UpdateStage returns BadRequestException for %s', async (_, op, path, value) => {
  await expect(update(op, path, value)).rejects.toThrow(
    expect.objectContaining({ name: 'BadRequestException' }),
  );
});

it('GetStage returns NotFoundException for another stage', async () => {
  await expect(client.send(new GetStageCommand({ ...ID, stageName: 'other' }))).rejects.toThrow(
    expect.objectContaining({ name: 'NotFoundException' }),
  );
});
