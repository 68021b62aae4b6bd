import { afterAll, describe, expect, it } from 'vitest';
import { expectedAfter } from '../reference/documents.ts';
import { type Server, startServer, temporaryFolder } from './commands.ts';
import { faultsAgainst } from './compare.ts';
import { SAMPLE_MONTHS, sampleDrop } from './drops.ts';
import { send } from './http.ts';

describe('npm start', () => {
  const dataDir = temporaryFolder();
  const expected = expectedAfter(SAMPLE_MONTHS.map(sampleDrop));
  const servers: Server[] = [];
  const start = async (): Promise<Server> => {
    const server = await startServer('start', '--data-dir', dataDir);
    servers.push(server);
    return server;
  };
  let status: string;
  let firstSeconds: number;

  const seconds = (): number => performance.now() / 1000;

  afterAll(async () => {
    for (const server of servers) await server.stop();
  });

  it('runs the sample months and serves them', async () => {
    const began = seconds();
    const server = await start();
    firstSeconds = seconds() - began;
    expect(await faultsAgainst(server.url, expected)).toEqual([]);
    for (const month of SAMPLE_MONTHS) expect(server.output()).toContain(month);
    status = (await send(server.url, '/v1/status')).text;
    await servers.pop()!.stop();
  });

  it('finds the data the second time and serves at once', async () => {
    const began = seconds();
    const server = await start();
    expect(seconds() - began).toBeLessThan(firstSeconds);
    expect((await send(server.url, '/v1/status')).text).toBe(status);
    expect(await faultsAgainst(server.url, expected)).toEqual([]);
    for (const month of SAMPLE_MONTHS) expect(server.output()).not.toContain(month);
  });
});
