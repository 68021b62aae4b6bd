import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { synthesizeAnew } from './synthesize.ts';

const CLOSED = { website: false, apiKeys: true };
const DOMAIN = {
  name: 'api.example.org',
  certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/12345678-abcd',
};

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
    const { app } = synthesizeAnew(settings, { validated: true });

    const { violations } = new AwsSolutionsChecks(app, { verbose: true }).validateScope(app);

    expect(
      violations.map(({ ruleName, violatingResources }) => [
        ruleName,
        ...violatingResources.map(({ constructPath }) => constructPath),
      ]),
    ).toEqual([]);
  });
});
