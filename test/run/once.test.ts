import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { once } from './once.ts';

describe('A value of `once`', () => {
  it('is made by the first of concurrent callers and is equal for all', async () => {
    let made = 0;
    const make = async (folder: string) => {
      made += 1;
      await writeFile(join(folder, 'file'), 'text');
      return { folder, map: new Map([['key', Buffer.from('bytes')]]) };
    };

    const found = await Promise.all([once('test', make), once('test', make), once('test', make)]);
    found.push(await once('test', make));

    expect(made).toBe(1);
    for (const { folder, map } of found) {
      expect(map).toEqual(new Map([['key', Buffer.from('bytes')]]));
      expect(await readFile(join(folder, 'file'), 'utf8')).toBe('text');
    }
  });

  it('is made by the next caller where the first fails', async () => {
    const failing = once('test of a failure', () => Promise.reject(new Error('No.')));
    const next = once('test of a failure', async () => 'made');

    await expect(failing).rejects.toThrow('No.');
    expect(await next).toBe('made');
  });
});
