import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClients } from '../../cli/shared/clients.ts';
import { followRun, startRun } from '../../cli/shared/run-month.ts';
import type { StackInfo } from '../../local/stack/info.ts';

/** Starts a run with this input in the running stack of a data directory, as the console does. @throws Error if it fails */
export async function executionSucceeds(
  dataDir: string,
  input: { readonly month: string; readonly [field: string]: unknown },
): Promise<void> {
  const info = JSON.parse(readFileSync(join(dataDir, 'stack.json'), 'utf8')) as StackInfo;
  const clients = createClients(info);
  try {
    const order = {
      what: 'month',
      label: input.month,
      stateMachineArn: () => info.state_machine_arn,
      input,
    } as const;
    const executionArn = await startRun(clients, info, order);
    const { failure } = await followRun(clients, { executionArn, label: input.month, log: () => {} });
    if (failure !== null) throw new Error(`${JSON.stringify(input)} fails: ${failure}`);
  } finally {
    clients.close();
  }
}
