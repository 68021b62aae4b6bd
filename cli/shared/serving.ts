import { setTimeout as delay } from 'node:timers/promises';
import { openStack, type Stack, type StackOptions } from '../../local/stack/stack.ts';

/** Another process already serves the data folder. */
export class AlreadyServedError extends Error {
  override readonly name = 'AlreadyServedError';
}

/** The pause before the next attempt to open a data folder that is in use, in ms. */
const RETRY_MS = 200;

/**
 * Opens a stack that serves a data folder. If a stack that only runs a month is open, waits until it closes.
 * @throws AlreadyServedError if another process serves the folder
 */
export async function openServingStack(options: StackOptions & { readonly port: number }): Promise<Stack> {
  let logged = false;
  for (;;) {
    const stack = await openStack(options);
    if (stack.own) return stack;
    const { api, pid } = stack.info;
    // This session is closed first, because the other stack waits for its end.
    await stack.close();
    if (api !== null) {
      throw new AlreadyServedError(`${options.dataDir} is already served at ${api}/v1/ (process ${pid}).`);
    }
    if (!logged) options.report(`Waiting for the run of process ${pid}, which uses ${options.dataDir}.`);
    logged = true;
    await delay(RETRY_MS);
  }
}
