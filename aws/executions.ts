import { DescribeExecutionCommand, ExecutionDoesNotExist, SFNClient } from '@aws-sdk/client-sfn';
import { PATIENCE } from './client-config.ts';

/** Whether an execution runs, and if not, since when: null where nobody knows any more. */
export type ExecutionState =
  | { readonly running: true }
  | { readonly running: false; readonly stopped_at: string | null };

const client = new SFNClient(PATIENCE);

/**
 * Asks Step Functions about an execution. One that it doesn't know (any more) has ended.
 * @throws whatever the service does where it gives no answer: that tells nothing about the execution
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
