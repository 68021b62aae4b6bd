import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerSecrets } from '../../../local/secrets/secrets-manager.ts';
import { type LocalServer, listen } from '../../../local/stack/servers.ts';

const ARN = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:partner/drops-AbCdEf';

let folder: string;
let server: LocalServer;
let client: SecretsManagerClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secrets-'));
  server = await listen(0, (request, response) => {
    answerSecrets(join(folder, 'secrets.json'), request, response).catch(() => response.destroy());
  });
  client = new SecretsManagerClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  });
});
afterAll(async () => {
  client.destroy();
  await server.close();
  await rm(folder, { recursive: true });
});

const write = async (content: string, mode = 0o600): Promise<void> => {
  await rm(join(folder, 'secrets.json'), { force: true });
  await writeFile(join(folder, 'secrets.json'), content, { mode });
};
const read = async (id: string) =>
  (await client.send(new GetSecretValueCommand({ SecretId: id }))).SecretString;

describe('The local Secrets Manager', () => {
  it('has no secrets without a file', async () => {
    await expect(read('partner/drops')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it.each(['partner/drops', ARN])('returns the current value of the secret %s in the file', async (id) => {
    await write('{"partner/drops": {"token": "abc"}}');
    expect(await read(id)).toBe('{"token":"abc"}');
    await write('{"partner/drops": "plain text"}');
    expect(await read(id)).toBe('plain text');
    await write('{}');
    await expect(read(id)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it.each([
    ['is readable by other users', '{}', 0o640, 'chmod 600'],
    ['is not JSON', 'token: abc', 0o600, 'is no JSON object'],
  ])('refuses a file that %s', async (_, content, mode, message) => {
    await write(content, mode);
    await expect(read('partner/drops')).rejects.toMatchObject({
      name: 'LocalSecretsError',
      message: expect.stringContaining(message),
    });
  });

  it('refuses other operations', async () => {
    await expect(client.send(new ListSecretsCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
  });
});
