import { Duration, RemovalPolicy, Stack, TimeZone } from 'aws-cdk-lib';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

export interface MonthlyScheduleProps {
  readonly stateMachine: sfn.IStateMachine;
  /** When, as a cron expression in UTC. */
  readonly cron: string;
  /** Off where there is no source to read. */
  readonly enabled: boolean;
  /** Where starts end that could not be delivered. */
  readonly deadLetters: sqs.IQueue;
}

/** Starts a run every month. */
export class MonthlySchedule extends Construct {
  /** A group of its own, because the scheduler counts failed starts by group. */
  readonly group: scheduler.ScheduleGroup;

  constructor(scope: Construct, id: string, props: MonthlyScheduleProps) {
    super(scope, id);
    this.group = new scheduler.ScheduleGroup(this, 'Group', {
      scheduleGroupName: `${Stack.of(this).stackName}-runs`,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new scheduler.Schedule(this, 'Schedule', {
      scheduleGroup: this.group,
      description: 'Ingests the month in which it fires.',
      enabled: props.enabled,
      schedule: scheduler.ScheduleExpression.expression(props.cron, TimeZone.ETC_UTC),
      target: new StepFunctionsStartExecution(props.stateMachine, {
        // The time for which it was meant, not the clock's: a start that is delivered late still means its month.
        input: scheduler.ScheduleTargetInput.fromObject({
          scheduled_time: scheduler.ContextAttribute.scheduledTime,
        }),
        deadLetterQueue: props.deadLetters,
        // A month can wait a day; after that a person should look.
        maxEventAge: Duration.hours(24),
        retryAttempts: 20,
      }),
    });
  }
}
