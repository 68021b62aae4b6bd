import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type GivenSettings, settingsOf } from '../settings.ts';
import { synthesize } from '../synth.ts';
import { loadTemplate } from '../template/template.ts';
import { createDoor, type Door, isAlive, joinOwner } from './control-server.ts';
import { claimFolder } from './data-directory-lock.ts';
import type { StackInfo } from './info.ts';
import { startServices } from './services.ts';

export interface StackOptions {
  readonly dataDir: string;
  /** The port to serve the API at; null where it need not be served. */
  readonly port: number | null;
  /** Settings that go before those of cdk.json and of local/settings.ts. @default none */
  readonly settings?: GivenSettings;
  /** Whether other processes may use a stack that is started here; where not, they wait. @default true */
  readonly shared?: boolean;
  /** Is told what goes on, a line at a time. */
  readonly report: (line: string) => void;
}

/** A local stack that this process uses: its own, or that of another process on the same data folder. */
export interface Stack {
  readonly info: StackInfo;
  readonly own: boolean;
  /** Resolves when the stack of another process has gone. Never for one's own. */
  readonly gone: Promise<void>;
  /** Leaves the stack. One's own waits for the processes that use it, then ends. */
  close(): Promise<void>;
  /** Ends at once: in one's own stack every execution is stopped, and recorded as stopped. */
  abort(cause: string): Promise<void>;
}

/** How soon a folder is asked for again that its owner is just leaving. */
const RETRY_MS = 50;

/** Joins the stack that runs on a data folder, or starts one. */
export async function openStack(options: StackOptions): Promise<Stack> {
  mkdirSync(options.dataDir, { recursive: true });
  const door = await createDoor();
  for (;;) {
    const claim = { pid: process.pid, door: door.url, token: door.token };
    const claimed = await claimFolder(options.dataDir, claim, isAlive);
    if ('owned' in claimed) return startOwn(options, door, claimed.owned.release);
    const session = await joinOwner(claimed.owner);
    if (session) {
      await door.close();
      return joined(session);
    }
    await delay(RETRY_MS);
  }
}

function joined({ info, ended, leave }: NonNullable<Awaited<ReturnType<typeof joinOwner>>>): Stack {
  const close = async (): Promise<void> => leave();
  return { info, own: false, gone: ended, close, abort: close };
}

async function startOwn(options: StackOptions, door: Door, release: () => void): Promise<Stack> {
  const { dataDir, port, settings = {}, shared = true, report } = options;
  const infoFile = join(dataDir, 'stack.json');
  const leave = async (): Promise<void> => {
    rmSync(infoFile, { force: true });
    release();
    await door.close();
  };
  try {
    const template = loadTemplate(await synthesize({ ...settingsOf(dataDir), ...settings }));
    const services = await startServices({ template, dataDir, port, sfn: door.url, report });
    const info: StackInfo = {
      ...services.info,
      pid: process.pid,
      started_at: new Date().toISOString(),
    };
    writeFileSync(`${infoFile}.new`, `${JSON.stringify(info, null, 2)}\n`);
    renameSync(`${infoFile}.new`, infoFile);
    door.serve(services.states);
    if (shared) door.open(info);
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
          await door.shut();
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
