import { describe, expect, it } from 'vitest';
import { DeployAccessStack } from '../../../lib/delivery/deploy-access.ts';
import { type AccessContext, chooseAccess } from '../../../lib/settings/deploy-access-settings.ts';
import { SettingsError } from '../../../lib/settings/settings.ts';
import {
  named,
  only,
  permissionsOf,
  plain,
  type Synthesized,
  synthesize,
  synthesizeStack,
} from '../synthesize.ts';

const ENVIRONMENTS = { environments: { dev: {}, prod: {} } };
const PROVIDER = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';
const ACCOUNT = '<AWS::AccountId>';
const stack = (name: string): string =>
  `arn:<AWS::Partition>:cloudformation:<AWS::Region>:${ACCOUNT}:stack/${name}/*`;
const bootstrapRole = (name: string): string =>
  `arn:<AWS::Partition>:iam::${ACCOUNT}:role/cdk-hnb659fds-${name}-${ACCOUNT}-<AWS::Region>`;

function made(given: AccessContext = {}, context: object = {}): Synthesized {
  const access = chooseAccess(
    { ...ENVIRONMENTS, ...context },
    { repository: 'example/movie-statistics', ...given },
  )!;
  return synthesizeStack((app) => new DeployAccessStack(app, access.stackName, access));
}

/** The trust policy of a role: its principal and conditions. */
const trust = (synthesized: Synthesized, role: string) => {
  const { Statement } = named(synthesized, 'AWS::IAM::Role', role).Properties.AssumeRolePolicyDocument;
  expect(Statement).toHaveLength(1);
  const [{ Effect, Action, Principal, Condition }] = Statement;
  return { Effect, Action, provider: plain(Principal.Federated), Condition };
};

describe('The GitHub access stack', () => {
  it('lets only the environments of the given repository assume the deploy role, with tokens for the audience of AWS STS', () => {
    const synthesized = made();
    const [providerId, ...others] = Object.keys(synthesized.resources('AWS::IAM::OIDCProvider'));

    expect(others).toEqual([]);
    expect(only(synthesized, 'AWS::IAM::OIDCProvider').Properties).toEqual({
      Url: 'https://token.actions.githubusercontent.com',
      ClientIdList: ['sts.amazonaws.com'],
    });
    expect(trust(synthesized, 'Deploy')).toEqual({
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      provider: `<${providerId}>`,
      Condition: {
        StringEquals: {
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          'token.actions.githubusercontent.com:sub': [
            'repo:example/movie-statistics:environment:dev',
            'repo:example/movie-statistics:environment:prod',
          ],
        },
      },
    });
  });

  it('limits the diff role to pull requests and to reading templates', () => {
    const synthesized = made();

    expect(trust(synthesized, 'Diff').Condition.StringEquals).toEqual({
      'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
      'token.actions.githubusercontent.com:sub': ['repo:example/movie-statistics:pull_request'],
    });
    expect(permissionsOf(synthesized, /^Diff/)).toEqual(
      ['DescribeStacks', 'GetTemplate'].flatMap((action) =>
        ['dev', 'prod'].map((name) => `cloudformation:${action} ${stack(`MovieStatistics-${name}`)}`),
      ),
    );
  });

  it('limits the deploy role to assuming bootstrap roles and reading stack outputs', () => {
    expect(permissionsOf(made(), /^Deploy/)).toEqual([
      `cloudformation:DescribeStacks ${stack('MovieStatistics-dev')}`,
      `cloudformation:DescribeStacks ${stack('MovieStatistics-prod')}`,
      `sts:AssumeRole ${bootstrapRole('deploy-role')}`,
      `sts:AssumeRole ${bootstrapRole('file-publishing-role')}`,
    ]);
  });

  it('contains only the roles, their policies and the OIDC provider, without policies managed by AWS', () => {
    const { template } = made();
    const types = Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(
      ({ Type }) => Type,
    );

    expect(new Set(types)).toEqual(new Set(['AWS::IAM::OIDCProvider', 'AWS::IAM::Role', 'AWS::IAM::Policy']));
    expect(JSON.stringify(template.toJSON())).not.toContain('ManagedPolicyArns');
  });

  it('uses an existing OIDC provider if its ARN is given', () => {
    const synthesized = made({ oidcProviderArn: PROVIDER });

    expect(synthesized.resources('AWS::IAM::OIDCProvider')).toEqual({});
    expect(trust(synthesized, 'Deploy').provider).toBe(PROVIDER);
  });

  it('grants access to one environment only if one is given', () => {
    const synthesized = made({}, { environment: 'prod' });

    expect(
      trust(synthesized, 'Deploy').Condition.StringEquals['token.actions.githubusercontent.com:sub'],
    ).toEqual(['repo:example/movie-statistics:environment:prod']);
    expect(permissionsOf(synthesized, /^Diff/).join()).not.toContain('MovieStatistics-dev');
  });

  it('supports token subjects that contain the ids of owner and repository', () => {
    const synthesized = made({ repository: 'example@12/movie-statistics@345' });

    expect(
      trust(synthesized, 'Diff').Condition.StringEquals['token.actions.githubusercontent.com:sub'],
    ).toEqual(['repo:example@12/movie-statistics@345:pull_request']);
  });

  it('creates no GitHub access without a repository', () => {
    expect(chooseAccess(ENVIRONMENTS, {})).toBeNull();
  });

  it.each<[string, AccessContext, RegExp]>([
    [
      'a repository pattern',
      { repository: 'example/*' },
      /^The repository is "example\/\*", but must be "owner\/name"/,
    ],
    ['an owner without a repository name', { repository: 'example' }, /^The repository is "example", but/],
    [
      'a repository with only one of its two ids',
      { repository: 'example@12/movies' },
      /^The repository is "example@12\/movies", but/,
    ],
    ['a repository that is not a string', { repository: true }, /^The repository is true, but/],
    [
      'an OIDC provider other than that of GitHub',
      {
        repository: 'example/movies',
        oidcProviderArn: 'arn:aws:iam::123456789012:oidc-provider/id.example.org',
      },
      /^oidcProviderArn is "arn:.+", but must be the ARN of GitHub's provider/,
    ],
  ])('rejects %s', (_, given, sentence) => {
    const choose = () => chooseAccess(ENVIRONMENTS, given);

    expect(choose).toThrow(sentence);
    expect(choose).toThrow(SettingsError);
  });
});

describe('The deploy role', () => {
  it('limits the deploy role to reconciling the stage, state machine and objects of its own stack', () => {
    const synthesized = synthesize({ deployRole: 'MovieStatistics-GitHub-deploy' });
    const [policy, ...others] = Object.values(synthesized.resources('AWS::IAM::Policy')).filter(
      ({ Properties }) => Properties.Roles.includes('MovieStatistics-GitHub-deploy'),
    );
    const statements = policy!.Properties.PolicyDocument.Statement.map(
      // biome-ignore lint/suspicious/noExplicitAny: a statement has a string or a list
      ({ Action, Resource }: any) => [
        [Action].flat().join(' '),
        [Resource].flat().map((resource) => plain(resource).replaceAll(/(Lake|StatsApi|Pipeline)\w*/g, '$1')),
      ],
    );
    const prefixes = ['api_endpoints/*', 'locks/*', 'months/*', 'runs/*', 'slots/*'];

    expect(others).toEqual([]);
    expect(statements).toEqual([
      ['s3:GetObject', prefixes.map((prefix) => `<Lake.Arn>/${prefix}`)],
      ['s3:ListBucket', ['<Lake.Arn>']],
      [
        'apigateway:GET apigateway:PATCH',
        ['arn:<AWS::Partition>:apigateway:<AWS::Region>::/restapis/<StatsApi>/stages/<StatsApi>'],
      ],
      ['states:StartExecution', ['<Pipeline>']],
      [
        'states:DescribeExecution states:GetExecutionHistory',
        [`arn:<AWS::Partition>:states:<AWS::Region>:${ACCOUNT}:execution:<Pipeline.Name>:*`],
      ],
    ]);
  });

  it('grants nothing to a deploy role by default', () => {
    const policies = Object.values(synthesize().resources('AWS::IAM::Policy'));

    // Roles of the stack are references. A plain name is a role outside the stack.
    expect(
      policies.flatMap(({ Properties }) => Properties.Roles).filter((role) => typeof role === 'string'),
    ).toEqual([]);
  });
});
