import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { resolved } from '../resolved.ts';
import { plain, type Resource, synthesize } from '../synthesize.ts';

/**
 * The part of a notification that PagerDuty's integration reads: the SNS envelope (no raw delivery), whose Subject begins with the new
 * state and whose Message is the alarm as JSON. The alarm's name and state open and resolve incidents.
 * https://support.pagerduty.com/docs/aws-cloudwatch-integration-guide
 */
const ENVELOPE = {
  type: 'object',
  required: ['Type', 'MessageId', 'TopicArn', 'Subject', 'Message', 'Timestamp'],
  properties: {
    Type: { const: 'Notification' },
    Subject: { type: 'string', pattern: '^(ALARM|OK): ', maxLength: 100 },
    Message: { type: 'string', maxLength: 262_144 },
  },
};
const ALARM = {
  type: 'object',
  required: [
    'AlarmName',
    'AlarmDescription',
    'AWSAccountId',
    'NewStateValue',
    'NewStateReason',
    'OldStateValue',
    'StateChangeTime',
    'Region',
    'AlarmArn',
    'Trigger',
  ],
  properties: {
    AlarmName: { type: 'string', minLength: 1, maxLength: 255 },
    AlarmDescription: { type: 'string', minLength: 1, maxLength: 1_024 },
    NewStateValue: { enum: ['ALARM', 'OK'] },
    OldStateValue: { enum: ['ALARM', 'OK', 'INSUFFICIENT_DATA'] },
    Trigger: {
      type: 'object',
      required: ['Period', 'EvaluationPeriods', 'ComparisonOperator', 'Threshold', 'TreatMissingData'],
      properties: { Threshold: { type: 'number' }, Period: { type: 'integer' } },
      oneOf: [{ required: ['MetricName', 'Namespace', 'Dimensions'] }, { required: ['Metrics'] }],
    },
  },
};

const stack = synthesize({ pagerDutySecret: 'pagerduty', runbookUrl: 'https://git.example.org/runbook.md' });
const critical = Object.values(stack.resources('AWS::CloudWatch::Alarm'))
  .map(({ Properties }) => Properties)
  .filter(({ AlarmActions }) => plain(AlarmActions[0]).includes('Critical'));
const ajv = new Ajv2020();

/** The documented message that CloudWatch publishes when an alarm of the template changes its state. */
function notification(alarm: Resource['Properties'], state: 'ALARM' | 'OK') {
  const { AlarmName, Metrics, Dimensions = [], Namespace, MetricName, Period, Statistic } = alarm;
  const trigger = Metrics
    ? { Period: 300, Metrics }
    : {
        ...{
          MetricName,
          Namespace,
          Statistic: Statistic?.toUpperCase() ?? 'SUM',
          StatisticType: 'Statistic',
          Period,
        },
        Dimensions: Dimensions.map(({ Name, Value }: Resource['Properties']) => ({
          name: Name,
          value: resolved(stack, Value),
        })),
      };
  const message = {
    AlarmName,
    AlarmDescription: resolved(stack, alarm.AlarmDescription),
    AWSAccountId: '123456789012',
    AlarmConfigurationUpdatedTimestamp: '2026-11-01T06:00:00.000+0000',
    NewStateValue: state,
    NewStateReason: `Threshold Crossed: 1 datapoint [1.0] was ${state === 'OK' ? 'not ' : ''}beyond the threshold (${alarm.Threshold}).`,
    StateChangeTime: '2026-11-01T06:40:00.000+0000',
    Region: 'EU (Ireland)',
    AlarmArn: `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${AlarmName}`,
    OldStateValue: state === 'OK' ? 'ALARM' : 'OK',
    OKActions: alarm.OKActions.map(plain),
    AlarmActions: alarm.AlarmActions.map(plain),
    InsufficientDataActions: [],
    Trigger: {
      ...trigger,
      EvaluationPeriods: alarm.EvaluationPeriods,
      DatapointsToAlarm: alarm.DatapointsToAlarm,
      ComparisonOperator: alarm.ComparisonOperator,
      Threshold: alarm.Threshold,
      TreatMissingData: alarm.TreatMissingData,
    },
  };
  return {
    Type: 'Notification',
    MessageId: '2b1f1a6e-0000-5000-8000-000000000000',
    TopicArn: 'arn:aws:sns:eu-west-1:123456789012:MovieStatistics-critical',
    // The subject contains the quoted alarm name and the region. SNS allows 100 characters.
    Subject: `${state}: "${AlarmName}" in EU (Ireland)`,
    Message: JSON.stringify(message),
    Timestamp: '2026-11-01T06:40:00.123Z',
  };
}

describe.each(['ALARM', 'OK'] as const)('The notification when a critical alarm changes to %s', (state) => {
  it.each(critical.map((alarm) => [alarm.AlarmName as string, alarm] as const))(
    'has the format that the PagerDuty integration reads, for %s',
    (name, alarm) => {
      const envelope = notification(alarm, state);

      expect(ajv.validate(ENVELOPE, envelope), ajv.errorsText()).toBe(true);
      const message = JSON.parse(envelope.Message);
      expect(ajv.validate(ALARM, message), ajv.errorsText()).toBe(true);
      expect(envelope.Subject.startsWith(`${message.NewStateValue}: "${name}"`)).toBe(true);
      expect(message.AlarmDescription).toContain('https://git.example.org/runbook.md#');
    },
  );
});
