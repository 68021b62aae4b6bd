import { describe, expect, it } from 'vitest';
import { named, only, plain, synthesize } from '../synthesize.ts';

describe('The schedule', () => {
  const stack = synthesize({
    source: 's3://movie-drops/{yyyy}-{mm}/',
    sourceBuckets: ['movie-drops'],
    schedule: 'cron(30 4 2 * ? *)',
  });
  const schedule = named(stack, 'AWS::Scheduler::Schedule', 'Monthly').Properties;

  it('starts the state machine at the configured time in UTC', () => {
    expect(schedule).toMatchObject({
      ScheduleExpression: 'cron(30 4 2 * ? *)',
      ScheduleExpressionTimezone: 'Etc/UTC',
      State: 'ENABLED',
    });
    expect(plain(schedule.Target.Arn)).toMatch(/^<PipelineStateMachine/);
  });

  it('passes the scheduled time as input, not the current time', () => {
    expect(JSON.parse(schedule.Target.Input)).toEqual({ scheduled_time: '<aws.scheduler.scheduled-time>' });
  });

  it('is the only schedule in its group, so that its failed starts have their own metric', () => {
    expect(only(stack, 'AWS::Scheduler::ScheduleGroup').Properties.Name).toBe('MovieStatistics-runs');
    expect(schedule.GroupName).toBe('MovieStatistics-runs');
  });

  it('sends undelivered starts to the dead-letter queue', () => {
    expect(plain(schedule.Target.DeadLetterConfig.Arn)).toMatch(/^<DeadLettersQueue\w+\.Arn>$/);
    expect(schedule.Target.RetryPolicy).toEqual({
      MaximumEventAgeInSeconds: 86_400,
      MaximumRetryAttempts: 20,
    });
  });

  it('disables the schedule without a source', () => {
    expect(named(synthesize(), 'AWS::Scheduler::Schedule', 'Monthly').Properties.State).toBe('DISABLED');
  });
});

describe('The schedule of the health check', () => {
  const schedule = named(synthesize(), 'AWS::Scheduler::Schedule', 'HealthCheck').Properties;

  it('invokes the health check every hour, with or without a source and without a dead-letter queue', () => {
    expect(schedule).toMatchObject({ ScheduleExpression: 'rate(1 hour)', State: 'ENABLED' });
    expect(plain(schedule.Target.Arn)).toMatch(/^<HealthCheckFunction\w+\.Arn>$/);
    expect(schedule.Target).not.toHaveProperty('DeadLetterConfig');
    expect(schedule).not.toHaveProperty('GroupName');
  });
});

describe('The rule for stopped runs', () => {
  const stack = synthesize();
  const rule = only(stack, 'AWS::Events::Rule').Properties;

  it('matches failed, aborted and timed-out executions of both state machines', () => {
    expect(rule.EventPattern).toMatchObject({
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
    });
    expect(rule.EventPattern.detail.stateMachineArn.map(plain)).toEqual([
      expect.stringMatching(/^<PipelineStateMachine/),
      expect.stringMatching(/^<RollbackStateMachine/),
    ]);
  });

  it('passes the unchanged event to record', () => {
    const [target, ...others] = rule.Targets;

    expect(others).toEqual([]);
    expect(plain(target.Arn)).toMatch(/^<FunctionsRecordFunction\w+\.Arn>$/);
    expect(target).not.toHaveProperty('Input');
    expect(target).not.toHaveProperty('InputTransformer');
    expect(plain(target.DeadLetterConfig.Arn)).toMatch(/^<DeadLettersQueue/);
  });
});

describe('The dead-letter queue', () => {
  const stack = synthesize();

  it('is encrypted, requires TLS and keeps messages for two weeks', () => {
    expect(only(stack, 'AWS::SQS::Queue').Properties).toMatchObject({
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 14 * 86_400,
    });
    expect(only(stack, 'AWS::SQS::QueuePolicy').Properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });
});
