import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STEPS } from '../../../lib/pipeline/functions.ts';
import { resolved } from '../resolved.ts';
import { only, plain, type Resource, type Synthesized, synthesize } from '../synthesize.ts';

const CRITICAL = [
  'api-5xx',
  'data-age',
  'health-check-silent',
  'rollback-failed',
  'run-failed',
  'run-late',
  'run-timed-out',
  'start-failed',
  'undelivered',
];
const WARNING = [
  'api-latency',
  'function-errors',
  'function-near-time-out',
  'quarantine-share',
  'release-shrank',
  'run-stopped',
  'run-throttled',
  's3-4xx',
  's3-5xx',
];
/** The health check and every step except the two that fail and are retried while they wait. */
const WITH_ERRORS = [...STEPS.filter((step) => step !== 'plan' && step !== 'rollback'), 'health-check'];
const ALARMS = CRITICAL.length + WARNING.length - 1 + WITH_ERRORS.length;

const RUNBOOK_URL = 'https://git.example.org/movie-statistics/blob/main/docs/runbook.md';
const RECIPIENTS = {
  alarmEmails: ['on-call@example.org', 'data@example.org'],
  pagerDutySecret: 'movie-statistics/pagerduty',
  runbookUrl: RUNBOOK_URL,
  monthlyBudgetUsd: 40,
};
const BEARER = {
  access: 'bearer',
  website: false,
  bearer: { issuer: 'https://id.example.org', audience: 'statistics' },
};

const alarmsOf = ({ resources }: Synthesized): Resource['Properties'][] =>
  Object.values(resources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
const nameOf = ({ AlarmName }: Resource['Properties']): string => AlarmName.replace('MovieStatistics-', '');
/** `function-errors-audit` → `function-errors`. */
const kindOf = (alarm: Resource['Properties']): string =>
  nameOf(alarm).replace(/^(function-errors)-.+$/, '$1');
const periodOf = ({ Period, Metrics }: Resource['Properties']): number =>
  Period ?? Metrics.find(({ MetricStat }: Resource['Properties']) => MetricStat).MetricStat.Period;
const alarm = (stack: Synthesized, name: string): Resource['Properties'] =>
  alarmsOf(stack).find((each) => nameOf(each) === name)!;

const stack = synthesize(RECIPIENTS);
const alarms = alarmsOf(stack);

describe('Without alarms', () => {
  const without = synthesize({ alarms: false });

  it('creates no alarms, topics, budget and request metrics of the bucket if alarms are disabled', () => {
    for (const type of ['CloudWatch::Alarm', 'SNS::Topic', 'SNS::Subscription', 'Budgets::Budget'])
      expect(without.resources(`AWS::${type}`)).toEqual({});
    for (const { Properties } of Object.values(without.resources('AWS::S3::Bucket')))
      expect(Properties).not.toHaveProperty('MetricsConfigurations');
    expect(Object.keys(without.template.toJSON().Outputs).filter((name) => /Topic/.test(name))).toEqual([]);
  });

  it('shows no request metrics of the bucket in the dashboard if alarms are disabled', () => {
    const body = plain(only(without, 'AWS::CloudWatch::Dashboard').Properties.DashboardBody);
    expect(body).toContain('DataAge');
    expect(body).not.toContain('AWS/S3');
  });
});

describe('The alarms', () => {
  it('are exactly the alarms of the list', () => {
    const kinds = (severity: string): string[] => [
      ...new Set(
        alarms.filter(({ AlarmDescription }) => plain(AlarmDescription).startsWith(severity)).map(kindOf),
      ),
    ];
    expect(kinds('critical: ').toSorted()).toEqual(CRITICAL);
    expect(kinds('warning: ').toSorted()).toEqual(WARNING);
    expect(alarms).toHaveLength(ALARMS);
    expect(new Set(alarms.map(nameOf)).size).toBe(ALARMS);
  });

  it('include an alarm for the authorizer if access is bearer', () => {
    const names = alarmsOf(synthesize(BEARER)).map(nameOf);
    expect(names).toHaveLength(ALARMS + 1);
    expect(names).toContain('function-errors-authorize');
  });

  it.each(alarms.map((each) => [nameOf(each), each] as const))(
    '%s has a severity, notifies its topic of ALARM and OK, and defines how missing data is treated',
    (_, {
      AlarmDescription,
      AlarmActions,
      OKActions,
      InsufficientDataActions,
      TreatMissingData,
      ...rest
    }) => {
      const severity = plain(AlarmDescription).split(':')[0]!;
      expect(AlarmActions.map(plain)).toEqual([
        expect.stringMatching(
          severity === 'critical' ? /^<MonitoringCriticalTopic/ : /^<MonitoringWarningTopic/,
        ),
      ]);
      expect(OKActions).toEqual(AlarmActions);
      expect(InsufficientDataActions).toBeUndefined();
      expect(['notBreaching', 'ignore', 'breaching']).toContain(TreatMissingData);
      // CloudWatch's limits: one day, and seven from periods of an hour on.
      expect(periodOf(rest) * rest.EvaluationPeriods).toBeLessThanOrEqual(86_400);
    },
  );

  it.each(alarms.map((each) => [nameOf(each), each] as const))(
    '%s has a description with severity, meaning, runbook link and console link',
    (name, each) => {
      const lines = resolved(stack, each.AlarmDescription).split('\n');
      expect(lines).toEqual([
        expect.stringMatching(/^(critical|warning): [A-Z][^\n]+\.$/),
        `Runbook: ${RUNBOOK_URL}#${kindOf(each)}`,
        expect.stringMatching(
          /^Console: https:\/\/eu-west-1\.console\.aws\.amazon\.com\/[\w/]+\?region=eu-west-1#\S+$/,
        ),
      ]);
      expect(lines.join('\n').length, name).toBeLessThanOrEqual(1_024);
    },
  );

  it('link to the runbook of the repository by default', () => {
    expect(plain(alarm(synthesize(), 'run-late').AlarmDescription)).toContain('docs/runbook.md#run-late');
  });

  it('treat missing data as their rule requires', () => {
    const by = (choice: string): string[] => [
      ...new Set(alarms.filter(({ TreatMissingData }) => TreatMissingData === choice).map(kindOf)),
    ];
    expect(by('breaching')).toEqual(['health-check-silent']);
    expect(by('ignore').toSorted()).toEqual(['data-age', 'run-late', 'undelivered']);
  });

  it('for events are raised by one data point and return to OK six hours after the last one', () => {
    for (const name of [
      'run-failed',
      'run-timed-out',
      'run-stopped',
      'function-errors-record',
      'quarantine-share',
    ]) {
      const { DatapointsToAlarm, EvaluationPeriods, ...rest } = alarm(stack, name);
      expect([DatapointsToAlarm, EvaluationPeriods * periodOf(rest)], name).toEqual([1, 6 * 3_600]);
    }
  });

  it('are not raised by runs that wait for the lock or for their drop', () => {
    const waiting = Object.keys(stack.resources('AWS::Lambda::Function')).filter((id) =>
      /^Functions(Plan|Rollback)Function/.test(id),
    );
    expect(waiting).toHaveLength(2);
    const read = alarms.map((each) => JSON.stringify([each.Dimensions, each.Metrics]));
    for (const id of waiting) expect(read.filter((text) => text.includes(id))).toEqual([]);
    // A retry does not fail the execution, so only metrics of the state machine count failed runs.
    expect(alarm(stack, 'run-failed')).toMatchObject({
      Namespace: 'AWS/States',
      MetricName: 'ExecutionsFailed',
    });
  });

  it('have the thresholds of the settings', () => {
    const other = synthesize({
      lateRunHours: 3,
      dataAgeDays: 70,
      quarantineSharePercent: 2.5,
      releaseShrinkPercent: 0.5,
      apiLatencyMs: 400,
    });
    const thresholds = ['run-late', 'data-age', 'quarantine-share', 'release-shrank', 'api-latency'];
    expect(thresholds.map((name) => alarm(other, name).Threshold)).toEqual([3, 70, 2.5, 0.5, 400]);
    expect(alarm(synthesize({ waitForDrop: 5 }), 'data-age').Threshold).toBe(38);
  });

  it('for denied S3 requests cover only objects that readers never request', () => {
    const [, failed] = alarm(stack, 's3-4xx').Metrics;
    expect(failed.MetricStat.Metric.Dimensions).toContainEqual({ Name: 'FilterId', Value: 'runs' });
    const buckets = Object.values(stack.resources('AWS::S3::Bucket'));
    expect(buckets.flatMap(({ Properties }) => Properties.MetricsConfigurations ?? [])).toEqual([
      { Id: 'all' },
      { Id: 'runs', Prefix: 'runs/' },
    ]);
  });
});

describe('The dashboard', () => {
  it('lists failures, including functions that Lambda ended before they could log', () => {
    const { DashboardBody } = only(stack, 'AWS::CloudWatch::Dashboard').Properties;
    const { widgets } = JSON.parse(resolved(stack, DashboardBody)) as {
      widgets: { type: string; properties: { query: string } }[];
    };
    const [failures] = widgets.filter(({ type }) => type === 'log');
    const [, pattern] = /@message like \/(.+?)\//.exec(failures!.properties.query)!;
    expect(failures!.properties.query).toContain('level = "ERROR"');
    for (const line of [
      '2026-10-01T06:15:00.000Z 4f6d Task timed out after 900.00 seconds',
      'RequestId: 4f6d Error: Runtime exited with error: signal: killed',
    ]) {
      expect(line).toMatch(new RegExp(pattern!));
    }
  });
});

describe('The runbook', () => {
  const runbook = readFileSync('docs/runbook.md', 'utf8');
  const sections = runbook.split(/^## /m).slice(1);
  /** The commands in code blocks. Their output is in blocks without a language, after the command with the prompt `$ `. */
  const commands = [...runbook.matchAll(/^```(sh)?\n([\s\S]*?)^```$/gm)].flatMap(([, language, text]) =>
    text!.split('\n').filter((line) => language !== undefined || line.startsWith('$ ')),
  );
  const section = (kind: string): string => sections.find((text) => text.startsWith(`${kind}\n`)) ?? '';
  const kinds = [...CRITICAL, ...WARNING];

  it.each(kinds)('has a description, an investigation and a resolution for the alarm %s', (kind) => {
    const text = section(kind);
    const parts = ['### Description', '### Investigation', '### Resolution'].map((heading) =>
      text.indexOf(`\n${heading}\n`),
    );
    expect(parts.every((at) => at > 0)).toBe(true);
    expect(parts).toEqual(parts.toSorted((a, b) => a - b));
    expect(text).toMatch(/```sh\n/);
  });

  it('has no section for an alarm that does not exist', () => {
    const ofAlarms = sections
      .filter((text) => text.includes('\n### Investigation\n'))
      .map((text) => text.split('\n')[0]);
    expect(ofAlarms.toSorted()).toEqual(kinds.toSorted());
  });

  it('has commands that work for every stack and set its name only once', () => {
    const naming = commands.filter((line) =>
      line.replaceAll('--namespace MovieStatistics ', '').includes('MovieStatistics'),
    );
    expect(naming).toEqual([expect.stringMatching(/^stack=MovieStatistics-prod /)]);
  });

  it('lists resources of the stack with pagination', () => {
    const listing = commands.filter((line) => line.includes('list-stack-resources'));
    expect(listing).toHaveLength(1);
    expect(listing[0]).not.toContain('--output text');
  });
});

describe('Notifications', () => {
  const topics = stack.resources('AWS::SNS::Topic');
  const subscriptions = Object.values(stack.resources('AWS::SNS::Subscription')).map(
    ({ Properties }) => Properties,
  );

  it('have separate topics for critical alarms and warnings', () => {
    expect(Object.values(topics).map(({ Properties }) => Properties.TopicName)).toEqual([
      'MovieStatistics-critical',
      'MovieStatistics-warning',
    ]);
    const outputs = stack.template.toJSON().Outputs;
    expect(plain(outputs.CriticalTopicArn.Value)).toMatch(/^<MonitoringCriticalTopic/);
    expect(plain(outputs.WarningTopicArn.Value)).toMatch(/^<MonitoringWarningTopic/);
  });

  it('have a sender name with the stack and the severity, in characters that SNS accepts', () => {
    const names = Object.values(topics).map(({ Properties }) => Properties.DisplayName);
    expect(names).toEqual(['MovieStatistics critical', 'MovieStatistics warning']);
    for (const name of names) expect(name).toMatch(/^[\w -]{1,100}$/);
  });

  it('can be published only by alarms of this stack, and only with TLS', () => {
    const policies = Object.values(stack.resources('AWS::SNS::TopicPolicy'));
    expect(policies).toHaveLength(2);
    for (const { Properties } of policies) {
      const statements = Properties.PolicyDocument.Statement;
      expect(statements).toHaveLength(2);
      expect(statements).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
      const allowed = statements.find(({ Effect }: { Effect: string }) => Effect === 'Allow');
      expect(allowed).toMatchObject({
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      });
      expect(plain(allowed.Condition.ArnLike['aws:SourceArn'])).toMatch(/:alarm:MovieStatistics-\*$/);
    }
  });

  it('are sent by e-mail for both severities', () => {
    const mails = subscriptions.filter(({ Protocol }) => Protocol === 'email');
    expect(mails.map(({ Endpoint }) => Endpoint).toSorted()).toEqual([
      ...['data@example.org', 'data@example.org', 'on-call@example.org', 'on-call@example.org'],
    ]);
    expect(new Set(mails.map(({ TopicArn }) => plain(TopicArn))).size).toBe(2);
  });

  it('are sent to PagerDuty for critical alarms only, and the template does not contain its URL', () => {
    const [page, ...more] = subscriptions.filter(({ Protocol }) => Protocol === 'https');
    expect(more).toEqual([]);
    expect(page).toMatchObject({
      Endpoint: '{{resolve:secretsmanager:movie-statistics/pagerduty:SecretString:::}}',
      RawMessageDelivery: false,
    });
    expect(plain(page!.TopicArn)).toMatch(/^<MonitoringCriticalTopic/);
    expect(JSON.stringify(stack.template.toJSON())).not.toContain('events.pagerduty.com');
  });

  it('have no recipients by default, although the alarms exist', () => {
    const quiet = synthesize();
    expect(quiet.resources('AWS::SNS::Subscription')).toEqual({});
    expect(alarmsOf(quiet)).toHaveLength(ALARMS);
  });

  it('are sent for a monthly budget of 25 US dollars by default if there is an e-mail address', () => {
    const { Budget } = only(
      synthesize({ alarmEmails: ['on-call@example.org'] }),
      'AWS::Budgets::Budget',
    ).Properties;
    expect(Budget.BudgetLimit).toEqual({ Amount: 25, Unit: 'USD' });
    expect(synthesize().resources('AWS::Budgets::Budget')).toEqual({});
  });

  it('are sent for the budget by e-mail only', () => {
    const { Budget, NotificationsWithSubscribers } = only(stack, 'AWS::Budgets::Budget').Properties;
    expect(Budget).toEqual({
      BudgetName: 'MovieStatistics-monthly',
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: 40, Unit: 'USD' },
    });
    expect(
      NotificationsWithSubscribers.map(({ Notification }: Resource['Properties']) => [
        Notification.NotificationType,
        Notification.Threshold,
      ]),
    ).toEqual([
      ['ACTUAL', 80],
      ['ACTUAL', 100],
      ['FORECASTED', 100],
    ]);
    for (const { Subscribers } of NotificationsWithSubscribers) {
      expect(Subscribers).toEqual(
        RECIPIENTS.alarmEmails.map((Address) => ({ SubscriptionType: 'EMAIL', Address })),
      );
    }
  });
});
