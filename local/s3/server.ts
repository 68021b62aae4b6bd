import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

/** The credentials that the local servers accept. They listen on 127.0.0.1 only. */
export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local-secret' } as const;

export interface S3ServerOptions {
  /** The folder of the objects. */
  readonly folder: string;
  /** The names of the buckets. */
  readonly buckets: readonly string[];
  /** The file of the server's log. */
  readonly log: string;
}

/** A running S3 server. */
export interface S3Server {
  /** The value of `AWS_ENDPOINT_URL_S3`; the bucket is the first path segment. */
  readonly endpoint: string;
  close(): Promise<void>;
}

/**
 * Starts an S3 server on 127.0.0.1: miniflare's R2, which stores its objects on disk. It has a process group of its own, so
 * that Ctrl-C in a terminal does not end it while other processes still write.
 */
export async function startS3(options: S3ServerOptions): Promise<S3Server> {
  mkdirSync(options.folder, { recursive: true });
  mkdirSync(join(options.log, '..'), { recursive: true });
  const log = openSync(options.log, 'a');
  const server = fork(join(import.meta.dirname, 'process.ts'), [JSON.stringify(options)], {
    detached: true,
    execArgv: [],
    stdio: ['ignore', log, log, 'ipc'],
  });
  const exited = once(server, 'exit');
  const [first] = (await Promise.race([once(server, 'message'), exited])) as [
    { endpoint: string } | number | null,
  ];
  if (first === null || typeof first === 'number') {
    throw new Error(`The local S3 server could not start; see ${options.log}.`);
  }
  return {
    endpoint: first.endpoint,
    async close() {
      server.disconnect();
      await exited;
    },
  };
}
