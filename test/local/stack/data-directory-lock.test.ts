import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ControlServer,
  isOwnerAlive,
  openSession,
  startControlServer,
} from '../../../local/stack/control-server.ts';
import { acquireDirectoryLock, type DirectoryLock } from '../../../local/stack/data-directory-lock.ts';
import type { StackInfo } from '../../../local/stack/info.ts';

const INFO = { bucket: 'b' } as StackInfo;
const servers: ControlServer[] = [];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await rm(folder, { recursive: true });
});

async function start(): Promise<ControlServer> {
  const server = await startControlServer();
  servers.push(server);
  return server;
}
const acquire = ({ url, token }: ControlServer) =>
  acquireDirectoryLock(folder, { pid: process.pid, url, token }, isOwnerAlive);

describe('The lock of a data directory', () => {
  it('is acquired by the first process; later ones get its owner', async () => {
    const first = await start();

    expect(await acquire(first)).toHaveProperty('held');
    expect(await acquire(await start())).toMatchObject({
      owner: { url: first.url, token: first.token, pid: process.pid },
    });
  });

  it('is acquired by exactly one of several processes at once', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, async () => acquire(await start())));

    expect(all.filter((lock) => 'held' in lock)).toHaveLength(1);
  });

  it('is acquired by exactly one of several processes that detect a stale lock', async () => {
    const dead = await start();
    await acquire(dead);
    await dead.close();

    const all = await Promise.all(Array.from({ length: 12 }, async () => acquire(await start())));

    expect(all.filter((lock) => 'held' in lock)).toHaveLength(1);
  });

  it('can be acquired after its release while the former owner is alive', async () => {
    const lock = await acquire(await start());
    if ('held' in lock) lock.held.release();

    expect(await acquire(await start())).toHaveProperty('held');
  });

  it("is stale when another process has the owner's process id", async () => {
    const lock = await acquire(await start());
    expect(lock).toHaveProperty('held');
    const { url } = await start();
    const stale: DirectoryLock = { pid: process.pid, url, token: 'another', released: false };
    await writeFile(join(folder, 'lock/9.json'), JSON.stringify(stale));

    expect(await acquire(await start())).toHaveProperty('held');
  });
});

describe('A session', () => {
  const lockOf = ({ url, token }: ControlServer): DirectoryLock => ({
    pid: process.pid,
    url,
    token,
    released: false,
  });

  it('begins when the stack has started, and the owner does not close before it ends', async () => {
    const server = await start();
    const opening = openSession(lockOf(server));
    server.acceptSessions(INFO);
    const session = await opening;
    let drained = false;
    const draining = server.drain().then(() => {
      drained = true;
    });

    expect(session?.info).toEqual(INFO);
    expect(drained).toBe(false);
    session?.leave();
    await draining;
  });

  it('waits while the owner does not share its stack; the Step Functions API is served meanwhile', async () => {
    const server = await start();
    server.serve((_, response) => response.writeHead(200).end('an execution'));
    let opened = false;
    const opening = openSession(lockOf(server)).then(() => {
      opened = true;
    });

    expect(await (await fetch(server.url, { method: 'POST' })).text()).toBe('an execution');
    expect(opened).toBe(false);
    server.acceptSessions(INFO);
    await opening;
  });

  it('is refused while the owner closes, for a wrong token, and where no server listens', async () => {
    const server = await start();
    server.serve((_, response) => response.writeHead(404).end());
    server.acceptSessions(INFO);
    await server.drain();

    expect(await openSession(lockOf(server))).toBeNull();
    expect(await openSession({ ...lockOf(server), token: 'x' })).toBeNull();
    expect(await openSession({ ...lockOf(server), url: 'http://127.0.0.1:1' })).toBeNull();
  });

  it('ends when its owner ends', async () => {
    const server = await start();
    server.acceptSessions(INFO);
    const session = await openSession(lockOf(server));
    await server.close();

    await expect(session?.ended).resolves.toBeUndefined();
  });
});
