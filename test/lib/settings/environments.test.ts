import { describe, expect, it } from 'vitest';
import { MovieStatisticsStack } from '../../../lib/movie-statistics-stack.ts';
import { chooseDeployment, type DeploymentContext } from '../../../lib/settings/environments.ts';
import { SettingsError } from '../../../lib/settings/settings.ts';
import { only, plain, projectContext, type Synthesized, synthesizeStack } from '../synthesize.ts';

const DOMAIN = {
  name: 'movies.example.org',
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/12345678-abcd',
};

const made = new Map<string | undefined, Synthesized & { stack: MovieStatisticsStack }>();

/** The stack that the app creates from cdk.json, optionally for a named environment. */
function deployed(environment?: string): Synthesized & { stack: MovieStatisticsStack } {
  const known = made.get(environment);
  if (known) return known;
  const deployment = chooseDeployment({ ...projectContext(), ...(environment && { environment }) });
  const stack = synthesizeStack((app) => new MovieStatisticsStack(app, deployment.stackName, deployment));
  made.set(environment, stack);
  return stack;
}

/** Names of resources that must be unique within an account, or within an account and region. */
function uniqueNames({ resources }: Synthesized): string[] {
  const properties = {
    'AWS::Glue::Database': 'DatabaseInput.Name',
    'AWS::StepFunctions::StateMachine': 'StateMachineName',
    'AWS::Logs::LogGroup': 'LogGroupName',
    'AWS::CloudFront::ResponseHeadersPolicy': 'ResponseHeadersPolicyConfig.Name',
    'AWS::CloudFront::CachePolicy': 'CachePolicyConfig.Name',
    'AWS::CloudFront::OriginAccessControl': 'OriginAccessControlConfig.Name',
    'AWS::CloudFront::Function': 'Name',
    'AWS::ApiGateway::RestApi': 'Name',
    'AWS::IAM::Role': 'RoleName',
    'AWS::S3::Bucket': 'BucketName',
    'AWS::CloudWatch::Alarm': 'AlarmName',
    'AWS::CloudWatch::Dashboard': 'DashboardName',
    'AWS::SNS::Topic': 'TopicName',
    'AWS::Scheduler::ScheduleGroup': 'Name',
  };
  return Object.entries(properties).flatMap(([type, path]) =>
    Object.values(resources(type)).flatMap(({ Properties }) => {
      // biome-ignore lint/suspicious/noExplicitAny: every type has its own properties
      const name = path.split('.').reduce<any>((at, part) => at?.[part], Properties);
      return name === undefined ? [] : `${type} ${plain(name)}`;
    }),
  );
}

describe('Environments', () => {
  it('gives every environment unique resource names within an account', () => {
    const all = [deployed(), deployed('dev'), deployed('prod')].map(uniqueNames);

    for (const names of all) {
      expect(names.length).toBeGreaterThan(10);
      expect(new Set(names).size).toBe(names.length);
    }
    expect(new Set(all.flat()).size).toBe(all.flat().length);
  });

  it('uses the plain names without an environment', () => {
    const { stack, ...synthesized } = deployed();

    expect(stack.stackName).toBe('MovieStatistics');
    expect(stack.terminationProtection).toBe(false);
    expect(only(synthesized, 'AWS::Glue::Database').Properties.DatabaseInput.Name).toBe('movie_statistics');
    expect(only(synthesized, 'AWS::ApiGateway::RestApi').Properties.Name).toBe('movie-statistics');
  });

  it('retains the data, keeps logs for a year and protects the stack in prod', () => {
    const { stack, resources } = deployed('prod');
    const lake = Object.entries(resources('AWS::S3::Bucket')).find(([id]) => id.startsWith('Lake'))!;

    expect(stack.stackName).toBe('MovieStatistics-prod');
    expect(stack.terminationProtection).toBe(true);
    expect(lake[1].DeletionPolicy).toBe('Retain');
    expect(Object.keys(resources('AWS::CloudWatch::Alarm')).length).toBeGreaterThan(10);
    for (const [id, { Properties }] of Object.entries(resources('AWS::Logs::LogGroup'))) {
      expect(Properties.RetentionInDays, id).toBe(365);
    }
  });

  it('creates no alarms in dev and deletes all data with the stack', () => {
    const { stack, resources } = deployed('dev');
    const emptied = Object.values(resources('Custom::S3AutoDeleteObjects')).map(({ Properties }) =>
      plain(Properties.BucketName),
    );
    const [lakeId, lake] = Object.entries(resources('AWS::S3::Bucket')).find(([id]) =>
      id.startsWith('Lake'),
    )!;

    expect(stack.terminationProtection).toBe(false);
    expect(lake.DeletionPolicy).toBe('Delete');
    expect(resources('AWS::CloudWatch::Alarm')).toEqual({});
    expect(emptied).toContain(`<${lakeId}>`);
  });

  it('gives settings of an environment precedence over the common settings', () => {
    const context: DeploymentContext = {
      environment: 'prod',
      environments: { prod: { throttlingRate: 50 } },
      settings: '{"throttlingRate": 20, "throttlingBurst": 70, "databaseName": "movies"}',
    };

    expect(chooseDeployment(context)).toMatchObject({
      environment: 'prod',
      stackName: 'MovieStatistics-prod',
      settings: { throttlingRate: 50, throttlingBurst: 70, databaseName: 'movies_prod' },
    });
    expect(
      chooseDeployment({ ...context, environments: { prod: { databaseName: 'films' } } }).settings,
    ).toMatchObject({ databaseName: 'films' });
  });

  it.each<[string, DeploymentContext, string | RegExp]>([
    [
      'an unknown environment',
      { environment: 'staging', environments: { dev: {}, prod: {} } },
      'The environment "staging" is unknown; cdk.json (context.environments) has dev, prod.',
    ],
    [
      'an environment named like a property of Object.prototype',
      { environment: 'constructor', environments: { dev: {} } },
      'The environment "constructor" is unknown; cdk.json (context.environments) has dev.',
    ],
    [
      'an environment that is not a string',
      { environment: true },
      'The environment true is unknown; cdk.json (context.environments) has none.',
    ],
    [
      'an environment name that is invalid in a stack name',
      { environment: 'dev', environments: { dev: {}, Prod_1: {} } },
      'The environment "Prod_1" is not a valid name: use up to 20 of a–z and digits, starting with a letter.',
    ],
    [
      'an environment with an unknown setting',
      { environment: 'dev', environments: { dev: { drainSecond: 5 } } },
      /^The setting drainSecond is unknown/,
    ],
    [
      'a domain in the common settings',
      { environment: 'dev', environments: { dev: {} }, settings: { siteDomain: DOMAIN } },
      'The setting siteDomain is in context.settings, for all environments, but a domain belongs to one of them; put it into context.environments.dev.',
    ],
    [
      'two environments with the same database name',
      {
        environment: 'dev',
        environments: { dev: { databaseName: 'movies' }, prod: { databaseName: 'movies' } },
      },
      'The environments dev and prod have the same databaseName, "movies", but database names are unique in an account.',
    ],
  ])('rejects %s with a one-sentence error', (_, context, sentence) => {
    const choose = () => chooseDeployment(context);

    expect(choose).toThrow(sentence);
    expect(choose).toThrow(SettingsError);
  });
});
