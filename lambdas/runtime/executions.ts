import { DescribeExecutionCommand, ExecutionDoesNotExist, SFNClient } from '@aws-sdk/client-sfn';
import { CLIENT_CONFIG } from './client-config.ts';

/** Whether an execution is running, and if not, when it stopped; null if Step Functions no longer knows the execution. */
export type ExecutionState =
  | { readonly running: true }
  | { readonly running: false; readonly stopped_at: string | null };

const client = new SFNClient(CLIENT_CONFIG);

/**
 * Asks Step Functions about an execution. An execution that it doesn't know has ended.
 * @throws the service's error if it doesn't answer; the execution may still be running
 */
export async function describeExecution(executionArn: string): Promise<ExecutionState> {
  try {
    const { status, stopDate } = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return { running: true };
    return { running: false, stopped_at: stopDate?.toISOString() ?? null };
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return { running: false, stopped_at: null };
    throw error;
  }
}
