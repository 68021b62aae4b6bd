import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { inject } from 'vitest';

/**
 * Makes an expensive value once for all test files: the first caller makes it, the others wait and get a copy. `make` may
 * write files into its folder, which must not be changed afterwards. If it throws, the next caller tries again.
 */
export async function once<Value>(name: string, make: (folder: string) => Promise<Value>): Promise<Value> {
  const { folder, port } = inject('run');
  const place = join(folder, name);
  const made = `${place}.made`;
  if (!existsSync(made)) {
    const release = await acquireLock(port, name);
    try {
      if (!existsSync(made)) {
        await rm(place, { recursive: true, force: true });
        await mkdir(place);
        await writeFile(`${made}.new`, serialize(await make(place)));
        await rename(`${made}.new`, made);
      }
    } finally {
      release();
    }
  }
  return deserialize(await readFile(made)) as Value;
}

/** Waits for the lock of this name; the end of the process releases it as well. */
function acquireLock(port: number, name: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(name));
    socket.once('error', reject);
    socket.once('data', () => resolve(() => socket.destroy()));
  });
}
