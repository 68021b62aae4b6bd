import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { DeployAccessStack } from '../../lib/delivery/deploy-access.ts';
import { chooseAccess } from '../../lib/settings/deploy-access-settings.ts';
import { type Synthesized, synthesizeAnew, synthesizeStack } from './synthesize.ts';

const CLOSED = { website: false, apiKeys: true };
const DOMAIN = {
  name: 'api.example.org',
  certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/12345678-abcd',
};

/** What is not accepted: each rule, with the constructs that break it. */
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
      'at a domain',
      {
        siteDomain: {
          name: 'movies.example.org',
          certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/12345678-abcd',
        },
      },
    ],
    ['without the website', { website: false }],
    [
      'with everybody told of alarms',
      { alarmEmails: ['on-call@example.org'], pagerDutySecret: 'pagerduty', monthlyBudgetUsd: 25 },
    ],
    ['without alarms', { alarms: false }],
    ['with a role of its own for access logs', { accessLogs: 'create', retainData: false }],
    ['without website and retained data', { website: false, retainData: false }],
    ['with a role that deploys', { deployRole: 'MovieStatistics-GitHub-deploy' }],
    ['for AWS principals', { ...CLOSED, access: 'iam' }],
    [
      'for holders of tokens, at a domain',
      {
        ...CLOSED,
        access: 'bearer',
        bearer: { issuer: 'https://id.example.org', audience: 'statistics' },
        apiDomain: DOMAIN,
      },
    ],
  ])('find nothing %s that is not accepted with a reason', (_, settings) => {
    expect(findingsIn(synthesizeAnew(settings, { validated: true }))).toEqual([]);
  });

  it('find nothing in what GitHub may do', () => {
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
