import { SecretValue, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { DEFAULT_MONTHLY_BUDGET_USD } from '../settings/monitoring-settings.ts';
import type { Settings } from '../settings/settings.ts';
import { alarmDescription } from './alarm-description.ts';
import { SILENCE } from './alarm-rules.ts';
import { AlarmTopic } from './alarm-topic.ts';
import { type AlarmDefinition, alarmDefinitions, type Severity } from './alarms.ts';
import { type MonitoredResources, REQUEST_METRICS } from './monitored-resources.ts';
import { MonthlyBudget } from './monthly-budget.ts';

export interface MonitoringProps {
  readonly resources: MonitoredResources;
  readonly settings: Settings;
}

/** The alarms and their notifications: critical ones go to PagerDuty and by e-mail, warnings by e-mail only. */
export class Monitoring extends Construct {
  readonly alarms: readonly cloudwatch.Alarm[];
  readonly topics: Readonly<Record<Severity, sns.Topic>>;

  constructor(scope: Construct, id: string, { resources, settings }: MonitoringProps) {
    super(scope, id);
    const emails = settings.alarmEmails;
    this.topics = {
      critical: new AlarmTopic(this, 'Critical', { severity: 'critical', emails }).topic,
      warning: new AlarmTopic(this, 'Warning', { severity: 'warning', emails }).topic,
    };
    if (settings.pagerDutySecret !== undefined) this.subscribePagerDuty(settings.pagerDutySecret);
    for (const [name, prefix] of Object.entries(REQUEST_METRICS))
      resources.bucket.addMetric({ id: name, ...(prefix !== undefined && { prefix }) });
    this.alarms = alarmDefinitions(resources, settings).map((definition) =>
      this.create(definition, alarmDescription(definition, { resources, runbookUrl: settings.runbookUrl })),
    );
    if (emails.length > 0) {
      const dollars = settings.monthlyBudgetUsd ?? DEFAULT_MONTHLY_BUDGET_USD;
      new MonthlyBudget(this, 'Budget', { dollars, emails });
    }
  }

  /**
   * Subscribes PagerDuty to critical alarms. The integration's URL is its key, so CloudFormation reads it from a secret and no
   * template contains it. PagerDuty reads the SNS envelope and confirms the subscription.
   */
  private subscribePagerDuty(secret: string): void {
    new sns.Subscription(this, 'PagerDuty', {
      topic: this.topics.critical,
      protocol: sns.SubscriptionProtocol.HTTPS,
      endpoint: SecretValue.secretsManager(secret).unsafeUnwrap(),
      rawMessageDelivery: false,
    });
  }

  private create(definition: AlarmDefinition, alarmDescription: string): cloudwatch.Alarm {
    const { kind, of, severity, metric, threshold, rule } = definition;
    const { evaluationPeriods, datapointsToAlarm, treatMissingData } = rule;
    const name = of === undefined ? kind : `${kind}-${of}`;
    const alarm = new cloudwatch.Alarm(this, name, {
      alarmName: `${Stack.of(this).stackName}-${name}`,
      alarmDescription,
      metric,
      threshold,
      evaluationPeriods,
      datapointsToAlarm,
      treatMissingData,
      comparisonOperator:
        rule === SILENCE
          ? cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
          : cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    });
    // The OK notification resolves the incident in PagerDuty.
    const action = new SnsAction(this.topics[severity]);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
    return alarm;
  }
}
