import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { GivenSettings } from '../../local/settings.ts';
import type { StackNames } from '../../local/stack/info.ts';
import { openStack, type Stack } from '../../local/stack/stack.ts';
import { type Clients, createClients } from './clients.ts';
import { endingSignal, InterruptedError, log, unlessSignalled } from './command.ts';
import { createAwsClients, deployedPollInterval, namesFrom, stackOutputs } from './deployed.ts';
import { type FinishedRun, followRun, type RunRequest, startRun, stopRun } from './run-month.ts';
import { followIn } from './stack-runs.ts';
import type { TargetRef } from './target-options.ts';

/** A stack that a command works on, local or deployed: the same clients, the same names. */
export interface Target {
  readonly ref: TargetRef;
  readonly names: StackNames;
  readonly clients: Clients;
  /** Whether runs may be in progress that this process hasn't started. */
  readonly mayBeBusy: boolean;
  /** Starts an order and follows it to its end. A signal stops the run. @throws StackGoneError, InterruptedError */
  run(request: RunRequest): Promise<FinishedRun>;
  /** Follows a run that is in progress to its end, and likewise. */
  follow(request: RunRequest, executionArn: string): Promise<FinishedRun>;
}

/** A target that this process has opened. */
interface OpenTarget extends Target {
  close(): Promise<void>;
  /** Ends at once what this process has started. */
  abort(cause: string): Promise<void>;
}

export interface TargetOptions {
  /** Settings of a local stack that is started for this command. */
  readonly settings?: GivenSettings;
}

/** Whether nothing was ever run on a local target: then there is no stack to be opened. */
export function hasNeverRun(ref: TargetRef): boolean {
  return ref.kind === 'local' && !existsSync(join(ref.dataDir, 's3'));
}

/** Works on a target, where runs may be started, and leaves it in good order, whatever happens. */
export async function useTarget<Result>(
  ref: TargetRef,
  use: (target: Target) => Promise<Result>,
  options: TargetOptions = {},
): Promise<Result> {
  const signalled = endingSignal();
  return withTarget(() => open(ref, signalled, true, options), signalled, use);
}

/**
 * Reads of a target. Whoever wants to run something in a local stack that is started for this waits: this process would
 * have to stay for it.
 */
export async function readTargetOnly<Result>(
  ref: TargetRef,
  read: (target: Target) => Promise<Result>,
): Promise<Result> {
  const signalled = endingSignal();
  return withTarget(
    () => open(ref, signalled, false, {}),
    signalled,
    (target) => unlessSignalled(signalled, read(target)),
  );
}

async function withTarget<Result>(
  opened: () => Promise<OpenTarget>,
  signalled: Promise<NodeJS.Signals>,
  use: (target: Target) => Promise<Result>,
): Promise<Result> {
  const target = await unlessSignalled(signalled, opened());
  try {
    return await use(target);
  } catch (error) {
    if (error instanceof InterruptedError) await target.abort(error.message);
    throw error;
  } finally {
    // Leaving one's own stack may take as long as others use it.
    await unlessSignalled(signalled, target.close()).catch((error: Error) => target.abort(error.message));
  }
}

const open = (
  ref: TargetRef,
  signalled: Promise<NodeJS.Signals>,
  shared: boolean,
  options: TargetOptions,
): Promise<OpenTarget> =>
  ref.kind === 'local' ? openLocal(ref, signalled, shared, options) : openDeployed(ref, signalled);

/** Errors of a stack that is just leaving: nothing was started there. */
const isLeaving = (error: unknown): boolean => {
  const { name, code } = error as { name?: string; code?: string };
  return name === 'StateMachineDeleting' || code === 'ECONNREFUSED' || code === 'ECONNRESET';
};

/** How soon another stack is looked for. */
const RETRY_MS = 50;

/** The stack that runs on a data folder, or one of its own. One that leaves before a run has begun is followed by another. */
async function openLocal(
  ref: TargetRef & { kind: 'local' },
  signalled: Promise<NodeJS.Signals>,
  shared: boolean,
  { settings = {} }: TargetOptions,
): Promise<OpenTarget> {
  const enter = (): Promise<Stack> =>
    openStack({ dataDir: ref.dataDir, port: null, settings, shared, report: log });
  let stack = await enter();
  let clients = createClients(stack.info);

  async function start(request: RunRequest): Promise<string> {
    for (;;) {
      try {
        return await startRun(clients, stack.info, request);
      } catch (error) {
        if (stack.own || !isLeaving(error)) throw error;
        clients.close();
        await stack.close();
        await delay(RETRY_MS);
        stack = await enter();
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
    // In a stack that was just started nothing is in progress.
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

/** A run on AWS could not be followed to its end. */
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
      pace: deployedPollInterval,
    }).catch((error: Error) => {
      throw new LostSightError(
        `The ${request.what} runs on, but could not be followed (${error.name}: ${error.message}); npm run runs -- --stack ${stackName} tells what becomes of it.`,
        { cause: error },
      );
    });
    // Whatever comes of it once a signal has come, nobody is there to hear it.
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
