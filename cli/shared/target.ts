import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { GivenSettings } from '../../local/settings.ts';
import type { StackNames } from '../../local/stack/info.ts';
import { openStack, type Stack } from '../../local/stack/stack.ts';
import { type Clients, createClients } from './clients.ts';
import { InterruptedError, log, rejectOnSignal, shutdownSignal } from './command.ts';
import { createAwsClients, deployedPollInterval, namesFrom, stackOutputs } from './deployed.ts';
import { type FinishedRun, followRun, type RunRequest, startRun, stopRun } from './run-month.ts';
import { followIn } from './stack-runs.ts';
import type { TargetRef } from './target-options.ts';

/** The stack that a command works on, local or deployed. */
export interface Target {
  readonly ref: TargetRef;
  readonly names: StackNames;
  readonly clients: Clients;
  /** Whether runs of other processes may be in progress. */
  readonly mayBeBusy: boolean;
  /** Starts a run and follows it to its end. A signal stops it. @throws StackGoneError, InterruptedError */
  run(request: RunRequest): Promise<FinishedRun>;
  /** Follows a run in progress to its end. A signal stops it. @throws StackGoneError, InterruptedError */
  follow(request: RunRequest, executionArn: string): Promise<FinishedRun>;
}

/** A target that must be closed. */
interface OpenTarget extends Target {
  close(): Promise<void>;
  /** Stops everything that this process has started. */
  abort(cause: string): Promise<void>;
}

export interface TargetOptions {
  /** The settings of a local stack that this command starts. */
  readonly settings?: GivenSettings;
}

/** Whether a target is a local data folder in which nothing ever ran. Such a folder need not be opened. */
export function hasNeverRun(ref: TargetRef): boolean {
  return ref.kind === 'local' && !existsSync(join(ref.dataDir, 's3'));
}

/** Opens a target for `use`, which may start runs, and closes it. */
export async function useTarget<Result>(
  ref: TargetRef,
  use: (target: Target) => Promise<Result>,
  options: TargetOptions = {},
): Promise<Result> {
  const signalled = shutdownSignal();
  return withTarget(() => open(ref, signalled, true, options), signalled, use);
}

/**
 * Opens a target for reading, and closes it afterwards. If this starts a local stack, the stack is not shared: other processes
 * wait until it is closed.
 */
export async function readTargetOnly<Result>(
  ref: TargetRef,
  read: (target: Target) => Promise<Result>,
): Promise<Result> {
  const signalled = shutdownSignal();
  return withTarget(
    () => open(ref, signalled, false, {}),
    signalled,
    (target) => rejectOnSignal(signalled, read(target)),
  );
}

async function withTarget<Result>(
  opened: () => Promise<OpenTarget>,
  signalled: Promise<NodeJS.Signals>,
  use: (target: Target) => Promise<Result>,
): Promise<Result> {
  const target = await rejectOnSignal(signalled, opened());
  try {
    return await use(target);
  } catch (error) {
    if (error instanceof InterruptedError) await target.abort(error.message);
    throw error;
  } finally {
    // A stack that this process owns closes only when no other process uses it.
    await rejectOnSignal(signalled, target.close()).catch((error: Error) => target.abort(error.message));
  }
}

const open = (
  ref: TargetRef,
  signalled: Promise<NodeJS.Signals>,
  shared: boolean,
  options: TargetOptions,
): Promise<OpenTarget> =>
  ref.kind === 'local' ? openLocal(ref, signalled, shared, options) : openDeployed(ref, signalled);

/** Whether an error means that the stack was closing, so that no run was started. */
const isClosing = (error: unknown): boolean => {
  const { name, code } = error as { name?: string; code?: string };
  return name === 'StateMachineDeleting' || code === 'ECONNREFUSED' || code === 'ECONNRESET';
};

/** The pause before the next attempt to open a stack, in ms. */
const RETRY_MS = 50;

/** Opens the running stack of a data folder, or starts one. If it closes before a run has started, the next one is used. */
async function openLocal(
  ref: TargetRef & { kind: 'local' },
  signalled: Promise<NodeJS.Signals>,
  shared: boolean,
  { settings = {} }: TargetOptions,
): Promise<OpenTarget> {
  const openOne = (): Promise<Stack> =>
    openStack({ dataDir: ref.dataDir, port: null, settings, shared, report: log });
  let stack = await openOne();
  let clients = createClients(stack.info);

  async function start(request: RunRequest): Promise<string> {
    for (;;) {
      try {
        return await startRun(clients, stack.info, request);
      } catch (error) {
        if (stack.own || !isClosing(error)) throw error;
        clients.close();
        await stack.close();
        await delay(RETRY_MS);
        stack = await openOne();
        clients = createClients(stack.info);
      }
    }
  }

  const follow = (request: RunRequest, executionArn: string): Promise<FinishedRun> =>
    followIn(stack, clients, executionArn, { request, log, signalled });
  return {
    ref,
    get names() {
      return stack.info;
    },
    get clients() {
      return clients;
    },
    // Nothing is in progress in a stack that was just started.
    mayBeBusy: !stack.own,
    run: async (request) => follow(request, await start(request)),
    follow,
    async close() {
      clients.close();
      await stack.close();
    },
    abort: (cause) => stack.abort(cause),
  };
}

/** A run on AWS could not be followed to its end. The run itself continues. */
export class LostSightError extends Error {
  override readonly name = 'LostSightError';
}

async function openDeployed(
  ref: TargetRef & { kind: 'deployed' },
  signalled: Promise<NodeJS.Signals>,
): Promise<OpenTarget> {
  const { stackName } = ref;
  const names = namesFrom(stackName, await stackOutputs(stackName));
  const clients = createAwsClients(names);

  async function follow(request: RunRequest, executionArn: string): Promise<FinishedRun> {
    const finished = followRun(clients, {
      executionArn,
      label: request.label,
      log,
      pollInterval: deployedPollInterval,
    }).catch((error: Error) => {
      throw new LostSightError(
        `The ${request.what} continues, but could not be followed (${error.name}: ${error.message}); npm run runs -- --stack ${stackName} shows its outcome.`,
        { cause: error },
      );
    });
    // After a signal the result is not awaited, so its rejection must be handled here.
    finished.catch(() => {});
    const interrupted = signalled.then(async (signal) => {
      await stopRun(clients, executionArn, `The command was ended by ${signal}.`);
      throw new InterruptedError(signal);
    });
    return Promise.race([finished, interrupted]);
  }

  const close = async (): Promise<void> => clients.close();
  return {
    ref,
    names,
    clients,
    mayBeBusy: true,
    run: async (request) => follow(request, await startRun(clients, names, request)),
    follow,
    close,
    abort: close,
  };
}
