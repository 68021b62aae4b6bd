import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDoor, type Door, isAlive, joinOwner } from '../../../local/stack/control-server.ts';
import { type Claim, claimFolder } from '../../../local/stack/data-directory-lock.ts';
import type { StackInfo } from '../../../local/stack/info.ts';

const INFO = { bucket: 'b' } as StackInfo;
const doors: Door[] = [];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'claim-'));
});
afterEach(async () => {
  await Promise.all(doors.splice(0).map((door) => door.close()));
  await rm(folder, { recursive: true });
});

async function open(): Promise<Door> {
  const door = await createDoor();
  doors.push(door);
  return door;
}
const claim = (door: Door) =>
  claimFolder(folder, { pid: process.pid, door: door.url, token: door.token }, isAlive);

describe('A data folder', () => {
  it('belongs to the first that claims it; others are told who', async () => {
    const door = await open();

    expect(await claim(door)).toHaveProperty('owned');
    expect(await claim(await open())).toMatchObject({
      owner: { door: door.url, token: door.token, pid: process.pid },
    });
  });

  it('has one owner, however many claim it at once', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, async () => claim(await open())));

    expect(all.filter((claimed) => 'owned' in claimed)).toHaveLength(1);
  });

  it('has one new owner, however many find the old one dead', async () => {
    const dead = await open();
    await claim(dead);
    await dead.close();

    const all = await Promise.all(Array.from({ length: 12 }, async () => claim(await open())));

    expect(all.filter((claimed) => 'owned' in claimed)).toHaveLength(1);
  });

  it('is free once its owner has released it, though the process lives', async () => {
    const claimed = await claim(await open());
    if ('owned' in claimed) claimed.owned.release();

    expect(await claim(await open())).toHaveProperty('owned');
  });

  it("is not kept by another process that has the owner's id by now", async () => {
    const claimed = await claim(await open());
    expect(claimed).toHaveProperty('owned');
    const stranger = await open();
    const stale: Claim = { pid: process.pid, door: stranger.url, token: 'another', closed: false };
    await writeFile(join(folder, 'owners/9.json'), JSON.stringify(stale));

    expect(await claim(await open())).toHaveProperty('owned');
  });
});

describe('A session', () => {
  const owner = ({ url, token }: Door): Claim => ({ pid: process.pid, door: url, token, closed: false });

  it('begins when the stack is up, and keeps the owner from closing until it has been left', async () => {
    const door = await open();
    const joining = joinOwner(owner(door));
    door.open(INFO);
    const session = await joining;
    let shut = false;
    const shutting = door.shut().then(() => {
      shut = true;
    });

    expect(session?.info).toEqual(INFO);
    expect(shut).toBe(false);
    session?.leave();
    await shutting;
  });

  it('waits where the owner uses its stack alone, which answers the owner all the same', async () => {
    const door = await open();
    door.serve((_, response) => response.writeHead(200).end('an execution'));
    let joined = false;
    const joining = joinOwner(owner(door)).then(() => {
      joined = true;
    });

    expect(await (await fetch(door.url, { method: 'POST' })).text()).toBe('an execution');
    expect(joined).toBe(false);
    door.open(INFO);
    await joining;
  });

  it('does not begin while the owner closes, or with somebody else', async () => {
    const door = await open();
    door.serve((_, response) => response.writeHead(404).end());
    door.open(INFO);
    await door.shut();

    expect(await joinOwner(owner(door))).toBeNull();
    expect(await joinOwner({ ...owner(door), token: 'x' })).toBeNull();
    expect(await joinOwner({ ...owner(door), door: 'http://127.0.0.1:1' })).toBeNull();
  });

  it('ends with its owner', async () => {
    const door = await open();
    door.open(INFO);
    const session = await joinOwner(owner(door));
    await door.close();

    await expect(session?.ended).resolves.toBeUndefined();
  });
});
