import { Duration, RemovalPolicy, Stack, TimeZone } from 'aws-cdk-lib';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

export interface MonthlyScheduleProps {
  readonly stateMachine: sfn.IStateMachine;
  /** A cron expression in UTC. */
  readonly cron: string;
  /** False if the settings name no source. */
  readonly enabled: boolean;
  /** Receives starts that could not be delivered. */
  readonly deadLetters: sqs.IQueue;
}

/** Starts the monthly run. */
export class MonthlySchedule extends Construct {
  /** A separate group, because the scheduler counts failed starts by group. */
  readonly group: scheduler.ScheduleGroup;

  constructor(scope: Construct, id: string, props: MonthlyScheduleProps) {
    super(scope, id);
    this.group = new scheduler.ScheduleGroup(this, 'Group', {
      scheduleGroupName: `${Stack.of(this).stackName}-runs`,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new scheduler.Schedule(this, 'Schedule', {
      scheduleGroup: this.group,
      description: 'Starts the run of the month in which it fires.',
      enabled: props.enabled,
      schedule: scheduler.ScheduleExpression.expression(props.cron, TimeZone.ETC_UTC),
      target: new StepFunctionsStartExecution(props.stateMachine, {
        // The input contains the scheduled time instead of the current time, so that a late start still runs the intended month.
        input: scheduler.ScheduleTargetInput.fromObject({
          scheduled_time: scheduler.ContextAttribute.scheduledTime,
        }),
        deadLetterQueue: props.deadLetters,
        // A start is retried for a day. After that, an operator should investigate.
        maxEventAge: Duration.hours(24),
        retryAttempts: 20,
      }),
    });
  }
}
