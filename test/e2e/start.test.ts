import { afterAll, describe, expect, it } from 'vitest';
import { expectedAfter } from '../reference/documents.ts';
import { monthSucceeds, type Server, startServer, temporaryFolder } from './commands.ts';
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

  afterAll(async () => {
    for (const server of servers) await server.stop();
  });

  it('runs the sample months and serves them', async () => {
    const server = await start();
    expect(await faultsAgainst(server.url, expected)).toEqual([]);
    for (const month of SAMPLE_MONTHS) expect(server.output()).toContain(month);
    status = (await send(server.url, '/v1/status')).text;
    await servers.pop()!.stop();
  });

  it('serves existing data at once without running months', async () => {
    const server = await start();
    expect((await send(server.url, '/v1/status')).text).toBe(status);
    expect(await faultsAgainst(server.url, expected)).toEqual([]);
    for (const month of SAMPLE_MONTHS) expect(server.output()).not.toContain(month);
    await servers.pop()!.stop();
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'ends and releases the data directory when only npm gets a %s',
    async (name) => {
      const server = await start();
      await server.signalNpm(name);
      servers.pop();
      const next = await start();
      expect((await send(next.url, '/v1/status')).text).toBe(status);
      await servers.pop()!.stop();
    },
  );
});

describe('npm start on a data directory with other months', () => {
  it('adds no sample month', async () => {
    const dataDir = temporaryFolder();
    const { folder, csv } = sampleDrop('2026-09');
    const own = { month: '2026-10', csv };
    await monthSucceeds('--month', own.month, '--source', folder, '--data-dir', dataDir);
    const server = await startServer('start', '--data-dir', dataDir);
    const faults = await faultsAgainst(server.url, expectedAfter([own]));
    await server.stop();
    expect(faults).toEqual([]);
    expect(server.output()).toContain('The data folder contains 2026-10: the sample months are skipped.');
  });
});
