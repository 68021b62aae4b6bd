import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { inject } from 'vitest';

/**
 * What is dear to make and the same for every test file: the first that asks for it makes it, the others wait and get what
 * it made, as copies. `make` may leave files in the folder that it is given, which no one must change. Where it throws,
 * the next one tries.
 */
export async function once<Value>(name: string, make: (folder: string) => Promise<Value>): Promise<Value> {
  const { folder, port } = inject('run');
  const place = join(folder, name);
  const made = `${place}.made`;
  if (!existsSync(made)) {
    const release = await turn(port, name);
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

/** Waits until nobody else makes this; the process's end gives the turn back, too. */
function turn(port: number, name: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(name));
    socket.once('error', reject);
    socket.once('data', () => resolve(() => socket.destroy()));
  });
}
