import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { ApiDomain } from './api/api-domain.ts';
import { ApiKeys } from './api/api-keys.ts';
import { ReadPolicy } from './api/read-policy.ts';
import { StatsApi } from './api/stats-api.ts';
import { Reconciling } from './delivery/reconciling.ts';
import { Dashboard } from './monitoring/dashboard.ts';
import { HealthCheck } from './monitoring/health-check.ts';
import type { MonitoredResources } from './monitoring/monitored-resources.ts';
import { Monitoring } from './monitoring/monitoring.ts';
import { codeVersion } from './pipeline/code-version.ts';
import { DeadLetters } from './pipeline/dead-letters.ts';
import { Functions } from './pipeline/functions.ts';
import { Pipeline } from './pipeline/pipeline.ts';
import { Rollback } from './pipeline/rollback.ts';
import { MonthlySchedule } from './pipeline/schedule.ts';
import { StoppedRuns } from './pipeline/stopped-runs.ts';
import type { Settings } from './settings/settings.ts';
import { Catalog } from './storage/catalog.ts';
import { DataBucket } from './storage/data-bucket.ts';
import { Website } from './website/website.ts';

export interface MovieStatisticsStackProps {
  readonly settings: Settings;
  /** The environment's name. @default null, the only deployment */
  readonly environment?: string | null;
}

const API_NAME = 'movie-statistics';

/** The whole service: it ingests a monthly drop of CSV files and serves static JSON through an API. */
export class MovieStatisticsStack extends Stack {
  constructor(scope: Construct, id: string, props: MovieStatisticsStackProps) {
    const { settings, environment = null } = props;
    super(scope, id, {
      description:
        'Movie statistics: ingests monthly drops of The Movies Dataset and serves static JSON through API Gateway.',
      terminationProtection: settings.terminationProtection,
      // CloudFormation accepts templates up to 1 MB; indentation is a fifth of this one.
      suppressTemplateIndentation: true,
    });

    // The id must stay 'Lake': a new id would replace the bucket of deployed stacks.
    const { bucket } = new DataBucket(this, 'Lake', settings);
    new Catalog(this, 'Catalog', { bucket, databaseName: settings.databaseName });
    const { api, authorize } = new StatsApi(this, 'StatsApi', {
      name: environment === null ? API_NAME : `${API_NAME}-${environment}`,
      bucket,
      settings,
    });
    const functions = new Functions(this, 'Functions', {
      bucket,
      restApiId: api.restApiId,
      settings,
      codeVersion: settings.codeVersion ?? codeVersion(),
    });
    const { stateMachine } = new Pipeline(this, 'Pipeline', { functions, settings });
    const { stateMachine: rollback } = new Rollback(this, 'Rollback', { functions, settings });
    for (const machine of [stateMachine, rollback]) functions.grantExecutions(machine);
    const { queue } = new DeadLetters(this, 'DeadLetters');
    const { group: schedules } = new MonthlySchedule(this, 'MonthlySchedule', {
      stateMachine,
      cron: settings.schedule,
      enabled: settings.source !== undefined,
      deadLetters: queue,
    });
    new StoppedRuns(this, 'StoppedRuns', {
      stateMachines: [stateMachine, rollback],
      record: functions.of.record.function,
      deadLetters: queue,
    });
    const { healthCheck } = new HealthCheck(this, 'HealthCheck', { bucket, settings });
    this.addMonitoring(
      {
        pipeline: stateMachine,
        rollback,
        functions: { ...functions.of, 'health-check': healthCheck, ...(authorize && { authorize }) },
        schedules,
        deadLetters: queue,
        api,
        bucket,
      },
      settings,
    );
    if (settings.deployRole !== undefined) {
      new Reconciling(this, 'Reconciling', { roleName: settings.deployRole, bucket, api, stateMachine });
    }

    if (settings.website) {
      const { distribution, url } = new Website(this, 'Website', { dataBucket: bucket, api, settings });
      this.output('SiteUrl', 'The website, the API and the downloads.', url);
      this.output(
        'SiteTarget',
        "The distribution's domain: the alias target for the DNS entry of siteDomain.",
        distribution.distributionDomainName,
      );
    }

    this.output('ApiUrl', 'The index of the API.', api.urlForPath('/v1/'));
    this.output('ApiId', 'The id of the API, for switching its slot by hand.', api.restApiId);
    this.output('StageName', "The API's stage; its variable `slot` names the live slot.", settings.stageName);
    this.output('BucketName', 'Raw copies, tables, commits, run reports and documents.', bucket.bucketName);
    this.output('StateMachineArn', 'The state machine of runs.', stateMachine.stateMachineArn);
    this.output(
      'RollbackStateMachineArn',
      'The state machine that restores the previous release.',
      rollback.stateMachineArn,
    );
    this.output('DatabaseName', 'The database of the tables in the Glue catalog.', settings.databaseName);
    this.output('DeadLetterQueueUrl', 'The queue of undelivered starts and events.', queue.queueUrl);
    this.addAccess(api, settings);
  }

  /** Alarms, their topics, and the dashboard. */
  private addMonitoring(resources: MonitoredResources, settings: Settings): void {
    const monitoring = settings.alarms ? new Monitoring(this, 'Monitoring', { resources, settings }) : null;
    if (monitoring) {
      const { critical, warning } = monitoring.topics;
      this.output('CriticalTopicArn', 'The topic of critical alarms.', critical.topicArn);
      this.output('WarningTopicArn', 'The topic of warnings.', warning.topicArn);
    }
    const { url } = new Dashboard(this, 'Dashboard', { resources, alarms: monitoring?.alarms ?? [] });
    this.output('DashboardUrl', 'The dashboard in the console.', url);
  }

  /** Resources for readers with credentials, and the API's domain. */
  private addAccess(api: RestApi, settings: Settings): void {
    if (settings.access === 'iam') {
      const { arn } = new ReadPolicy(this, 'ReadPolicy', api);
      this.output('ReadPolicyArn', 'The policy that allows roles and users to read the API.', arn);
    }
    if (settings.apiKeys) {
      const { key, plan } = new ApiKeys(this, 'ApiKeys', { api, settings });
      this.output(
        'ApiKeyId',
        'The first API key; `aws apigateway get-api-key` returns its value.',
        key.keyId,
      );
      this.output('UsagePlanId', 'The usage plan for further API keys.', plan.usagePlanId);
    }
    if (settings.apiDomain) {
      const { target, targetZone } = new ApiDomain(this, 'ApiDomain', { api, domain: settings.apiDomain });
      this.output('ApiDomainTarget', 'The alias target for the DNS entry of the domain.', target);
      this.output('ApiDomainTargetZone', 'The hosted zone of the target, for Route 53.', targetZone);
    }
  }

  private output(name: string, description: string, value: string): void {
    new CfnOutput(this, name, { description, value });
  }
}
