import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { DeployAccessStack } from '../../lib/delivery/deploy-access.ts';
import { chooseAccess } from '../../lib/settings/deploy-access-settings.ts';
import { type Synthesized, synthesizeNew, synthesizeStack } from './synthesize.ts';

const CLOSED = { website: false, apiKeys: true };
const DOMAIN = {
  name: 'api.example.org',
  certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/12345678-abcd',
};

/** The findings that are not acknowledged: each rule with the constructs that violate it. */
function findingsIn({ app }: Synthesized): (string | undefined)[][] {
  const { violations } = new AwsSolutionsChecks(app, { verbose: true }).validateScope(app);
  return violations.map(({ ruleName, violatingResources }) => [
    ruleName,
    ...violatingResources.map(({ constructPath }) => constructPath),
  ]);
}

describe('The AWS Solutions rules', () => {
  it.each([
    ['without access logs', {}],
    ['with sources', { source: 's3://movie-drops/{yyyy}-{mm}/', sourceBuckets: ['movie-drops'] }],
    ["with secrets of sources' hosts", { sourceSecrets: { 'drops.example.com': 'drops' } }],
    ["with the account's role for access logs", { accessLogs: 'account' }],
    [
      'with a domain',
      {
        siteDomain: {
          name: 'movies.example.org',
          certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/12345678-abcd',
        },
      },
    ],
    ['without the website', { website: false }],
    [
      'with all notifications',
      { alarmEmails: ['on-call@example.org'], pagerDutySecret: 'pagerduty', monthlyBudgetUsd: 25 },
    ],
    ['without alarms', { alarms: false }],
    ['with a role of its own for access logs', { accessLogs: 'create', retainData: false }],
    ['without website and retained data', { website: false, retainData: false }],
    ['with a role that deploys', { deployRole: 'MovieStatistics-GitHub-deploy' }],
    ['for AWS principals', { ...CLOSED, access: 'iam' }],
    [
      'with bearer tokens and a domain',
      {
        ...CLOSED,
        access: 'bearer',
        bearer: { issuer: 'https://id.example.org', audience: 'statistics' },
        apiDomain: DOMAIN,
      },
    ],
  ])('have no unacknowledged findings %s', (_, settings) => {
    expect(findingsIn(synthesizeNew(settings, { validated: true }))).toEqual([]);
  });

  it('have no unacknowledged findings in the GitHub access stack', () => {
    const access = chooseAccess(
      { environments: { dev: {}, prod: {} } },
      { repository: 'example/movie-statistics' },
    )!;

    expect(
      findingsIn(
        synthesizeStack((app) => new DeployAccessStack(app, access.stackName, access), { validated: true }),
      ),
    ).toEqual([]);
  });
});
