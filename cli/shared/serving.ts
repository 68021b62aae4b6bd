import { setTimeout as delay } from 'node:timers/promises';
import { openStack, type Stack, type StackOptions } from '../../local/stack/stack.ts';

/** The data folder's API is served already, or its stack is somebody else's. */
export class AlreadyServedError extends Error {
  override readonly name = 'AlreadyServedError';
}

/** How soon a data folder is asked for again that another process is using. */
const RETRY_MS = 200;

/**
 * Opens the stack of a data folder to serve its API. A stack that only runs a month is waited for.
 * @throws AlreadyServedError where another process serves the same folder
 */
export async function openServingStack(options: StackOptions & { readonly port: number }): Promise<Stack> {
  let told = false;
  for (;;) {
    const stack = await openStack(options);
    if (stack.own) return stack;
    const { api, pid } = stack.info;
    // Only once the session has been left can the other stack close.
    await stack.close();
    if (api !== null) {
      throw new AlreadyServedError(`${options.dataDir} is served already, at ${api}/v1/ (process ${pid}).`);
    }
    if (!told) options.report(`Waits for the run in process ${pid}, which uses ${options.dataDir}.`);
    told = true;
    await delay(RETRY_MS);
  }
}
