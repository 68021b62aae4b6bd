import { CfnOutput, DefaultStackSynthesizer, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { DeployAccess } from '../settings/deploy-access-settings.ts';

/** The issuer of tokens for GitHub's workflows, and their audience. */
const ISSUER = 'token.actions.githubusercontent.com';
const AUDIENCE = 'sts.amazonaws.com';

/** Long enough for a deployment and the run that follows it, which may wait an hour for another run. */
const LONGEST_SESSION = Duration.hours(4);

/** The bootstrap's roles that a deployment assumes: for CloudFormation, and for uploading templates and bundles. */
const BOOTSTRAP_ROLES = ['deploy-role', 'file-publishing-role'] as const;

/**
 * The roles that GitHub's workflows assume with short-lived tokens: one deploys from protected environments, one reads templates for pull
 * requests. No keys are stored.
 */
export class DeployAccessStack extends Stack {
  private readonly access: DeployAccess;

  constructor(scope: Construct, id: string, access: DeployAccess) {
    super(scope, id, { description: 'Movie statistics: the roles of GitHub Actions in this account.' });
    this.access = access;
    const provider =
      access.oidcProviderArn ??
      new iam.OidcProviderNative(this, 'GitHub', { url: `https://${ISSUER}`, clientIds: [AUDIENCE] })
        .oidcProviderArn;

    const deploy = new iam.Role(this, 'Deploy', {
      roleName: `${id}-deploy`,
      description: 'Deploys the movie statistics from protected environments of one repository.',
      assumedBy: this.workflows(
        provider,
        access.environments.map(({ name }) => `environment:${name}`),
      ),
      maxSessionDuration: LONGEST_SESSION,
    });
    deploy.addToPolicy(
      new iam.PolicyStatement({
        sid: 'Deploy',
        actions: ['sts:AssumeRole'],
        resources: BOOTSTRAP_ROLES.map((role) => this.bootstrapRole(role)),
      }),
    );
    deploy.addToPolicy(this.statement('ReadOutputs', ['cloudformation:DescribeStacks']));

    const diff = new iam.Role(this, 'Diff', {
      roleName: `${id}-diff`,
      description: 'Compares the deployed movie statistics with pull requests of one repository.',
      assumedBy: this.workflows(provider, ['pull_request']),
    });
    // The bootstrap's lookup role is not used, because it can read everything in the account and this app needs no lookups.
    diff.addToPolicy(
      this.statement('ReadTemplates', ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate']),
    );

    for (const role of [deploy, diff]) this.acknowledgeStackIds(role);
    this.output('DeployRoleArn', "GitHub's variable AWS_DEPLOY_ROLE of the environments.", deploy.roleArn);
    this.output('DeployRoleName', 'The setting deployRole of the environments.', deploy.roleName);
    this.output('DiffRoleArn', "GitHub's variables AWS_DIFF_ROLE_DEV and _PROD.", diff.roleArn);
  }

  /** Workflows of the repository whose tokens have one of these contexts, compared exactly. */
  private workflows(provider: string, contexts: readonly string[]): iam.IPrincipal {
    return new iam.WebIdentityPrincipal(provider, {
      StringEquals: {
        [`${ISSUER}:aud`]: AUDIENCE,
        [`${ISSUER}:sub`]: contexts.map((context) => `repo:${this.access.repository}:${context}`),
      },
    });
  }

  private bootstrapRole(role: (typeof BOOTSTRAP_ROLES)[number]): string {
    return this.formatArn({
      service: 'iam',
      region: '',
      resource: 'role',
      resourceName: `cdk-${DefaultStackSynthesizer.DEFAULT_QUALIFIER}-${role}-${this.account}-${this.region}`,
    });
  }

  private statement(sid: string, actions: string[]): iam.PolicyStatement {
    return new iam.PolicyStatement({
      sid,
      actions,
      resources: this.access.environments.map(({ stackName }) =>
        this.formatArn({ service: 'cloudformation', resource: 'stack', resourceName: `${stackName}/*` }),
      ),
    });
  }

  private acknowledgeStackIds(role: iam.Role): void {
    for (const { stackName } of this.access.environments) {
      acknowledge(role, {
        [`IAM5[Resource::arn:<AWS::Partition>:cloudformation:<AWS::Region>:<AWS::AccountId>:stack/${stackName}/*]`]:
          'The stack with this name; its id is generated when it is created.',
      });
    }
  }

  private output(name: string, description: string, value: string): void {
    new CfnOutput(this, name, { description, value });
  }
}
