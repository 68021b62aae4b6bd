import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  paginateListExecutions,
  StateMachineDoesNotExist,
} from '@aws-sdk/client-sfn';
import type { Clients } from './clients.ts';

/** An execution that is in progress. */
export interface ExecutionInProgress {
  readonly executionArn: string;
  readonly startDate: Date;
  /** The fields of the input that lists show. */
  readonly input: {
    readonly month?: string;
    readonly scheduled_time?: string;
    readonly from?: string;
    readonly dry_run?: boolean;
    readonly remove?: boolean;
    readonly reason?: string;
  };
}

/** The executions of a state machine that are in progress. */
export async function executionsInProgress(
  { clients }: { readonly clients: Clients },
  stateMachineArn: string,
): Promise<ExecutionInProgress[]> {
  const found: ExecutionInProgress[] = [];
  for (const { executionArn, startDate } of await running(clients, stateMachineArn)) {
    const input = await inputOf(clients, executionArn);
    if (input !== null) found.push({ executionArn, startDate, input });
  }
  return found;
}

async function running({ sfn }: Clients, stateMachineArn: string) {
  const found: Pick<ExecutionInProgress, 'executionArn' | 'startDate'>[] = [];
  try {
    const pages = paginateListExecutions({ client: sfn }, { stateMachineArn, statusFilter: 'RUNNING' });
    for await (const { executions = [] } of pages) {
      for (const { executionArn, startDate } of executions)
        found.push({ executionArn: executionArn!, startDate: startDate! });
    }
  } catch (error) {
    // A running stack of an earlier version may lack a state machine.
    if (!(error instanceof StateMachineDoesNotExist)) throw error;
  }
  return found;
}

async function inputOf({ sfn }: Clients, executionArn: string): Promise<ExecutionInProgress['input'] | null> {
  try {
    const { input } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return JSON.parse(input ?? '{}') as ExecutionInProgress['input'];
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return null;
    throw error;
  }
}
