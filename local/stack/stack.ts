import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type GivenSettings, settingsOf } from '../settings.ts';
import { buildTemplate } from '../synth.ts';
import { loadTemplate } from '../template/template.ts';
import {
  type ControlServer,
  isOwnerAlive,
  openSession,
  type Session,
  startControlServer,
} from './control-server.ts';
import { acquireDirectoryLock, type HeldLock } from './data-directory-lock.ts';
import type { StackInfo } from './info.ts';
import { startServices } from './services.ts';

export interface StackOptions {
  readonly dataDir: string;
  /** The port of website and API; null if they are not served. */
  readonly port: number | null;
  /** Settings that override those of cdk.json and local/settings.ts. @default none */
  readonly settings?: GivenSettings;
  /** Whether other processes may use a stack that this process starts; if false, they wait for its end. @default true */
  readonly shared?: boolean;
  /** Receives progress messages, one line each. */
  readonly report: (line: string) => void;
}

/** A local stack that this process uses: its own, or that of another process on the same data directory. */
export interface Stack {
  readonly info: StackInfo;
  readonly own: boolean;
  /** Resolves when another process's stack has ended. Never resolves for an own stack. */
  readonly gone: Promise<void>;
  /** Stops using the stack. An own stack waits for the other processes that use it, then ends. */
  close(): Promise<void>;
  /** Ends at once. In an own stack every execution is stopped and recorded as stopped. */
  abort(cause: string): Promise<void>;
}

/** Interval between attempts to lock a data directory whose owner is closing. */
const RETRY_MS = 50;

/** Joins the stack that runs on a data directory, or starts one. */
export async function openStack(options: StackOptions): Promise<Stack> {
  mkdirSync(options.dataDir, { recursive: true });
  const control = await startControlServer();
  for (;;) {
    const lock = await acquireDirectoryLock(
      options.dataDir,
      { pid: process.pid, url: control.url, token: control.token },
      isOwnerAlive,
    );
    if ('held' in lock) return startOwn(options, control, lock.held);
    const session = await openSession(lock.owner);
    if (session) {
      await control.close();
      return joined(session);
    }
    await delay(RETRY_MS);
  }
}

function joined({ info, ended, leave }: Session): Stack {
  const close = async (): Promise<void> => leave();
  return { info, own: false, gone: ended, close, abort: close };
}

async function startOwn(options: StackOptions, control: ControlServer, lock: HeldLock): Promise<Stack> {
  const { dataDir, port, settings = {}, shared = true, report } = options;
  const infoFile = join(dataDir, 'stack.json');
  const leave = async (): Promise<void> => {
    rmSync(infoFile, { force: true });
    lock.release();
    await control.close();
  };
  try {
    const template = loadTemplate(await buildTemplate({ ...settingsOf(dataDir), ...settings }));
    const services = await startServices({ template, dataDir, port, sfn: control.url, report });
    const info: StackInfo = {
      ...services.info,
      pid: process.pid,
      started_at: new Date().toISOString(),
    };
    writeFileSync(`${infoFile}.new`, `${JSON.stringify(info, null, 2)}\n`);
    renameSync(`${infoFile}.new`, infoFile);
    control.serve(services.states);
    if (shared) control.acceptSessions(info);
    let left: Promise<void> | undefined;
    const end = async (): Promise<void> => {
      await services.close();
      await leave();
    };
    return {
      info,
      own: true,
      gone: new Promise(() => {}),
      async close() {
        if (!left) {
          await control.drain();
          await services.executions.idle();
        }
        left ??= end();
        await left;
      },
      async abort(cause) {
        left ??= services.executions.stopAll(cause).then(end);
        await left;
      },
    };
  } catch (error) {
    await leave();
    throw error;
  }
}
